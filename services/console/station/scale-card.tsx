import { memo } from 'react'
import { dayOf, shownDay, shownMass } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { FindingList, type ToldFinding } from '#console/parts/finding-list.tsx'
import styles from './scale-card.module.css'
import type { ScaleState, Stage } from './scale-state.ts'
import { stationTexts } from './texts.ts'
import { WeightLine } from './weight-line.tsx'

export type Scale = {
  readonly id: string
  readonly verifiedUntil: string | null
  readonly locked: boolean
  readonly lockReason: string | null
  readonly checkedAt: string | null
  readonly checkPassed: boolean | null
}

type Say = ReturnType<typeof stationTexts.useTexts>

/** What a worker does about a cylinder that may not leave. */
const remedyOf = (findings: readonly ToldFinding[], say: Say): string | null => {
  const block = findings.find(({ severity }) => severity === 'block')
  if (block === undefined) return null
  const key = `todo.${block.code}`
  return say(stationTexts.has(key) ? key : 'todo.other')
}

const colourOf = (stage: Stage, blocked: boolean): string => {
  if (blocked || stage === 'denied') return 'bad'
  return stage === 'idle' || stage === 'asking' ? 'quiet' : 'good'
}

const footOf = (scale: Scale, today: string, say: Say): string => {
  if (scale.verifiedUntil !== null && scale.verifiedUntil < today) return say('unverified')
  const checkedToday = scale.checkedAt !== null && dayOf(scale.checkedAt) === today
  if (!checkedToday) return say('notChecked')
  if (scale.checkPassed === false) return say('checkFailed')
  const until = scale.verifiedUntil
  return [say('checked'), until === null ? null : say('verifiedUntil', { day: shownDay(until) })]
    .filter((part) => part !== null)
    .join(' · ')
}

/** One scale, readable from two metres: the verdict, the weight, what to do. */
export const ScaleCard = memo(
  ({
    scale,
    state,
    today,
  }: {
    readonly scale: Scale
    readonly state: ScaleState
    readonly today: string
  }) => {
    const say = stationTexts.useTexts()
    const language = useLanguage()
    const remedy = remedyOf(state.findings, say)
    const colour = scale.locked ? 'bad' : colourOf(state.stage, remedy !== null)
    const netG =
      state.grossG === null || state.permit === null ? null : state.grossG - state.permit.tareG
    const verdict = scale.locked
      ? say('locked')
      : remedy === null
        ? say(state.stage)
        : say('blocked')
    const { permit } = state
    return (
      <article className={`${styles['card']} ${styles[colour]}`} aria-label={scale.id}>
        <header>
          <span>{scale.id}</span>
          <span>{state.operator}</span>
        </header>
        <p className={styles['verdict']} aria-live="assertive">
          {verdict}
        </p>
        <p className={styles['code']}>
          {state.code ?? say('idleHint')} <small>{state.model}</small>
        </p>
        {scale.locked && scale.lockReason !== null && (
          <p className={styles['reason']}>{say('lockedBy', { reason: scale.lockReason })}</p>
        )}
        {state.stage === 'denied' && (
          <p className={styles['reason']}>
            {state.message?.[language]} <small>{state.clause}</small>
          </p>
        )}
        {state.stage !== 'denied' && state.grossG !== null && (
          <p className={`${styles['weight']} numbers`}>
            {shownMass(netG ?? state.grossG)} <small>{say(netG === null ? 'gross' : 'net')}</small>
          </p>
        )}
        {permit !== null && permit.targetGrossG > 0 && (
          <>
            {state.curveG.length > 1 && <WeightLine curveG={state.curveG} permit={permit} />}
            <p className="numbers">
              {say('target', { mass: shownMass(permit.targetGrossG - permit.tareG) })} ·{' '}
              {say('limit', { mass: shownMass(permit.maxGrossG - permit.tareG) })}
            </p>
          </>
        )}
        {remedy !== null && <p className={styles['reason']}>{remedy}</p>}
        {state.findings.length > 0 && <FindingList findings={state.findings} />}
        <footer>{footOf(scale, today, say)}</footer>
      </article>
    )
  },
)
