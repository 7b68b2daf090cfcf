import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Input, InputNumber } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { dayOf, shownMass } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { useSend } from '#console/net/use-send.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { CheckList } from './check-list.tsx'
import { CylinderCard } from './cylinder-card.tsx'
import styles from './result-form.module.css'
import {
  checkNames,
  type Draft,
  draftOf,
  isFail,
  measuredNames,
  openChecks,
  resultOf,
  tareIsFar,
} from './result-draft.ts'
import { labTexts } from './texts.ts'
import type { Batch, BatchItem } from './use-batch.ts'

type Say = ReturnType<typeof labTexts.useTexts>

/** What is still missing, in words; null: it can be saved. */
const missing = (draft: Draft, far: boolean, say: Say): string | null => {
  if (isFail(draft)) return draft.reason.trim() === '' ? say('missingReason') : null
  const open = openChecks(draft)
  if (open > 0) return say('missingChecks', { n: open })
  if (draft.tareKg === null) return say('missingTare')
  return far && !draft.tareConfirmed ? say('tareFar') : null
}

const useSave = (batch: Batch, item: BatchItem, draft: Draft, onSaved: () => void) => {
  const say = labTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const body = { results: [resultOf(item.code, draft)] }
      await send('POST', `/v1/inspection-batches/${batch.id}/results`, body)
      void message.success(say('saved', { code: item.code }))
      onSaved()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, save }
}

const Measured = ({
  draft,
  onChange,
}: {
  readonly draft: Draft
  readonly onChange: (measured: Draft['measured']) => void
}) => {
  const say = labTexts.useTexts()
  return (
    <fieldset className={styles['fields']}>
      <legend>{say('measured')}</legend>
      {measuredNames.map((name) => (
        <label key={name}>
          {say(name)}
          <InputNumber
            size="large"
            min={0}
            value={draft.measured[name] ?? null}
            precision={name.endsWith('Mm') ? 2 : 0}
            onChange={(value) => {
              const { [name]: _before, ...others } = draft.measured
              onChange(value === null ? others : { ...others, [name]: value })
            }}
          />
        </label>
      ))}
    </fieldset>
  )
}

/** One cylinder's result: items, measured values, tare, dates. Everything can be done from the keyboard. */
export const ResultForm = ({
  batch,
  item,
  onSaved,
}: {
  readonly batch: Batch
  readonly item: BatchItem
  readonly onSaved: () => void
}) => {
  const say = labTexts.useTexts()
  const [draft, setDraft] = useState<Draft>(() => draftOf(item, dayOf(Date.now())))
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }))
  const frame = useRef<HTMLElement>(null)
  useEffect(() => frame.current?.focus(), [])
  const cylinder = useQuery({
    queryKey: ['cylinder', item.code],
    queryFn: ({ signal }) =>
      get<CylinderView>(`/v1/cylinders/${encodeURIComponent(item.code)}`, signal),
  })
  const registeredG = cylinder.data?.tareG ?? null
  const far = tareIsFar(draft, registeredG)
  const fail = isFail(draft)
  const lack = missing(draft, far, say)
  const { busy, error, save } = useSave(batch, item, draft, onSaved)
  const onKey = (event: KeyboardEvent): void => {
    const check = checkNames[Number(event.code.replace('Digit', '')) - 1]
    if (event.ctrlKey && event.key === 'Enter' && lack === null) void save()
    else if (event.altKey && event.code === 'KeyA')
      change({ checks: Object.fromEntries(checkNames.map((name) => [name, true])) })
    else if (event.altKey && check !== undefined)
      change({ checks: { ...draft.checks, [check]: draft.checks[check] === false } })
    else return
    event.preventDefault()
  }
  const settled = item.state === 'passed' || item.state === 'failed'
  return (
    <section
      ref={frame}
      tabIndex={-1}
      className={styles['form']}
      aria-label={item.code}
      onKeyDown={onKey}
    >
      <CylinderCard code={item.code} cylinder={cylinder.data} />
      {item.state === 'sent' && item.reason && (
        <Alert type="warning" showIcon title={say('again', { reason: item.reason })} />
      )}
      {!settled && (
        <>
          <CheckList checks={draft.checks} onChange={(checks) => change({ checks })} />
          <Measured draft={draft} onChange={(measured) => change({ measured })} />
          <fieldset className={styles['fields']}>
            <legend>{say('result')}</legend>
            <label>
              {say('tareKg')}
              <InputNumber
                size="large"
                min={0}
                precision={3}
                value={draft.tareKg}
                status={far ? 'warning' : ''}
                onChange={(tareKg) => change({ tareKg, tareConfirmed: false })}
              />
              {registeredG !== null && say('registeredTare', { mass: shownMass(registeredG) })}
            </label>
            {(['inspectedOn', 'nextOn'] as const).map((name) => (
              <label key={name}>
                {say(name)}
                <Input
                  size="large"
                  type="date"
                  value={draft[name]}
                  onChange={({ target }) => change({ [name]: target.value })}
                />
              </label>
            ))}
            <label>
              {say('reportNo')}
              <Input
                size="large"
                maxLength={64}
                value={draft.reportNo}
                onChange={({ target }) => change({ reportNo: target.value })}
              />
            </label>
          </fieldset>
          {far && (
            <Checkbox
              checked={draft.tareConfirmed}
              onChange={({ target }) => change({ tareConfirmed: target.checked })}
            >
              {`${say('tareFar')} ${say('tareConfirmed')}`}
            </Checkbox>
          )}
          {fail && (
            <label className={styles['reason']}>
              {say('reason')}
              <Input
                size="large"
                maxLength={200}
                value={draft.reason}
                onChange={({ target }) => change({ reason: target.value })}
              />
              {say('failNote')}
            </label>
          )}
          <ProblemAlert error={error} />
          <footer className={styles['foot']}>
            <Button
              type="primary"
              size="large"
              danger={fail}
              loading={busy}
              disabled={lack !== null}
              onClick={() => void save()}
            >
              {say(fail ? 'saveFail' : 'save')}
            </Button>
            <span>{lack ?? say('keys')}</span>
          </footer>
        </>
      )}
    </section>
  )
}
