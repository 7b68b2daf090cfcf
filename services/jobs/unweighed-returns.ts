import { addDays, DAY_MS, dayOf, startOfDay } from '#domain/calendar.ts'
import type { Finding } from '#domain/finding.ts'
import { dueAfter } from '#domain/service/term.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { lastDayOverdue, type WorkCalendar } from '#domain/working-days.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import { finding } from '#rules/rule.ts'
import type {
  DeadlineStore,
  OverdueWork,
  ReturnSource,
  ReturnWindow,
  UnweighedReturn,
} from '#store/deadlines/deadline-store.ts'
import type { CalendarQueries } from '#store/queries/system/calendar.ts'
import type { Job } from './scheduler.ts'
import { WEIGHED_WITHIN } from './work-deadlines.ts'

const KIND = 'residual-not-weighed'
const PAGE = 500
/** Two working days end within 12 days at the longest (Spring Festival); the rest is for a program that stood still. */
const LOOK_BACK_MS = 45 * DAY_MS
/** Clocks of the processes that recorded, and transactions that were still open at the last pass. */
const OVERLAP_MS = 10 * 60_000

export type UnweighedReturnsOptions = {
  readonly store: DeadlineStore
  readonly calendars: CalendarQueries
  readonly book: ProfileBook
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly everyMs: number
}

/**
 * Opens work for returns that nobody weighed within 2 working days (`RESIDUAL_NOT_WEIGHED`, R002-7.1.14d), and closes it
 * when the weighing comes or the return is annulled. All returns of the last weeks are looked at when a day's time is up
 * (and at start), in between only those that were told late.
 */
export class UnweighedReturns implements Job {
  readonly name = 'unweighed-returns'
  readonly everyMs: number
  readonly #options: UnweighedReturnsOptions
  #last: { readonly at: number; readonly effectiveBefore: EpochMs } | null = null

  constructor(options: UnweighedReturnsOptions) {
    this.#options = options
    this.everyMs = options.everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    const { store, calendars, now } = this.#options
    const at = epochMs(now())
    const { calendar } = await calendars.load()
    const overdue = lastDayOverdue(dayOf(at), WEIGHED_WITHIN.count, calendar)
    const effectiveBefore = startOfDay(addDays(overdue, 1))
    const last = this.#last?.effectiveBefore === effectiveBefore ? this.#last : null
    const from = epochMs(last === null ? at - LOOK_BACK_MS : last.at - OVERLAP_MS)
    const to = epochMs(at + OVERLAP_MS)
    const sources: readonly ReturnSource[] = last === null ? ['told', 'implied'] : ['told']
    for (const source of sources) {
      await this.#openAll({ source, from, to, effectiveBefore }, calendar, signal)
    }
    if (signal.aborted) return
    await store.closeWeighed(KIND, at)
    this.#last = { at, effectiveBefore }
  }

  /** A day at a time: a big city's weeks in one statement would run into its time limit. */
  async #openAll(window: ReturnWindow, calendar: WorkCalendar, signal: AbortSignal): Promise<void> {
    for (let { from } = window; from < window.to; from = epochMs(from + DAY_MS)) {
      const to = epochMs(Math.min(from + DAY_MS, window.to))
      await this.#openSlice({ ...window, from, to }, calendar, signal)
    }
  }

  async #openSlice(
    slice: ReturnWindow,
    calendar: WorkCalendar,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, now } = this.#options
    const at = epochMs(now())
    while (!signal.aborted) {
      const page = await store.unweighedReturns(KIND, slice, PAGE)
      const items = page.map((found) => this.#work(found, at, calendar))
      if (items.length > 0) await store.openWork(KIND, items)
      if (page.length < PAGE) return
    }
  }

  #work(found: UnweighedReturn, openedAt: EpochMs, calendar: WorkCalendar): OverdueWork {
    const { source, eventId, cylinderId, effectiveAt } = found
    const { dueAt, provisional } = dueAfter(effectiveAt, WEIGHED_WITHIN, calendar)
    const detail = { finding: this.#finding(found, dueAt) }
    return { source, eventId, cylinderId, openedAt, dueAt, provisional, detail }
  }

  /** Measured: the day of the return; limit: the last day on which it could have been weighed in time. */
  #finding({ profile, effectiveAt }: UnweighedReturn, dueAt: EpochMs): Finding {
    return finding(this.#options.book.resolve(profile), ['RESIDUAL_NOT_WEIGHED', 'warn'], {
      measured: dayOf(effectiveAt),
      limit: dayOf(dueAt),
      unit: 'day',
    })
  }
}
