import { addDays, dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { dueDatesToday } from '#rules/due-dates.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { ProfileActivation } from '#rules/profile.ts'
import type { DeadlineQueries } from '#store/queries/system/deadlines.ts'
import type { Job } from './scheduler.ts'

const PAGE = 500
/** Idle days are looked at anew so far ahead: use moves them, and use is no change of the registry. */
const IDLE_AHEAD_DAYS = 400

/** What administrators put into force, and where. */
export type RuleActivations = {
  load(): Promise<{ readonly activations: readonly ProfileActivation[] }>
}

export type DueDatesOptions = {
  readonly store: DeadlineQueries
  readonly book: ProfileBook
  readonly rules: RuleActivations
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly everyMs: number
}

/** Keeps the days on which cylinders fall due: of those whose registry changed, of all when the rules did, daily of those that would be idle. */
export class DueDates implements Job {
  readonly name = 'due-dates'
  readonly everyMs: number
  readonly #options: DueDatesOptions

  constructor(options: DueDatesOptions) {
    this.#options = options
    this.everyMs = options.everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    const { store, book, rules, now } = this.#options
    const at = epochMs(now())
    const { activations } = await rules.load()
    const workOut = dueDatesToday(book, activations, at)
    const by = addDays(dayOf(at), IDLE_AHEAD_DAYS)
    while (!signal.aborted && (await store.workOut(PAGE, workOut, at)) === PAGE);
    while (!signal.aborted && (await store.underNewRules(PAGE, workOut, at)) === PAGE);
    while (!signal.aborted && (await store.lookAgain(by, PAGE, workOut, at)) === PAGE);
  }
}
