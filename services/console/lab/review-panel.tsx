import { Alert, App, Button, Space } from 'antd'
import { useState } from 'react'
import { shownDay, shownMass } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { Facts } from '#console/parts/facts.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { checkNames, measuredNames } from './result-draft.ts'
import { labTexts } from './texts.ts'
import type { Batch, BatchItem } from './use-batch.ts'

const ResultFacts = ({ item }: { readonly item: BatchItem }) => {
  const say = labTexts.useTexts()
  const values = item.checks ?? {}
  const verdict = (value: unknown): string | null =>
    typeof value === 'boolean' ? say(value ? 'pass' : 'fail') : null
  return (
    <Facts
      rows={[
        [say('cylinder'), item.code],
        [say('result'), item.result === null ? null : say(item.result)],
        [say('reason'), item.reason],
        [say('tare'), item.tareG === null ? null : shownMass(item.tareG)],
        [say('inspectedOn'), item.inspectedOn === null ? null : shownDay(item.inspectedOn)],
        [say('next'), item.nextInspectionOn === null ? null : shownDay(item.nextInspectionOn)],
        [say('inspector'), item.inspector],
        ...checkNames.map((name) => [say(name), verdict(values[name])] as const),
        ...measuredNames.flatMap((name) =>
          typeof values[name] === 'number' ? [[say(name), String(values[name])] as const] : [],
        ),
      ]}
    />
  )
}

/** A second person confirms what was found, one by one or all at once, or sends it back. */
export const ReviewPanel = ({
  batch,
  item,
  onDone,
}: {
  readonly batch: Batch
  readonly item: BatchItem | undefined
  readonly onDone: () => void
}) => {
  const say = labTexts.useTexts()
  const send = useSend()
  const session = useSession()
  const { modal } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const waiting = batch.cylinders.filter(({ state }) => state === 'inspected')
  const others = waiting.filter(({ inspector }) => inspector !== session?.username)
  const own = waiting.length - others.length
  const asked = item?.state === 'inspected' ? [item] : others
  const path = `/v1/inspection-batches/${batch.id}/review`
  const codes = asked.map(({ code }) => code)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await send('POST', path, { decision: 'confirm', codes })
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const fails = asked.filter(({ result }) => result === 'fail').length
  const label = asked.length === 1 ? say('confirmOne') : say('confirmAll', { n: asked.length })
  if (waiting.length === 0) {
    return <Alert type="info" showIcon title={say('nothingToReview')} />
  }
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      {own > 0 && <Alert type="info" showIcon title={say('ownWork')} />}
      {item !== undefined && <ResultFacts item={item} />}
      <ProblemAlert error={error} />
      <Space wrap>
        <Button
          type="primary"
          size="large"
          loading={busy}
          disabled={asked.length === 0}
          onClick={() =>
            void modal.confirm({
              title: label,
              content: (
                <>
                  <p>{say('confirmHint')}</p>
                  {fails > 0 && <strong>{say('confirmFail', { n: fails })}</strong>}
                </>
              ),
              okText: label,
              okButtonProps: { danger: fails > 0 },
              onOk: confirm,
            })
          }
        >
          {label}
        </Button>
        <ReasonButton
          size="large"
          label={say('reject')}
          consequence={say('rejectHint')}
          reasonLabel={say('rejectReason')}
          disabled={asked.length === 0}
          onConfirm={async (reason) => {
            await send('POST', path, { decision: 'reject', codes, reason })
            onDone()
          }}
        />
      </Space>
    </Space>
  )
}
