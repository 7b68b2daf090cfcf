import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Result } from 'antd'
import type { Outgoing } from '#console/courier/keep/phone-store.ts'
import { courierTexts } from '#console/courier/texts.ts'
import { shownMoney } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { Facts } from '#console/parts/facts.tsx'
import { FindingList, type ToldFinding } from '#console/parts/finding-list.tsx'
import styles from './visit.module.css'

type Slip = { readonly no: string; readonly kind: string; readonly amountFen: number }
type Receipt = {
  readonly no: string
  readonly totalFen: number
  readonly cylinders: readonly string[]
  readonly slips: readonly Slip[]
}

const ReceiptOf = ({ orderId }: { readonly orderId: string }) => {
  const say = courierTexts.useTexts()
  const { data } = useQuery({
    queryKey: ['courier', 'receipt', orderId],
    queryFn: ({ signal }) => get<Receipt>(`/v1/orders/${orderId}/receipt`, signal),
  })
  if (data === undefined) return null
  return (
    <section className={styles['section']}>
      <h2>{say('receipt')}</h2>
      <Facts
        rows={[
          [say('receiptNo'), data.no],
          [say('delivered'), data.cylinders.join(', ')],
          [say('total'), shownMoney(data.totalFen)],
          ...data.slips.map(
            ({ kind, no, amountFen }) =>
              [say(`slip.${kind}` as 'slip.gas'), `${shownMoney(amountFen)} · ${no}`] as const,
          ),
        ]}
      />
    </section>
  )
}

type Body = {
  readonly delivered?: readonly string[]
  readonly returned?: readonly { code?: string; photo?: string }[]
}
type Answer = { readonly findings?: readonly ToldFinding[] } | null

/** What was told of a visit, and whether it has arrived. */
export const ToldCard = ({ told }: { readonly told: Outgoing }) => {
  const say = courierTexts.useTexts()
  const { delivered = [], returned = [] } = told.body as Body
  const findings = (told.answer as Answer)?.findings ?? []
  const unread = returned.filter(({ code }) => code === undefined).length
  const back = [
    ...returned.flatMap(({ code }) => code ?? []),
    ...(unread === 0 ? [] : [say('unreadCount', { n: unread })]),
  ]
  const sent = told.state === 'sent'
  return (
    <>
      <Result
        status={sent ? 'success' : 'info'}
        title={say(sent ? 'toldSent' : 'toldKept')}
        subTitle={say(sent ? 'toldSentHint' : 'toldKeptHint')}
        extra={
          <Link to="/courier" className={styles['phone'] ?? ''}>
            {say('backToStops')}
          </Link>
        }
      />
      <section className={styles['section']}>
        <h2>{told.title}</h2>
        <Facts
          rows={[
            [say('told'), say(`told.${told.kind}`)],
            [say('delivered'), delivered.join(', ')],
            [say('returned'), back.join(', ')],
          ]}
        />
        {findings.length > 0 && <FindingList findings={findings} />}
      </section>
      {sent && told.kind === 'deliver' && <ReceiptOf orderId={told.orderId} />}
    </>
  )
}
