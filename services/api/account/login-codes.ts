import { randomBytes, randomInt } from 'node:crypto'
import type { ApiApp } from '#api/api-app.ts'
import { tokenSha256 } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { hashPassword } from '#api/system/password.ts'
import { timeText } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { checkPhone } from '#domain/identity/phone.ts'
import { epochMs } from '#domain/units.ts'
import { codeRequest, codeRequested, phoneLogin, phoneSession } from '#schemas/api/account.ts'
import type { AccountHolder } from '#store/queries/account/login-codes.ts'

const CODE_MS = 10 * 60_000
const SECRET_BYTES = 32

const phoneOf = (text: string): string => {
  const checked = checkPhone(text)
  if (checked.ok) return checked.value.number
  const detail = {
    zh: '不是中国的电话号码，示例：13812345678、0991-1234567',
    en: 'no phone number of China: 13812345678, 0991-1234567',
  }
  throw problem('INVALID_IDENTITY', { path: '/phone', detail })
}

const holderView = ({ personId: _personId, ...holder }: AccountHolder) => holder

/** Signing in by phone and one-time code (R000-6.4.1, R002-5.8.1). Nothing here tells whether a number is known. */
export const loginCodeRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { loginCodes, customerAccounts, sessions } = deps.queries
  const config = {
    access: 'public',
    rateLimit: { max: deps.config.loginsPerMinute, timeWindow: '1 minute' },
  } as const
  const sending = new Set<Promise<unknown>>()
  // What was promised is sent before the pool goes away.
  app.addHook('onClose', () => Promise.allSettled(sending))

  const send = (asked: Parameters<typeof loginCodes.send>[0]): void => {
    const sent: Promise<unknown> = loginCodes
      .send(asked, dayOf(epochMs(asked.at)))
      .catch((err: unknown) => app.log.error({ err }, 'a one-time code was not sent'))
      .finally(() => sending.delete(sent))
    sending.add(sent)
  }

  app.post(
    '/v1/sessions/codes',
    { config, schema: { body: codeRequest, response: { 202: codeRequested } } },
    async (request, reply) => {
      const phone = phoneOf(request.body.phone)
      const at = deps.clock()
      const until = at + CODE_MS
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      const asked = { phone, peer: request.ip, code, at, until }
      const waitMs = await loginCodes.ask(asked)
      if (waitMs > 0) throw problem('RATE_LIMITED', { retryAfterS: Math.ceil(waitMs / 1000) })
      send(asked)
      return reply.code(202).send({ expiresAt: timeText(until) })
    },
  )

  /** The account of who signs in; made at the first time. */
  const userOf = async (holder: AccountHolder, at: number): Promise<string> => {
    const { customerId, personId, enterpriseId } = holder
    const known = await customerAccounts.userOf(customerId, personId)
    if (known !== null) return known
    const passwordHash = await hashPassword(randomBytes(SECRET_BYTES).toString('base64url'))
    const account = { userId: deps.newId(), customerId, personId, enterpriseId, passwordHash, at }
    return customerAccounts.create(account)
  }

  app.post(
    '/v1/sessions/phone',
    { config, schema: { body: phoneLogin, response: { 200: phoneSession, 201: phoneSession } } },
    async (request, reply) => {
      const { body } = request
      const phone = phoneOf(body.phone)
      const now = deps.clock()
      const id = await loginCodes.match(phone, body.code, now)
      const holders = await loginCodes.holders(phone, dayOf(epochMs(now)))
      if (id === null || holders.length === 0) throw problem('INVALID_CREDENTIALS')
      const named = holders.find(({ customerId }) => customerId === body.customerId)
      const chosen = body.customerId === undefined && holders.length === 1 ? holders[0] : named
      if (chosen === undefined) {
        if (body.customerId !== undefined) throw problem('INVALID_CREDENTIALS')
        return { token: null, expiresAt: null, choices: holders.map(holderView) }
      }
      if (!(await loginCodes.use(id, now))) throw problem('INVALID_CREDENTIALS')
      const token = randomBytes(SECRET_BYTES).toString('base64url')
      const expiresAt = now + deps.config.sessionMs
      await sessions.open(await userOf(chosen, now), tokenSha256(token), now, expiresAt)
      return reply
        .code(201)
        .send({ token, expiresAt: timeText(expiresAt), choices: [holderView(chosen)] })
    },
  )
}
