import { Alert, App, Segmented } from 'antd'
import { useState } from 'react'
import { shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { ScanField } from '#console/parts/scan-field.tsx'
import { BatchProgress } from './batch-progress.tsx'
import { GiveBack } from './give-back.tsx'
import { ItemList } from './item-list.tsx'
import styles from './lab-page.module.css'
import { ResultForm } from './result-form.tsx'
import { ReviewPanel } from './review-panel.tsx'
import { labTexts } from './texts.ts'
import type { Batch, BatchItem } from './use-batch.ts'
import { useScanner } from './use-scanner.ts'

const modes = ['receive', 'inspect', 'review', 'return'] as const
export type Mode = (typeof modes)[number]

const labels = {
  receive: 'modeReceive',
  inspect: 'modeInspect',
  review: 'modeReview',
  return: 'modeReturn',
} as const

const scans = { receive: 'scanReceive', inspect: 'scanInspect', review: 'scanReview' } as const

/** The step that a batch is at: what most of its cylinders wait for. */
const firstMode = ({ received, items, waiting, toReview, cylinders }: Batch): Mode => {
  if (received < items && toReview === 0) return 'receive'
  if (waiting > 0) return 'inspect'
  if (toReview > 0) return 'review'
  return cylinders.some(({ returnedAt }) => returnedAt === null) ? 'return' : 'review'
}

/** What a scan does and what came of it. */
const useScans = (batch: Batch, mode: Mode, choose: (code: string) => void) => {
  const say = labTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const [stranger, setStranger] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const receive = async ({ code, receivedAt }: BatchItem): Promise<void> => {
    if (receivedAt !== null) {
      void message.info(say('hadIt', { code }))
      return
    }
    try {
      await send('POST', `/v1/inspection-batches/${batch.id}/receive`, { codes: [code] })
      void message.success(say('gotIt', { code }))
    } catch (failure) {
      setError(failure)
    }
  }
  const scan = (code: string): void => {
    const item = batch.cylinders.find((other) => other.code.toUpperCase() === code.toUpperCase())
    setStranger(item === undefined ? code : null)
    setError(null)
    if (item === undefined) return
    if (mode === 'receive') void receive(item)
    choose(item.code)
  }
  return { scan, stranger, error }
}

/** One batch: its step, the scan field, its cylinders, and the one in hand. */
export const BatchScreen = ({ batch }: { readonly batch: Batch }) => {
  const say = labTexts.useTexts()
  const session = useSession()
  const mayInspect = session?.role === 'lab' || session?.role === 'admin'
  const [mode, setMode] = useState<Mode>(() => firstMode(batch))
  const [chosen, setChosen] = useState<string | null>(null)
  // Each saved result gives the focus back to the scan field.
  const [round, setRound] = useState(0)
  const { scan, stranger, error } = useScans(batch, mode, setChosen)
  useScanner(scan)
  const item = batch.cylinders.find(({ code }) => code === chosen)
  const next = (): void => {
    setChosen(null)
    setRound(round + 1)
  }
  return (
    <section className={styles['parts']} aria-label={batch.enterpriseName ?? batch.enterpriseId}>
      <header className={styles['head']}>
        <h2>
          {say('batchOf', { owner: batch.enterpriseName ?? batch.enterpriseId, n: batch.items })}
        </h2>
        <span>
          {[say('sentAt', { at: shownInstant(batch.sentAt) }), batch.note]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      </header>
      <BatchProgress batch={batch} />
      {mayInspect ? (
        <Segmented<Mode>
          block
          size="large"
          className={styles['modes'] ?? ''}
          aria-label={say('mode')}
          value={mode}
          onChange={(value) => {
            setMode(value)
            next()
          }}
          options={modes.map((value) => ({ value, label: say(labels[value]) }))}
        />
      ) : (
        <Alert type="info" showIcon title={say('readOnly')} />
      )}
      {mayInspect && mode !== 'return' && (
        <ScanField key={`${mode} ${round}`} keepFocus label={say(scans[mode])} onScan={scan} />
      )}
      {stranger !== null && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={say('notInBatch', { code: stranger })}
          description={say('notInBatchHint')}
        />
      )}
      <ProblemAlert error={error} />
      {mayInspect && mode === 'return' && <GiveBack batch={batch} />}
      {mayInspect && mode === 'review' && <ReviewPanel batch={batch} item={item} onDone={next} />}
      {mayInspect && mode === 'inspect' && item !== undefined && (
        <ResultForm key={item.code} batch={batch} item={item} onSaved={next} />
      )}
      <ItemList
        items={batch.cylinders}
        chosen={chosen}
        mode={mode}
        onChoose={(code) => setChosen(code)}
      />
    </section>
  )
}
