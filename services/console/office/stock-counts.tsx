import { Button, Card, Empty, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { stockCount } from '#schemas/api/stock-count.ts'
import { shownCount, shownInstant } from '#console/i18n/format.ts'
import { usePages } from '#console/net/pages.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { ScanField } from '#console/parts/scan-field.tsx'
import { shellTexts } from '#console/shell/texts.ts'
import { ConfirmButton } from '#console/parts/confirm-button.tsx'
import { CountDifferences } from './count-differences.tsx'
import styles from './stock-page.module.css'
import { officeTexts } from './texts.ts'

type Count = z.infer<typeof stockCount>

/** Scans of an open count, one after the other; the last one is said. */
const OpenCount = ({ count }: { readonly count: Count }) => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const [last, setLast] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const scan = async (code: string): Promise<void> => {
    setError(null)
    try {
      const body = { scans: [{ code, at: new Date().toISOString() }] }
      const path = `/v1/stock-counts/${count.id}/scans`
      const { repeated } = await send<{ readonly repeated: number }>('POST', path, body)
      setLast(say(repeated > 0 ? 'scannedAgain' : 'scannedNow', { code }))
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <div className={styles['count']}>
      <ScanField keepFocus label={say('scanHere')} onScan={(code) => void scan(code)} />
      {last !== null && <span role="status">{last}</span>}
      <ProblemAlert error={error} />
      <div className={styles['bar']}>
        <strong className="numbers">{say('scanned', { n: shownCount(count.scanned) })}</strong>
        <ConfirmButton
          label={say('closeCount')}
          consequence={say('closeCountHint')}
          onConfirm={() => send('POST', `/v1/stock-counts/${count.id}/close`)}
        />
      </div>
    </div>
  )
}

const CountRow = ({ count }: { readonly count: Count }) => {
  const say = officeTexts.useTexts()
  const [shown, setShown] = useState(false)
  return (
    <li>
      <span className={styles['grow']}>
        {shownInstant(count.openedAt)}
        {count.zone !== null && ` · ${say(`zone.${count.zone}`)}`}{' '}
        {count.state === 'open' && <Tag color="processing">{say('countOpen')}</Tag>}
      </span>
      {count.state === 'closed' && (
        <>
          <span className="numbers">
            {say('countResult', {
              expected: shownCount(count.expected ?? 0),
              scanned: shownCount(count.scanned),
            })}
          </span>
          {count.unresolved > 0 ? (
            <Tag color="warning">{say('unresolved', { n: shownCount(count.unresolved) })}</Tag>
          ) : (
            <Tag color="success">{say('noDifference')}</Tag>
          )}
          <Button size="small" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {say('differences')}
          </Button>
        </>
      )}
      {shown && <CountDifferences countId={count.id} />}
    </li>
  )
}

/** 盘点: begin, scan, close; what differs is settled with a reason. */
export const StockCounts = ({ siteId }: { readonly siteId: string }) => {
  const say = officeTexts.useTexts()
  const common = shellTexts.useTexts()
  const send = useSend()
  const list = usePages<Count>('/v1/stock-counts', { siteId }, 10)
  const open = list.rows.find(({ state }) => state === 'open')
  return (
    <Card
      size="small"
      title={say('stockCounts')}
      extra={
        open === undefined && (
          <FormButton
            type="primary"
            size="small"
            label={say('beginCount')}
            consequence={say('beginCountHint')}
            fields={[
              {
                name: 'zone',
                label: say('zone'),
                kind: 'choice',
                optional: true,
                options: [
                  { value: 'full', label: say('zone.full') },
                  { value: 'empty', label: say('zone.empty') },
                ],
              },
            ]}
            onSubmit={(values) => send('POST', '/v1/stock-counts', { siteId, ...values })}
          />
        )
      }
    >
      {list.isPending && <Skeleton active />}
      {open !== undefined && <OpenCount count={open} />}
      {list.data !== undefined && list.rows.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noCount')} />
      )}
      <ul className={styles['list']}>
        {list.rows.map((count) => (
          <CountRow key={count.id} count={count} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button onClick={() => void list.fetchNextPage()}>{common('more')}</Button>
      )}
    </Card>
  )
}
