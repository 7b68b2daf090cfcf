import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { problem } from '#api/problem.ts'
import { keepOnce, ledgerPage } from '#api/service/ledger-page.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { yuanText } from '#domain/money/yuan-text.ts'
import { myAccount, onlinePayment, onlinePaymentCreate } from '#schemas/api/online-payment.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import type { OnlinePaymentRow } from '#store/queries/money/online-payments.ts'
import { asMe, CUSTOMER, forMe, ownAccount } from './own-account.ts'

/** A provider that does not answer must not hold the customer for longer. */
const PROVIDER_MS = 10_000

const view = ({ openedBy: _openedBy, ...row }: OnlinePaymentRow) => ({
  ...row,
  openedAt: timeText(row.openedAt),
  paidAt: timeTextOrNull(row.paidAt),
})

/** What a customer owes, and paying it online (费用结算: R000-6.4.1, R001-8.2-3, R002-5.8.1, R003-5.8.1-2). */
export const myPaymentRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { balances, onlinePayments, payments } = deps.queries

  /** The way of the provider, where the enterprise takes it. @throws PAYMENT_WAY_NOT_OFFERED */
  const providerFor = async (enterpriseId: string) => {
    const terms = await payments.terms(enterpriseId)
    if (deps.pay !== undefined && (terms === null || terms.ways.includes(deps.pay.method))) {
      return deps.pay
    }
    throw problem('PAYMENT_WAY_NOT_OFFERED', {
      clause: 'R000-5.1.2',
      detail: { zh: '该企业未开通在线支付', en: 'the enterprise takes no payment online' },
    })
  }

  app.get(
    '/v1/me/account',
    { config: { access: CUSTOMER }, schema: { response: { 200: myAccount } } },
    async (request) => {
      const me = await ownAccount(deps, request)
      const [balanceFen, payOnline] = await Promise.all([
        forMe(deps, me, () => balances.balance(me.customerId)),
        forMe(deps, me, () => providerFor(me.enterpriseId)).then(
          () => true,
          () => false,
        ),
      ])
      return { balanceFen, payOnline }
    },
  )

  app.post(
    '/v1/me/payments',
    {
      config: { access: CUSTOMER },
      schema: { body: onlinePaymentCreate, response: { 201: onlinePayment } },
    },
    async (request, reply) => {
      const me = await ownAccount(deps, request)
      const provider = await forMe(deps, me, () => providerFor(me.enterpriseId))
      const owedFen = await forMe(deps, me, () => balances.balance(me.customerId))
      const amountFen = request.body.amountFen ?? owedFen
      if (amountFen > owedFen || amountFen <= 0) {
        throw problem('INCONSISTENT_REQUEST', {
          path: '/amountFen',
          measured: amountFen,
          limit: owedFen,
          unit: 'fen',
          detail: { zh: '超出应付金额', en: 'more than is owed' },
        })
      }
      const id = eventIdOf(request, deps)
      const opened = await provider.open(
        {
          id,
          amountFen,
          subject: `液化石油气 ${yuanText(amountFen)} 元`,
          notifyUrl: `${deps.config.publicUrl}/v1/public/payment-notices`,
        },
        AbortSignal.timeout(PROVIDER_MS),
      )
      if (opened.state === 'refused') {
        throw problem('PAYMENT_PROVIDER', {
          detail: { zh: `支付机构：${opened.reason}`, en: `the provider: ${opened.reason}` },
        })
      }
      const row = await forMe(deps, me, () =>
        keepOnce(onlinePayments, me.scope, {
          id,
          enterpriseId: me.enterpriseId,
          customerId: me.customerId,
          amountFen,
          method: provider.method,
          state: 'open',
          payUrl: opened.payUrl,
          providerId: null,
          openedBy: me.userId,
          openedAt: deps.clock(),
          paidAt: null,
        }),
      )
      return reply.code(201).send(view(row))
    },
  )

  app.get(
    '/v1/me/payments',
    {
      config: { access: CUSTOMER },
      schema: { querystring: pageQuery, response: { 200: pageOf(onlinePayment) } },
    },
    async (request) => {
      const me = await ownAccount(deps, request)
      const { customerId } = me
      return ledgerPage(
        request.query,
        (row: OnlinePaymentRow) => row.openedAt,
        (most, after) =>
          asMe(deps, me, () => onlinePayments.list(me.scope, { customerId }, most, after)),
        view,
      )
    },
  )
}
