import { dueAfter, type Term } from '#domain/service/term.ts'
import type { WorkCalendar } from '#domain/working-days.ts'
import { createProfileBook, type ProfileBook } from '#rules/profile-book.ts'
import type {
  DatedCase,
  DatedWork,
  DeadlineStore,
  NewDeadline,
} from '#store/deadlines/deadline-store.ts'
import type { CalendarQueries } from '#store/queries/system/calendar.ts'
import type { Job } from './scheduler.ts'

/** Design §4: a return is weighed within 2 working days. */
export const WEIGHED_WITHIN: Term = { count: 2, unit: 'working-days' }
/** Where a profile has no term of its own: what R001-6.2-6 says, from the confirmed weighing (clauses A4). */
const CLAIM_TERM: Term = { count: 5, unit: 'working-days' }

const KINDS = ['residual-claim', 'residual-not-weighed'] as const

const PAGE = 1000

/** How long a claim may take: by the profile that found it, or the promise that the enterprise published on top of it. */
export const claimTerm = (book: ProfileBook, profile: string | null): Term =>
  (profile === null ? undefined : book.resolve(profile).single.claimPayment?.value) ?? CLAIM_TERM

/**
 * Gives new claims their deadline, and computes those of all open work and cases anew when the calendar changed: provisional ones
 * become firm when the notice of their year is loaded, and a corrected day moves what depended on it.
 */
export class WorkDeadlines implements Job {
  readonly name = 'work-deadlines'
  readonly everyMs: number
  readonly #store: DeadlineStore
  readonly #calendars: CalendarQueries
  readonly #book: ProfileBook
  #version: string | null = null

  constructor(
    store: DeadlineStore,
    calendars: CalendarQueries,
    everyMs: number,
    book: ProfileBook = createProfileBook(),
  ) {
    this.#book = book
    this.#store = store
    this.#calendars = calendars
    this.everyMs = everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    const { calendar, version } = await this.#calendars.load()
    const undated = version === this.#version
    for (let after = '0'; ; ) {
      const page = await this.#store.open(KINDS, after, { undated, limit: PAGE })
      const moved = page.flatMap((item) => newDeadline(item, calendar, this.#book))
      if (moved.length > 0) await this.#store.setDue(moved)
      const last = page.at(-1)
      if (page.length < PAGE || last === undefined) break
      if (signal.aborted) return
      after = last.id
    }
    if (!undated && !(await this.#countCasesAnew(calendar, signal))) return
    this.#version = version
  }

  async #countCasesAnew(calendar: WorkCalendar, signal: AbortSignal): Promise<boolean> {
    const store = this.#store
    const cases = {
      open: (after: string) => store.openCases(after, PAGE),
      set: (moved: readonly NewDeadline[]) => store.setCasesDue(moved),
    }
    const orders = {
      open: (after: string) => store.openOrders(after, PAGE),
      set: (moved: readonly NewDeadline[]) => store.setOrdersDue(moved),
    }
    return (await countAnew(cases, calendar, signal)) && (await countAnew(orders, calendar, signal))
  }
}

type Dated = {
  readonly open: (after: string) => Promise<readonly DatedCase[]>
  readonly set: (moved: readonly NewDeadline[]) => Promise<void>
}

/** @returns false when it was stopped before the end */
const countAnew = async (
  { open, set }: Dated,
  calendar: WorkCalendar,
  signal: AbortSignal,
): Promise<boolean> => {
  for (let after = '0'; ; ) {
    const page = await open(after)
    const moved = page.flatMap((one) => newCaseDeadline(one, calendar))
    if (moved.length > 0) await set(moved)
    const last = page.at(-1)
    if (page.length < PAGE || last === undefined) return true
    if (signal.aborted) return false
    after = last.id
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

const newDeadline = (item: DatedWork, calendar: WorkCalendar, book: ProfileBook): NewDeadline[] => {
  const term = item.kind === 'residual-claim' ? claimTerm(book, item.profile) : WEIGHED_WITHIN
  const deadline = dueAfter(item.effectiveAt, term, calendar)
  const same = deadline.dueAt === item.dueAt && deadline.provisional === item.provisional
  return same ? [] : [{ id: item.id, ...deadline }]
}
