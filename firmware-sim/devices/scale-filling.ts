import type { FillPermit } from '#schemas/down.ts'
import type { UplinkEventOf } from '#schemas/events/uplink.ts'
import { type Effect, instantOf, type Moment, type Step, stay } from './machine.ts'
import type { FillFault, Filling, Load, ScaleConfig, ScaleState } from './scale-state.ts'
import { dosingMs, grossAfter } from './weight-curve.ts'

/** Noise of the platform while gas flows, grams to either side. */
const NOISE_G = 6

/** Asks for a permit; a bridged interlock asks too, and does not care for the answer. */
export function askToFill(
  config: ScaleConfig,
  state: ScaleState,
  fault: FillFault,
  { now, newId }: Moment,
): Step<ScaleState> {
  const { load, stage } = state
  const bypassed = fault.bypassTargetNetG !== undefined
  const ready = load !== null && stage.is !== 'filling' && stage.is !== 'asking'
  if (!ready) return stay(state)
  if (!bypassed && (state.lock !== null || state.operator === null || !state.checked)) {
    return { state, effects: [{ do: 'show', text: state.lock ?? 'sign in and check the scale' }] }
  }
  const event: UplinkEventOf<'fill.requested'> = {
    id: newId(),
    type: 'fill.requested',
    at: instantOf(now),
    tag: load.tag,
    scale: config.scale,
    emptyGrossG: load.grossG,
    ...by(state),
  }
  const until = now + config.patienceMs
  return {
    state: { ...state, stage: { is: 'asking', requestId: event.id, until, fault } },
    effects: [{ do: 'event', event }],
  }
}

/** The answer to the request that is open; any other is late or foreign and opens nothing. */
export function answerRequest(
  config: ScaleConfig,
  state: ScaleState,
  answer: FillPermit,
  { now }: Moment,
): Step<ScaleState> {
  const { stage, load } = state
  if (stage.is !== 'asking' || stage.requestId !== answer.requestId || load === null) {
    return stay(state)
  }
  if (answer.decision === 'deny') {
    const { codes } = answer
    if (stage.fault.bypassTargetNetG !== undefined) return openBypassed(config, state, now)
    const denied = { ...state, stage: { is: 'denied' as const, codes } }
    return { state: denied, effects: [{ do: 'show', text: answer.message.en }] }
  }
  const bypassed = stage.fault.bypassTargetNetG !== undefined
  return open(config, state, now, {
    permitId: bypassed ? null : answer.permitId,
    targetG: bypassed ? bypassTarget(load, stage.fault) : answer.targetGrossG,
  })
}

/** No answer in time: a bridged interlock fills all the same. */
export function giveUpAsking(
  config: ScaleConfig,
  state: ScaleState,
  { now }: Moment,
): Step<ScaleState> {
  const { stage } = state
  if (stage.is !== 'asking' || now < stage.until) return stay(state)
  if (stage.fault.bypassTargetNetG !== undefined) return openBypassed(config, state, now)
  const denied = { is: 'denied' as const, codes: ['NO_ANSWER'] }
  return { state: { ...state, stage: denied }, effects: [{ do: 'show', text: 'no answer' }] }
}

/** Publishes what was weighed since the last slice, and closes the valve at the target. */
export function continueFill(
  config: ScaleConfig,
  state: ScaleState,
  moment: Moment,
): Step<ScaleState> {
  const { stage, load } = state
  if (stage.is !== 'filling' || load === null || moment.now < stage.filling.sampledTo) {
    return stay(state)
  }
  const { filling } = stage
  const effects = [slice(config, filling, moment)]
  const end = filling.openedAt + dosingMs(filling.dosing)
  if (moment.now < end) {
    const sampledTo = Math.min(end, filling.sampledTo + config.sliceMs)
    const next = { ...filling, sampledTo }
    return { state: { ...state, stage: { is: 'filling', filling: next } }, effects }
  }
  return close(config, state, load, filling, 'fill.completed', moment, effects)
}

/** The worker, or a fault, stops the fill half way. */
export function abortFill(
  config: ScaleConfig,
  state: ScaleState,
  moment: Moment,
): Step<ScaleState> {
  const { stage, load } = state
  if (stage.is !== 'filling' || load === null) return stay(state)
  return close(config, state, load, stage.filling, 'fill.aborted', moment, [])
}

function openBypassed(config: ScaleConfig, state: ScaleState, now: number): Step<ScaleState> {
  const { stage, load } = state
  if (stage.is !== 'asking' || load === null) return stay(state)
  return open(config, state, now, { permitId: null, targetG: bypassTarget(load, stage.fault) })
}

function bypassTarget(load: Load, fault: FillFault): number {
  return load.tareG + (fault.bypassTargetNetG ?? 0)
}

function open(
  config: ScaleConfig,
  state: ScaleState,
  now: number,
  { permitId, targetG }: { readonly permitId: string | null; readonly targetG: number },
): Step<ScaleState> {
  const { stage, load } = state
  if (stage.is !== 'asking' || load === null) return stay(state)
  const dosing = {
    fromG: load.grossG,
    targetG: targetG + (stage.fault.overshootG ?? 0),
    flowGps: config.flowGps,
  }
  const sampledTo = now + Math.min(config.sliceMs, dosingMs(dosing))
  const filling = { requestId: stage.requestId, permitId, openedAt: now, dosing, sampledTo }
  return stay({ ...state, stage: { is: 'filling', filling } })
}

function slice(config: ScaleConfig, filling: Filling, { newId, random }: Moment): Effect {
  const { openedAt, sampledTo, dosing, permitId } = filling
  const lasted = sampledTo - openedAt
  const from = Math.floor(Math.max(0, lasted - 1) / config.sliceMs) * config.sliceMs
  const steps = (lasted - from) / config.stepMs
  // The last slice ends with the reading at rest, which is what the fill will report.
  const ended = lasted >= dosingMs(dosing)
  const count = Math.max(1, ended ? Math.ceil(steps) + 1 : Math.floor(steps))
  const grossG = Array.from({ length: count }, (_, n) =>
    Math.round(grossAfter(dosing, from + n * config.stepMs) + (random() * 2 - 1) * NOISE_G),
  )
  const head = { id: newId(), scale: config.scale, from: instantOf(openedAt + from) }
  const permit = permitId === null ? {} : { permitId }
  return { do: 'samples', samples: { ...head, ...permit, stepMs: config.stepMs, grossG } }
}

function close(
  config: ScaleConfig,
  state: ScaleState,
  load: Load,
  { permitId, dosing, openedAt }: Filling,
  type: 'fill.completed' | 'fill.aborted',
  { now, newId }: Moment,
  before: readonly Effect[],
): Step<ScaleState> {
  const grossG = Math.max(0, grossAfter(dosing, now - openedAt))
  const event: UplinkEventOf<'fill.completed' | 'fill.aborted'> = {
    id: newId(),
    type,
    at: instantOf(now),
    tag: load.tag,
    scale: config.scale,
    grossG,
    tareG: load.tareG,
    residualG: Math.max(0, load.grossG - load.tareG),
    ...(permitId === null ? {} : { permitId }),
    ...(config.tank === undefined ? {} : { tank: config.tank }),
    ...by(state),
  }
  return {
    state: { ...state, load: { ...load, grossG }, stage: { is: 'filled', grossG, permitId } },
    effects: [...before, { do: 'event', event }],
  }
}

function by({ operator }: ScaleState): { operator?: string } {
  return operator === null ? {} : { operator }
}
