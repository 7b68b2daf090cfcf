import { Link } from '@tanstack/react-router'
import { Button, Empty, Popconfirm, Tag } from 'antd'
import { shownInstant } from '#console/i18n/format.ts'
import { RequestFailed } from '#console/net/problem.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { shellTexts } from '#console/shell/texts.ts'
import { CourierPage } from './courier-page.tsx'
import { sendAll, withdraw } from './keep/outbox.ts'
import type { Outgoing } from './keep/phone-store.ts'
import { useOutbox } from './keep/use-outbox.ts'
import styles from './outbox-page.module.css'
import { courierTexts } from './texts.ts'

const colours = { waiting: 'warning', refused: 'error', sent: 'success' } as const

const RefusedRow = ({ row }: { readonly row: Outgoing }) => {
  const say = courierTexts.useTexts()
  const common = shellTexts.useTexts()
  if (row.refused === null) return null
  const { status, code, problem } = row.refused
  return (
    <>
      <ProblemAlert error={new RequestFailed(status, code, problem)} />
      <div className={styles['actions']}>
        {row.form !== null && (
          <Link
            to="/courier/stops/$id"
            params={{ id: row.orderId }}
            className={styles['mend'] ?? ''}
          >
            {say('mend')}
          </Link>
        )}
        <Popconfirm
          title={say('discard')}
          description={say('discardHint')}
          okText={say('discard')}
          cancelText={common('cancel')}
          onConfirm={() => void withdraw(row.seq)}
        >
          <Button danger>{say('discard')}</Button>
        </Popconfirm>
      </div>
    </>
  )
}

const OutboxPage = () => {
  const say = courierTexts.useTexts()
  const rows = useOutbox()
  return (
    <CourierPage>
      <div className={styles['title']}>
        <h1>{say('outbox')}</h1>
        <Button onClick={() => void sendAll()}>{say('sendNow')}</Button>
      </div>
      <p className={styles['quiet']}>{say('outboxHint')}</p>
      {rows.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('nothingToSend')} />
      )}
      <ul className={styles['list']}>
        {rows.map((row) => (
          <li key={row.seq}>
            <div className={styles['title']}>
              <strong>{row.title}</strong>
              <Tag color={colours[row.state]}>{say(`state.${row.state}`)}</Tag>
            </div>
            <span className={styles['quiet']}>
              {say(`told.${row.kind}`)} · {shownInstant(new Date(row.savedAt).toISOString())}
            </span>
            {row.state === 'refused' && <RefusedRow row={row} />}
          </li>
        ))}
      </ul>
    </CourierPage>
  )
}

export default OutboxPage
