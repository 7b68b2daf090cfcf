import { useCallback, useEffect, useReducer, useRef } from 'react'
import { type LiveMessage, type LiveState, useLive } from '#console/net/live.ts'
import {
  afterEvent,
  afterSlice,
  idleScale,
  type ScaleState,
  type Slice,
  type StationEvent,
} from './scale-state.ts'

const FILLS_KEPT = 100
/** Weights are drawn so often at most: fifty a second would cost most of a core, and nobody reads them. */
const DRAWN_EVERY_MS = 250

export type StationView = {
  readonly scales: ReadonlyMap<string, ScaleState>
  /** Newest first. */
  readonly fills: readonly StationEvent[]
  /** Rises with each thing that a worker should hear of. */
  readonly news: { readonly n: number; readonly kind: 'good' | 'bad' }
}

const empty: StationView = { scales: new Map(), fills: [], news: { n: 0, kind: 'good' } }

const heard = (event: StationEvent): 'good' | 'bad' | null => {
  if (event.type === 'fill.denied') return 'bad'
  if (event.type === 'fill.permitted') return 'good'
  return event.findings.some(({ severity }) => severity === 'block') ? 'bad' : null
}

const withScale = (
  view: StationView,
  id: string | null,
  change: (state: ScaleState) => ScaleState,
): ReadonlyMap<string, ScaleState> => {
  if (id === null) return view.scales
  return new Map(view.scales).set(id, change(view.scales.get(id) ?? idleScale))
}

const after = (view: StationView, { event, data }: LiveMessage): StationView => {
  if (event === 'samples') {
    const slice = data as Slice
    return { ...view, scales: withScale(view, slice.scale, (state) => afterSlice(state, slice)) }
  }
  if (event !== 'event') return view
  const told = data as StationEvent
  const kind = heard(told)
  const fills =
    told.type === 'fill.completed' ? [told, ...view.fills].slice(0, FILLS_KEPT) : view.fills
  return {
    scales: withScale(view, told.scale, (state) => afterEvent(state, told)),
    fills,
    news: kind === null ? view.news : { n: view.news.n + 1, kind },
  }
}

const afterAll = (view: StationView, messages: readonly LiveMessage[]): StationView =>
  messages.reduce(after, view)

/** Everything that a station's screen shows, from its live stream; after a lost connection what is told again is known by its id. */
export const useStationLive = (stationId: string): StationView & { readonly state: LiveState } => {
  const [view, tell] = useReducer(afterAll, empty)
  const told = useRef(new Set<string>())
  const waiting = useRef<LiveMessage[]>([])
  const timer = useRef<number | null>(null)
  const flush = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = null
    tell(waiting.current)
    waiting.current = []
  }, [])
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  const onMessage = useCallback(
    (message: LiveMessage) => {
      const { id } = message.data as { readonly id: string }
      if (told.current.has(id)) return
      if (told.current.size > 20_000) told.current.clear()
      told.current.add(id)
      waiting.current.push(message)
      // A verdict is shown at once, with the weights before it.
      if (message.event === 'event') flush()
      else timer.current ??= window.setTimeout(flush, DRAWN_EVERY_MS)
    },
    [flush],
  )
  const state = useLive(onMessage, `/v1/stations/${encodeURIComponent(stationId)}/live`)
  return { ...view, state }
}
