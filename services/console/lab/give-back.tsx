import { Alert, App, Button, Space } from 'antd'
import { useState } from 'react'
import { useSend } from '#console/net/use-send.ts'
import { NameSelect } from '#console/parts/name-select.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { labTexts } from './texts.ts'
import type { Batch } from './use-batch.ts'

/** 交还: what was reviewed goes back to a station of the sender. */
export const GiveBack = ({ batch }: { readonly batch: Batch }) => {
  const say = labTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const [site, setSite] = useState<string | undefined>(batch.sites[0]?.id)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const n = batch.cylinders.filter(
    ({ state, returnedAt }) => (state === 'passed' || state === 'failed') && returnedAt === null,
  ).length
  const giveBack = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await send('POST', `/v1/inspection-batches/${batch.id}/return`, { siteId: site })
      void message.success(say('givenBack', { n }))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  if (n === 0) return <Alert type="info" showIcon title={say('nothingToReturn')} />
  return (
    <div>
      <p>{say('giveBackHint')}</p>
      <Space wrap>
        <NameSelect
          label={say('giveBackTo')}
          size="large"
          value={site}
          onChange={setSite}
          options={batch.sites.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button
          type="primary"
          size="large"
          loading={busy}
          disabled={site === undefined}
          onClick={() => void giveBack()}
        >
          {say('giveBack', { n })}
        </Button>
      </Space>
      <ProblemAlert error={error} />
    </div>
  )
}
