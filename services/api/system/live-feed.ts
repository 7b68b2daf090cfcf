import type { ApiQueries } from '#store/queries/api-queries.ts'
import type { Scope } from '#store/queries/scope.ts'
import { messages, sayFinding } from '#rules/messages.ts'
import type { Finding } from '#domain/finding.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { WhileWatched } from './while-watched.ts'

/** One piece of news: its name, its JSON, and whom it concerns. */
export type News = {
  readonly name: 'finding' | 'work-item' | 'rejected-message'
  readonly data: string
  readonly enterprises: readonly (string | null)[]
  readonly region: string | null
}

const POLL_MS = 1_000
/** Findings on older events (an offline device) are in the work list and the trace, not in the live view. */
const FRESH_MS = 15 * 60_000
/** A batch is stamped before it commits: whoever looks must look back a little, and skip what was told. */
const OVERLAP_MS = 10_000

const told = (finding: Finding) =>
  Object.hasOwn(messages, finding.code) ? { ...finding, message: sayFinding(finding) } : finding

/** Is this news for somebody with that reach? */
export const concerns = (news: News, scope: Scope): boolean => {
  switch (scope.kind) {
    case 'all':
      return true
    case 'enterprise':
      return news.enterprises.includes(scope.enterpriseId)
    case 'region':
      return news.region?.startsWith(scope.prefix) === true
    case 'none':
      return false
  }
}

/** One look a second for all who watch, none while nobody does. */
export class LiveFeed {
  readonly #live: ApiQueries['live']
  readonly #clock: () => number
  readonly #watched: WhileWatched<(news: News) => void>
  #position: { work: string; rejected: string } | null = null
  #since = 0
  #told = new Map<string, number>()

  constructor(live: ApiQueries['live'], clock: () => number, onFailure: (error: unknown) => void) {
    this.#live = live
    this.#clock = clock
    const begin = (): void => {
      this.#since = clock()
      this.#position = null
    }
    this.#watched = new WhileWatched(POLL_MS, begin, () => this.#read(), onFailure)
  }

  /** Returns the function that ends it. */
  subscribe(listener: (news: News) => void): () => void {
    return this.#watched.subscribe(listener)
  }

  stop(): void {
    this.#watched.stop()
  }

  async #read(): Promise<void> {
    this.#position ??= await this.#live.position()
    const now = this.#clock()
    const from = Math.max(this.#since, now - FRESH_MS) - OVERLAP_MS
    const [findings, work, rejected] = await Promise.all([
      this.#live.findings(from, now - FRESH_MS),
      this.#live.work(this.#position.work),
      this.#live.rejected(this.#position.rejected),
    ])
    for (const { enterpriseId, ownerId, region, source, findings: found, ...row } of findings) {
      const key = `${source} ${row.id}`
      this.#since = Math.max(this.#since, row.recordedAt)
      if (this.#told.has(key)) continue
      this.#told.set(key, row.recordedAt)
      const at = { at: timeText(row.at), recordedAt: timeText(row.recordedAt) }
      const data = JSON.stringify({ ...row, ...at, findings: found.map(told) })
      this.#tell({ name: 'finding', data, enterprises: [enterpriseId, ownerId], region })
    }
    for (const { enterpriseId, ownerId, region, ...row } of work) {
      const times = { openedAt: timeText(row.openedAt), dueAt: timeTextOrNull(row.dueAt) }
      const data = JSON.stringify({ ...row, ...times })
      this.#tell({ name: 'work-item', data, enterprises: [enterpriseId, ownerId], region })
    }
    for (const { enterpriseId, region, ownerId: _none, rejection, ...row } of rejected) {
      const shown = { ...row, receivedAt: timeText(row.receivedAt), code: rejection }
      const data = JSON.stringify(shown)
      this.#tell({ name: 'rejected-message', data, enterprises: [enterpriseId], region })
    }
    this.#position = {
      work: work.at(-1)?.id ?? this.#position.work,
      rejected: rejected.at(-1)?.id ?? this.#position.rejected,
    }
    for (const [key, at] of this.#told) if (at < from - OVERLAP_MS) this.#told.delete(key)
  }

  #tell(news: News): void {
    for (const listener of this.#watched.listeners) listener(news)
  }
}
