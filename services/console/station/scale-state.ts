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

/** What a scale's card shows. Masses in grams. */
export type ScaleState = {
  readonly stage: Stage
  readonly at: string
  readonly code: string | null
  readonly model: string | null
  readonly operator: string | null
  readonly permit: Permit | null
  readonly grossG: number | null
  /** The curve of the fill under way. */
  readonly curveG: readonly number[]
  /** Why it was denied. */
  readonly message: { readonly zh: string; readonly en: string } | null
  readonly clause: string | null
  readonly findings: readonly ToldFinding[]
}

export const idleScale: ScaleState = {
  stage: 'idle',
  at: '',
  code: null,
  model: null,
  operator: null,
  permit: null,
  grossG: null,
  curveG: [],
  message: null,
  clause: null,
  findings: [],
}

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
      return {
        ...idleScale,
        stage: 'asking',
        at,
        code,
        model,
        operator,
        grossG: number(body['emptyGrossG']),
      }
    case 'fill.permitted':
      return { ...state, stage: 'allowed', at, permit: permitOf(event), curveG: [] }
    case 'fill.denied': {
      const message = (body['message'] ?? null) as ScaleState['message']
      return { ...state, stage: 'denied', at, code, model, message, clause: text(body['clause']) }
    }
    case 'fill.completed':
    case 'fill.aborted': {
      const stage = type === 'fill.completed' ? 'filled' : 'aborted'
      const grossG = number(body['grossG'])
      const tareG = number(body['tareG'])
      const permit =
        state.permit ?? (tareG === null ? null : { tareG, targetGrossG: 0, maxGrossG: 0 })
      return { ...state, stage, at, code, model, operator, grossG, permit, findings }
    }
    default:
      return state
  }
}

/** The card after a slice of its weight curve. */
export const afterSlice = (state: ScaleState, { grossG, from }: Slice): ScaleState => {
  const last = grossG.at(-1)
  if (last === undefined || from < state.at) return state
  const filling = state.stage === 'allowed' || state.stage === 'filling'
  return {
    ...state,
    stage: filling ? 'filling' : state.stage,
    grossG: last,
    curveG: filling ? [...state.curveG, ...grossG].slice(-600) : state.curveG,
  }
}
