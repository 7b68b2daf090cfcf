import { useQuery } from '@tanstack/react-query'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { shownInstant, shownMoney } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import type { myAccount } from '#schemas/api/online-payment.ts'
import styles from './customer.module.css'
import { type MyPayment, PayButton } from './pay-button.tsx'
import { customerTexts } from './texts.ts'

type Account = z.infer<typeof myAccount>

/** While somebody pays on another page, this one asks whether it has come. */
const WATCH_MS = 3000

const states = ['open', 'paid', 'failed'] as const

const stateOf = ({ state }: MyPayment) => states.find((one) => one === state) ?? 'failed'

const usePayments = (watched: string | null) =>
  useQuery({
    queryKey: ['my', 'payments'],
    queryFn: ({ signal }) => get<Page<MyPayment>>('/v1/me/payments?limit=5', signal),
    refetchInterval: watched === null ? false : WATCH_MS,
  }).data?.items ?? []

/** What the customer owes, paying it, and how the last payments stand. */
export const AccountCard = () => {
  const say = customerTexts.useTexts()
  const [watched, setWatched] = useState<string | null>(null)
  const payments = usePayments(watched)
  const done = payments.find(({ id, state }) => id === watched && state !== 'open')
  const account = useQuery({
    queryKey: ['my', 'account', done?.state],
    queryFn: ({ signal }) => get<Account>('/v1/me/account', signal),
  }).data
  if (account === undefined) return null
  const { balanceFen, payOnline } = account
  const [waits] = payments.flatMap(({ id, state, payUrl, amountFen }) =>
    state === 'open' && payUrl !== null ? [{ id, payUrl, amountFen }] : [],
  )
  const word = balanceFen > 0 ? 'owed' : balanceFen < 0 ? 'credit' : 'settled'
  return (
    <div className={styles['card']}>
      <strong className={balanceFen > 0 ? styles['late'] : undefined}>
        {say(word, { amount: shownMoney(Math.abs(balanceFen)) })}
      </strong>
      {balanceFen > 0 && <span className={styles['quiet']}>{say('owedHint')}</span>}
      {done?.state === 'paid' && (
        <Tag color="success">{say('paid', { amount: shownMoney(done.amountFen) })}</Tag>
      )}
      {balanceFen > 0 && payOnline && (
        <PayButton owedFen={balanceFen} onOpened={({ id }) => setWatched(id)} />
      )}
      {balanceFen > 0 && !payOnline && <span className={styles['quiet']}>{say('noOnline')}</span>}
      {balanceFen > 0 && waits !== undefined && (
        <div className={styles['head']}>
          <span className={styles['quiet']}>
            {say('payWaits', { amount: shownMoney(waits.amountFen) })}
          </span>
          <Button href={waits.payUrl} target="_blank" onClick={() => setWatched(waits.id)}>
            {say('payGo')}
          </Button>
        </div>
      )}
      {payments.length > 0 && (
        <details>
          <summary>{say('payments')}</summary>
          <ul className={styles['list']}>
            {payments.map((payment) => (
              <li key={payment.id} className={styles['head']}>
                <span className={styles['quiet']}>{shownInstant(payment.openedAt)}</span>
                <span className="numbers">{shownMoney(payment.amountFen)}</span>
                <Tag>{say(`payment.${stateOf(payment)}`)}</Tag>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
