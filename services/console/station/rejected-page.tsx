import { App, Button, type TableColumnsType, Typography } from 'antd'
import { useState } from 'react'
import type { RejectedMessage, ReplayResult } from '#schemas/api/rejected-message.ts'
import { shownSecond } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import styles from './rejected-page.module.css'
import { stationTexts } from './texts.ts'

type Rejected = Pick<
  RejectedMessage,
  'id' | 'receivedAt' | 'topic' | 'code' | 'message' | 'path' | 'payload'
> & { readonly replayedAt?: string | null; readonly replayCode?: string | null }

/** What a code says in words; one that is newer than this page as it is. */
const because = (code: string): string => {
  const key = `because-${code}`
  return stationTexts.has(key) ? stationTexts.say(key) : code
}

/** Reads a message once more, after what was wrong has been mended. */
const ReplayButton = ({ id }: { readonly id: string }) => {
  const say = stationTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const replay = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const { outcome, code = '' } = await send<ReplayResult>(
        'POST',
        `/v1/rejected-messages/${id}/replay`,
      )
      if (outcome === 'accepted') void message.success(say('replayed'))
      else void message.warning(say('rejectedAgain', { code: because(code) }))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button size="small" loading={busy} onClick={() => void replay()}>
        {say('replay')}
      </Button>
      <ProblemAlert error={error} />
    </>
  )
}

/** In words, with the field; below it what the program says to who builds the device. */
const Why = ({ code, path, message }: Pick<Rejected, 'code' | 'path' | 'message'>) => (
  <>
    <div>
      {because(code)} {path ? <code>{path}</code> : null}
    </div>
    <div className={styles['raw']} lang="en">
      <Typography.Text type="secondary">{message}</Typography.Text>
    </div>
  </>
)

/** 被拒消息: what devices sent and nobody could read, with why and with its bytes. */
const RejectedPage = () => {
  const say = stationTexts.useTexts()
  const session = useSession()
  const may = session?.role === 'admin' || session?.role === 'office'
  const columns: TableColumnsType<Rejected> = [
    { title: say('time'), dataIndex: 'receivedAt', width: 180, render: shownSecond },
    {
      title: say('topic'),
      dataIndex: 'topic',
      width: 190,
      render: (topic: string) => <span className={styles['raw']}>{topic}</span>,
    },
    { title: say('why'), key: 'why', width: 300, render: (_, row) => <Why {...row} /> },
    {
      title: say('payload'),
      dataIndex: 'payload',
      width: 340,
      render: (text: string | null) => (
        <span className={styles['raw']}>{text ?? say('redacted')}</span>
      ),
    },
    {
      title: say('state'),
      key: 'state',
      width: 150,
      render: (_, { id, replayedAt, replayCode }) => {
        if (replayedAt && !replayCode) return say('replayed')
        return may ? <ReplayButton id={id} /> : say('waits')
      },
    },
  ]
  return (
    <>
      <PageHead title={say('rejected')} hint={say('rejectedHint')} />
      <PageTable<Rejected>
        path="/v1/rejected-messages"
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1150}
        empty={say('noRejected')}
      />
    </>
  )
}

export default RejectedPage
