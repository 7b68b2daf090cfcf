import type { UplinkEvent } from '#schemas/events/uplink.ts'
import {
  type CommonInput,
  type Effect,
  instantOf,
  type Machine,
  type Moment,
  type Step,
  stay,
} from './machine.ts'
import { abortFill, answerRequest, askToFill, continueFill, giveUpAsking } from './scale-filling.ts'
import { restingScale, type ScaleConfig, type ScaleInput, type ScaleState } from './scale-state.ts'

/** 灌装秤: signs a worker in, is checked, weighs what stands on it, and opens its valve only for a permit. */
export function scaleController(config: ScaleConfig): Machine<ScaleState, ScaleInput> {
  return {
    initial: restingScale,
    wakeAt,
    step: (state, input, moment) => {
      switch (input.on) {
        case 'tick':
        case 'down':
          return hear(config, state, input, moment)
        case 'sign-in':
        case 'sign-out':
        case 'test-mass':
          return attend(config, state, input, moment)
        case 'place':
          return place(state, input.load)
        case 'take-off':
          return state.stage.is === 'filling'
            ? stay(state)
            : stay({ ...state, load: null, stage: { is: 'resting' } })
        case 'fill':
          return askToFill(config, state, input.fault ?? {}, moment)
        case 'abort':
          return abortFill(config, state, moment)
        default:
          return report(config, state, input, moment)
      }
    },
  }
}

function wakeAt({ stage }: ScaleState): number | null {
  if (stage.is === 'asking') return stage.until
  return stage.is === 'filling' ? stage.filling.sampledTo : null
}

function place(state: ScaleState, load: ScaleState['load']): Step<ScaleState> {
  if (state.stage.is === 'filling' || state.stage.is === 'asking') return stay(state)
  return stay({ ...state, load, stage: { is: 'resting' } })
}

function hear(
  config: ScaleConfig,
  state: ScaleState,
  input: CommonInput,
  moment: Moment,
): Step<ScaleState> {
  if (input.on === 'tick') {
    return state.stage.is === 'asking'
      ? giveUpAsking(config, state, moment)
      : continueFill(config, state, moment)
  }
  const { message } = input
  switch (message.type) {
    case 'fill.permit':
      return answerRequest(config, state, message, moment)
    case 'lock':
      return concerns(config, message.scale) ? lock(state, message.reason) : stay(state)
    case 'unlock':
      return concerns(config, message.scale) ? stay({ ...state, lock: null }) : stay(state)
    default:
      return stay(state)
  }
}

function concerns({ scale }: ScaleConfig, named: string | undefined): boolean {
  return named === undefined || named === scale
}

function lock(state: ScaleState, reason: string): Step<ScaleState> {
  return { state: { ...state, lock: reason }, effects: [{ do: 'show', text: `locked: ${reason}` }] }
}

type Attendance = Extract<ScaleInput, { on: 'sign-in' | 'sign-out' | 'test-mass' }>

function attend(
  { scale, toleranceG }: ScaleConfig,
  state: ScaleState,
  input: Attendance,
  { now, newId }: Moment,
): Step<ScaleState> {
  const head = { id: newId(), at: instantOf(now), scale }
  switch (input.on) {
    case 'sign-in': {
      const { operator } = input
      const next = { ...state, operator, checked: false }
      return { state: next, effects: [send({ ...head, type: 'operator.signed-in', operator })] }
    }
    case 'sign-out': {
      const { operator } = state
      if (operator === null) return stay(state)
      const next = { ...state, operator: null, checked: false }
      return { state: next, effects: [send({ ...head, type: 'operator.signed-out', operator })] }
    }
    case 'test-mass': {
      const { testMassG, readG } = input
      const checked = Math.abs(testMassG - readG) <= toleranceG
      const by = state.operator === null ? {} : { operator: state.operator }
      const event = { ...head, ...by, type: 'scale.checked' as const, testMassG, readG }
      return { state: { ...state, checked }, effects: [send(event)] }
    }
    default:
      return stay(state)
  }
}

type Report = Extract<
  ScaleInput,
  { on: 'scan' | 'weigh-residual' | 'drain' | 'evacuate' | 'check-before' | 'check-after' }
>

/** Steps that report something about the cylinder on the platform; without one nothing happens. */
function report(
  { scale }: ScaleConfig,
  state: ScaleState,
  input: Report,
  { now, newId }: Moment,
): Step<ScaleState> {
  const { load } = state
  if (load === null || state.stage.is === 'filling') return stay(state)
  const by = state.operator === null ? {} : { operator: state.operator }
  const head = { id: newId(), at: instantOf(now), tag: load.tag, ...by }
  switch (input.on) {
    case 'scan':
      return told(state, { ...head, type: 'cylinder.scanned', purpose: input.purpose })
    case 'weigh-residual': {
      const why = input.returnReason === undefined ? {} : { returnReason: input.returnReason }
      const { grossG, tareG } = load
      return told(state, { ...head, type: 'residual.weighed', grossG, tareG, scale, ...why })
    }
    case 'drain': {
      const { grossG } = input
      const next = { ...state, load: { ...load, grossG } }
      return told(next, { ...head, type: 'residual.removed', grossG, scale })
    }
    case 'evacuate': {
      const { pressurePa, method } = input
      return told(state, { ...head, type: 'vacuum.completed', pressurePa, method })
    }
    case 'check-before': {
      const defects = input.defects === undefined ? {} : { defects: [...input.defects] }
      return told(state, { ...head, type: 'prefill.checked', passed: input.passed, ...defects })
    }
    case 'check-after': {
      const { checkWeighG, leakFree, sealed, sealNo } = input
      const seal = sealNo === undefined ? {} : { sealNo }
      const facts = { checkWeighG, leakFree, sealed, labelled: true, ...seal }
      return told(state, { ...head, type: 'postfill.checked', ...facts, checkScale: scale })
    }
    default:
      return stay(state)
  }
}

function told(state: ScaleState, event: UplinkEvent): Step<ScaleState> {
  return { state, effects: [send(event)] }
}

function send(event: UplinkEvent): Effect {
  return { do: 'event', event }
}
