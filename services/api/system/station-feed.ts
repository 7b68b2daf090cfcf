import type { ApiQueries } from '#store/queries/api-queries.ts'
import { messages, sayFinding } from '#rules/messages.ts'
import { timeText } from '#api/time-text.ts'
import { WhileWatched } from './while-watched.ts'

/** Twice a second: a worker sees the weight rise, and the permit itself comes over MQTT. */
const LOOK_MS = 500
/** Slices are told by the scale's clock, which may be off; those that were told are remembered for as long. */
const SLICE_WINDOW_MS = 60_000

export type StationNews = {
  readonly stationId: string
  readonly name: 'event' | 'samples'
  readonly data: string
}

type Watcher = { readonly stationId: string; readonly tell: (news: StationNews) => void }

/** Fills, permits and weights of the stations that somebody watches. */
export class StationFeed {
  readonly #live: ApiQueries['stationLive']
  readonly #clock: () => number
  readonly #watched: WhileWatched<Watcher>
  readonly #told = new Map<string, number>()
  #position: string | null = null

  constructor(
    live: ApiQueries['stationLive'],
    clock: () => number,
    onFailure: (error: unknown) => void,
  ) {
    this.#live = live
    this.#clock = clock
    this.#watched = new WhileWatched(
      LOOK_MS,
      () => {
        this.#position = null
        this.#told.clear()
      },
      () => this.#look(),
      onFailure,
    )
  }

  /** Tells what lately happened there, then what happens. Returns the function that ends it. */
  async subscribe(stationId: string, tell: (news: StationNews) => void): Promise<() => void> {
    const position = await this.#live.position()
    await this.#tellEvents([stationId], position, [{ stationId, tell }])
    return this.#watched.subscribe({ stationId, tell })
  }

  stop(): void {
    this.#watched.stop()
  }

  async #look(): Promise<void> {
    const watchers = [...this.#watched.listeners]
    const stationIds = [...new Set(watchers.map(({ stationId }) => stationId))]
    this.#position ??= await this.#live.position()
    const last = await this.#tellEvents(stationIds, this.#position, watchers)
    this.#position = last ?? this.#position
    await this.#tellSlices(stationIds, watchers)
  }

  async #tellEvents(
    stationIds: readonly string[],
    after: string,
    watchers: readonly Watcher[],
  ): Promise<string | undefined> {
    const events = await this.#live.events(stationIds, after)
    for (const { batch: _batch, stationId, ...event } of events) {
      const findings = event.findings.map((found) =>
        Object.hasOwn(messages, found.code) ? { ...found, message: sayFinding(found) } : found,
      )
      const data = JSON.stringify({ ...event, at: timeText(event.at), findings })
      for (const watcher of watchers) {
        if (watcher.stationId === stationId) watcher.tell({ stationId, name: 'event', data })
      }
    }
    return events.at(-1)?.batch
  }

  async #tellSlices(stationIds: readonly string[], watchers: readonly Watcher[]): Promise<void> {
    const now = this.#clock()
    for (const slice of await this.#live.slices(stationIds, now - SLICE_WINDOW_MS)) {
      if (this.#told.has(slice.id)) continue
      this.#told.set(slice.id, now)
      const data = JSON.stringify({ ...slice, from: timeText(slice.from) })
      for (const watcher of watchers) {
        if (slice.stationId !== watcher.stationId) continue
        watcher.tell({ stationId: watcher.stationId, name: 'samples', data })
      }
    }
    for (const [id, at] of this.#told) if (at < now - 2 * SLICE_WINDOW_MS) this.#told.delete(id)
  }
}
