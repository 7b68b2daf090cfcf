import type { LiveMessage } from '#console/net/live.ts'
import {
  afterEvent,
  afterSlice,
  type Fill,
  fillOf,
  idleScale,
  noWeight,
  type ScaleState,
  type Slice,
  type StationEvent,
  type Weight,
  weightAfterEvent,
  weightAfterSlice,
} from './scale-state.ts'

const FILLS_KEPT = 100
const IDS_KEPT = 20_000
/** Weights are drawn so often at most, as the API tells them: fifty a second would cost most of a core, and nobody reads them. */
const DRAWN_EVERY_MS = 500
/** A line among hundreds of points: a step of it says nothing that the number does not, and costs more than all else on a card. */
const CURVES_EVERY_MS = 1000

/** Rises with each thing that a worker should hear of. */
export type News = { readonly n: number; readonly kind: 'good' | 'bad' }

const heard = (event: StationEvent): News['kind'] | null => {
  if (event.type === 'fill.denied') return 'bad'
  if (event.type === 'fill.permitted') return 'good'
  return event.findings.some(({ severity }) => severity === 'block') ? 'bad' : null
}

/** Everything that a station's screen shows of its live stream. Each card asks for its own part, so that a weight draws nothing else. */
export class StationStore {
  readonly #states = new Map<string, ScaleState>()
  readonly #weights = new Map<string, Weight>()
  readonly #curves = new Map<string, readonly number[]>()
  readonly #told = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #fills: readonly Fill[] = []
  #news: News = { n: 0, kind: 'good' }
  #waiting: Slice[] = []
  #drawnAt = 0
  #curvesAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly fills = (): readonly Fill[] => this.#fills
  readonly news = (): News => this.#news
  readonly state = (scale: string): ScaleState => this.#states.get(scale) ?? idleScale
  readonly weight = (scale: string): Weight => this.#weights.get(scale) ?? noWeight
  readonly curve = (scale: string): readonly number[] => this.#curves.get(scale) ?? noWeight.curveG

  /** After a lost connection what is told again is known by its id. */
  readonly take = ({ event, data }: LiveMessage): void => {
    const { id, scale } = data as Pick<StationEvent, 'id' | 'scale'>
    // A device's ids are its own: another one may count alike.
    const key = `${scale} ${id}`
    if (this.#told.has(key)) return
    if (this.#told.size > IDS_KEPT) this.#told.clear()
    this.#told.add(key)
    if (event === 'samples') {
      this.#waiting.push(data as Slice)
      // At once where none was drawn of late: what the API tells in one go is one drawing.
      const waitMs = Math.max(0, this.#drawnAt + DRAWN_EVERY_MS - performance.now())
      this.#timer ??= setTimeout(this.#flush, waitMs)
    } else if (event === 'event') {
      // A verdict is shown at once, with the weights before it.
      this.#drain()
      this.#takeEvent(data as StationEvent)
      this.#flush()
    }
  }

  readonly stop = (): void => clearTimeout(this.#timer)

  #takeEvent(told: StationEvent): void {
    const kind = heard(told)
    if (kind !== null) this.#news = { n: this.#news.n + 1, kind }
    const { scale } = told
    const before = scale === null ? idleScale : this.state(scale)
    if (told.type === 'fill.completed') {
      this.#fills = [fillOf(told, before), ...this.#fills].slice(0, FILLS_KEPT)
    }
    if (scale === null) return
    this.#weights.set(scale, weightAfterEvent(this.weight(scale), before, told))
    this.#states.set(scale, afterEvent(before, told))
    this.#curves.set(scale, this.weight(scale).curveG)
  }

  #drain(): void {
    for (const slice of this.#waiting) {
      const { scale } = slice
      const before = this.state(scale)
      this.#weights.set(scale, weightAfterSlice(this.weight(scale), before, slice))
      this.#states.set(scale, afterSlice(before, slice))
    }
    this.#waiting = []
  }

  readonly #flush = (): void => {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#drawnAt = performance.now()
    this.#drain()
    if (this.#drawnAt >= this.#curvesAt + CURVES_EVERY_MS) {
      this.#curvesAt = this.#drawnAt
      for (const [scale, { curveG }] of this.#weights) this.#curves.set(scale, curveG)
    }
    for (const listener of this.#listeners) listener()
  }
}
