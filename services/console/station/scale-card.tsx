import { memo } from 'react'
import { dayOf, shownClock, shownDay, shownMass } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { FindingList } from '#console/parts/finding-list.tsx'
import styles from './scale-card.module.css'
import { ScaleWeight } from './scale-weight.tsx'
import type { ScaleState, Stage } from './scale-state.ts'
import { stationTexts } from './texts.ts'
import { useScaleState } from './use-station-live.ts'

export type Scale = {
  readonly id: string
  readonly verifiedUntil: string | null
  readonly locked: boolean
  readonly lockReason: string | null
  readonly checkedAt: string | null
  readonly checkPassed: boolean | null
}

/** `offlineSince` = the scale's own device has no line since then; '' = it never had one. */
type Line = { readonly offlineSince: string | null }

type Say = ReturnType<typeof stationTexts.useTexts>

/** What a worker does about a cylinder that may not leave, or may not be filled. */
const remedyOf = (
  locked: boolean,
  { stage, denyCode, findings }: ScaleState,
  say: Say,
): string | null => {
  if (locked) return say('refused.SCALE_LOCKED')
  if (stage === 'denied') {
    const key = `refused.${denyCode}`
    return say(stationTexts.has(key) ? key : 'refused.other')
  }
  const block = findings.find(({ severity }) => severity === 'block')
  if (block === undefined) return null
  const key = `todo.${block.code}`
  return say(stationTexts.has(key) ? key : 'todo.other')
}

type Verdict = { readonly text: string; readonly colour: 'good' | 'bad' | 'quiet' | 'away' }

const stageColour = (stage: Stage): Verdict['colour'] =>
  stage === 'idle' || stage === 'asking' || stage === 'aborted' ? 'quiet' : 'good'

const isDone = (stage: Stage): boolean => stage === 'filled' || stage === 'aborted'

/** The word over the scale. What stops the work goes before what has no line, and that before what was known last. */
const verdictOf = (
  { locked }: Scale,
  { offlineSince }: Line,
  { stage, findings }: ScaleState,
  say: Say,
): Verdict => {
  if (locked) return { text: say('locked'), colour: 'bad' }
  if (stage === 'denied') return { text: say('denied'), colour: 'bad' }
  if (findings.some(({ severity }) => severity === 'block')) {
    return { text: say('blocked'), colour: 'bad' }
  }
  if (offlineSince !== null) return { text: say('scaleOffline'), colour: 'away' }
  return { text: say(stage), colour: stageColour(stage) }
}

/** What is wrong with the scale itself, whatever is put on it. */
const unfitOf = (
  { verifiedUntil, checkedAt, checkPassed }: Scale,
  today: string,
): 'neverVerified' | 'unverified' | 'notChecked' | 'checkFailed' | null => {
  if (verifiedUntil === null) return 'neverVerified'
  if (verifiedUntil < today) return 'unverified'
  if (checkedAt === null || dayOf(checkedAt) !== today) return 'notChecked'
  return checkPassed === false ? 'checkFailed' : null
}

const footOf = (scale: Scale, today: string, say: Say): string => {
  const unfit = unfitOf(scale, today)
  if (unfit !== null) return say(unfit)
  const until = scale.verifiedUntil
  return [say('checked'), until === null ? null : say('verifiedUntil', { day: shownDay(until) })]
    .filter((part) => part !== null)
    .join(' · ')
}

/** Why it stands, in the words of whoever stopped it. */
const Reasons = ({
  scale: { locked, lockReason },
  line: { offlineSince },
  state,
}: {
  readonly scale: Scale
  readonly line: Line
  readonly state: ScaleState
}) => {
  const say = stationTexts.useTexts()
  const language = useLanguage()
  const remedy = remedyOf(locked, state, say)
  return (
    <>
      {locked && (
        <p className={styles['reason']}>{say('lockedBy', { reason: lockReason ?? '–' })}</p>
      )}
      {state.stage === 'denied' && (
        <p className={styles['reason']}>
          {state.message?.[language]} <small>{state.clause}</small>
        </p>
      )}
      {remedy !== null && (
        <p className={styles['remedy']}>
          <strong>{say('todo')}</strong> {remedy}
        </p>
      )}
      {offlineSince !== null && (
        <p className={styles['reason']}>
          {offlineSince === ''
            ? say('scaleNever')
            : say('offlineSince', { time: shownClock(offlineSince) })}
        </p>
      )}
    </>
  )
}

/** One scale, readable from two metres: the verdict, the weight, what to do. */
export const ScaleCard = memo(
  ({ scale, today, offlineSince }: Line & { readonly scale: Scale; readonly today: string }) => {
    const say = stationTexts.useTexts()
    const state = useScaleState(scale.id)
    const line = { offlineSince }
    const { text, colour } = verdictOf(scale, line, state, say)
    const { permit } = state
    return (
      <article className={`${styles['card']} ${styles[colour]}`} aria-label={scale.id}>
        <header>
          <span>{scale.id}</span>
          <span>{state.operator}</span>
        </header>
        <p className={styles['verdict']} aria-live="assertive">
          {text}
        </p>
        {state.code !== null && (
          <p className={styles['code']}>
            {state.code} <small>{state.model}</small>
          </p>
        )}
        {state.stage === 'idle' && colour === 'quiet' && (
          <p className={styles['hint']}>{say('idleHint')}</p>
        )}
        <Reasons scale={scale} line={line} state={state} />
        {state.stage !== 'denied' && (
          <ScaleWeight scale={scale.id} permit={permit} exact={isDone(state.stage)} />
        )}
        {permit !== null && permit.targetGrossG > 0 && (
          <p className={`${styles['aim']} numbers`}>
            {say('target', { mass: shownMass(permit.targetGrossG - permit.tareG) })} ·{' '}
            {say('limit', { mass: shownMass(permit.maxGrossG - permit.tareG) })}
          </p>
        )}
        {state.findings.length > 0 && (
          <div className={styles['findings']}>
            <FindingList findings={state.findings} />
          </div>
        )}
        <footer className={unfitOf(scale, today) === null ? undefined : styles['unfit']}>
          {footOf(scale, today, say)}
        </footer>
      </article>
    )
  },
)
