import type { ToldFinding } from '#console/parts/finding-list.tsx'

/** One message of `GET /v1/stations/{id}/live`. */
export type StationEvent = {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly scale: string | null
  readonly operator: string | null
  readonly code: string | null
  readonly model: string | null
  readonly body: Readonly<Record<string, unknown>>
  readonly findings: readonly ToldFinding[]
}

/** A fill with what it missed its target by, grams; null where the permit was not seen. */
export type Fill = StationEvent & { readonly offTargetG: number | null }

export type Slice = {
  readonly scale: string
  readonly permitId: string | null
  readonly from: string
  readonly stepMs: number
  readonly grossG: readonly number[]
}

export type Permit = {
  readonly tareG: number
  readonly targetGrossG: number
  readonly maxGrossG: number
}

export type Stage = 'idle' | 'asking' | 'allowed' | 'denied' | 'filling' | 'filled' | 'aborted'

/** What a scale's card shows, less its weight. */
export type ScaleState = {
  readonly stage: Stage
  readonly at: string
  readonly code: string | null
  readonly model: string | null
  readonly operator: string | null
  readonly permit: Permit | null
  /** Why it was denied. */
  readonly message: { readonly zh: string; readonly en: string } | null
  readonly clause: string | null
  readonly denyCode: string | null
  readonly findings: readonly ToldFinding[]
}

/** What changes many times a second, apart, so that nothing else is drawn with it. Grams. */
export type Weight = {
  readonly grossG: number | null
  /** The curve of the fill under way. */
  readonly curveG: readonly number[]
}

export const idleScale: ScaleState = {
  stage: 'idle',
  at: '',
  code: null,
  model: null,
  operator: null,
  permit: null,
  message: null,
  clause: null,
  denyCode: null,
  findings: [],
}

export const noWeight: Weight = { grossG: null, curveG: [] }

const CURVE_KEPT = 600

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const permitOf = ({ body }: StationEvent): Permit | null => {
  const [tareG, targetGrossG, maxGrossG] = [body['tareG'], body['targetGrossG'], body['maxGrossG']]
  if (typeof tareG !== 'number' || typeof targetGrossG !== 'number') return null
  return { tareG, targetGrossG, maxGrossG: number(maxGrossG) ?? targetGrossG }
}

/** The card after an event of its scale; what does not concern a fill leaves it as it is. */
export const afterEvent = (state: ScaleState, event: StationEvent): ScaleState => {
  const { type, at, code, model, operator, body, findings } = event
  if (at < state.at) return state
  switch (type) {
    case 'fill.requested':
      return { ...idleScale, stage: 'asking', at, code, model, operator }
    case 'fill.permitted':
      return { ...state, stage: 'allowed', at, permit: permitOf(event) }
    case 'fill.denied': {
      const message = (body['message'] ?? null) as ScaleState['message']
      const why = { message, clause: text(body['clause']), denyCode: text(body['code']) }
      return { ...state, stage: 'denied', at, code, model, ...why }
    }
    case 'fill.completed':
    case 'fill.aborted': {
      const stage = type === 'fill.completed' ? 'filled' : 'aborted'
      const tareG = number(body['tareG'])
      const permit =
        state.permit ?? (tareG === null ? null : { tareG, targetGrossG: 0, maxGrossG: 0 })
      return { ...state, stage, at, code, model, operator, permit, findings }
    }
    default:
      return state
  }
}

/** The weight after an event that `state` was before. */
export const weightAfterEvent = (
  weight: Weight,
  state: ScaleState,
  { type, at, body }: StationEvent,
): Weight => {
  if (at < state.at) return weight
  switch (type) {
    case 'fill.requested':
      return { grossG: number(body['emptyGrossG']), curveG: [] }
    case 'fill.permitted':
      return { ...weight, curveG: [] }
    case 'fill.completed':
    case 'fill.aborted': {
      const grossG = number(body['grossG'])
      const { curveG } = weight
      const whole = grossG === null || curveG.length === 0 ? curveG : [...curveG, grossG]
      return { grossG, curveG: whole }
    }
    default:
      return weight
  }
}

/** A fill that `state` was before. */
export const fillOf = (event: StationEvent, { permit }: ScaleState): Fill => {
  const grossG = number(event.body['grossG'])
  const known = grossG !== null && permit !== null && permit.targetGrossG > 0
  return { ...event, offTargetG: known ? grossG - permit.targetGrossG : null }
}

const isUnderWay = ({ stage }: ScaleState): boolean => stage === 'allowed' || stage === 'filling'

/** The card after a slice of its weight curve: the same one, once it fills. */
export const afterSlice = (state: ScaleState, { from }: Slice): ScaleState =>
  state.stage === 'allowed' && from >= state.at ? { ...state, stage: 'filling' } : state

/** The weight after a slice that `state` was before. */
export const weightAfterSlice = (
  weight: Weight,
  state: ScaleState,
  { grossG, from }: Slice,
): Weight => {
  const last = grossG.at(-1)
  if (last === undefined || from < state.at) return weight
  return {
    grossG: last,
    curveG: isUnderWay(state) ? [...weight.curveG, ...grossG].slice(-CURVE_KEPT) : weight.curveG,
  }
}
