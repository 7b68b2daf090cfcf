import { dayOf } from '#domain/calendar.ts'
import { dueAfter } from '#domain/service/term.ts'
import { addWorkingDays, endOfDay, type WorkCalendar } from '#domain/working-days.ts'
import type { DatedCase, DatedWork, DeadlineStore, NewDeadline } from '#store/deadline-store.ts'
import type { CalendarQueries } from '#store/queries/system/calendar.ts'
import type { Job } from './scheduler.ts'

/** Working days after the day of the event, to the end of the day in Asia/Shanghai. */
export const WORKING_DAYS = {
  /** R001-6.2-6: 5 working days, from the confirmed weighing (clauses A4); elsewhere the enterprise's published promise. */
  'residual-claim': 5,
  /** Design §4: a return is weighed within 2 working days. */
  'residual-not-weighed': 2,
} as const satisfies Readonly<Record<string, number>>

export type WorkKind = keyof typeof WORKING_DAYS

const PAGE = 1000

/** The deadline of an item; `provisional` where the calendar does not reach it yet. */
export const deadlineOf = (
  kind: WorkKind,
  effectiveAt: DatedWork['effectiveAt'],
  calendar: WorkCalendar,
) => {
  const { day, provisional } = addWorkingDays(dayOf(effectiveAt), WORKING_DAYS[kind], calendar)
  return { dueAt: endOfDay(day), provisional }
}

/**
 * Gives new claims their deadline, and computes those of all open work and cases anew when the calendar changed: provisional ones
 * become firm when the notice of their year is loaded, and a corrected day moves what depended on it.
 */
export class WorkDeadlines implements Job {
  readonly name = 'work-deadlines'
  readonly everyMs: number
  readonly #store: DeadlineStore
  readonly #calendars: CalendarQueries
  #version: string | null = null

  constructor(store: DeadlineStore, calendars: CalendarQueries, everyMs: number) {
    this.#store = store
    this.#calendars = calendars
    this.everyMs = everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    const { calendar, version } = await this.#calendars.load()
    const undated = version === this.#version
    const kinds = Object.keys(WORKING_DAYS)
    for (let after = '0'; ; ) {
      const page = await this.#store.open(kinds, after, { undated, limit: PAGE })
      const moved = page.flatMap((item) => newDeadline(item, calendar))
      if (moved.length > 0) await this.#store.setDue(moved)
      const last = page.at(-1)
      if (page.length < PAGE || last === undefined) break
      if (signal.aborted) return
      after = last.id
    }
    if (!undated && !(await this.#countCasesAnew(calendar, signal))) return
    this.#version = version
  }

  /** @returns false when it was stopped before the end */
  async #countCasesAnew(calendar: WorkCalendar, signal: AbortSignal): Promise<boolean> {
    for (let after = '0'; ; ) {
      const page = await this.#store.openCases(after, PAGE)
      const moved = page.flatMap((one) => newCaseDeadline(one, calendar))
      if (moved.length > 0) await this.#store.setCasesDue(moved)
      const last = page.at(-1)
      if (page.length < PAGE || last === undefined) return true
      if (signal.aborted) return false
      after = last.id
    }
  }
}

const newCaseDeadline = (
  { id, startsAt, term, ...stored }: DatedCase,
  calendar: WorkCalendar,
): NewDeadline[] => {
  const deadline = dueAfter(startsAt, term, calendar)
  const same = deadline.dueAt === stored.dueAt && deadline.provisional === stored.provisional
  return same ? [] : [{ id, ...deadline }]
}

const newDeadline = (item: DatedWork, calendar: WorkCalendar): NewDeadline[] => {
  const deadline = deadlineOf(item.kind as WorkKind, item.effectiveAt, calendar)
  const same = deadline.dueAt === item.dueAt && deadline.provisional === item.provisional
  return same ? [] : [{ id: item.id, ...deadline }]
}
