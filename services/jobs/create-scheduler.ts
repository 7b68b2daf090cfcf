import { HOUR_MS } from '#domain/calendar.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { AnomalyStore } from '#store/anomalies/anomaly-store.ts'
import type { CustodyBooks as Books } from '#store/books/custody-books.ts'
import type { DeadlineStore } from '#store/deadlines/deadline-store.ts'
import type { KpiTests } from '#store/books/kpi-tests.ts'
import type { PriceNoticeStore } from '#store/deadlines/price-notice-store.ts'
import type { HomeDueStore } from '#store/deadlines/home-due-store.ts'
import type { SupplyWarningStore } from '#store/deadlines/supply-warning-store.ts'
import type { CalendarQueries } from '#store/queries/system/calendar.ts'
import type { HomePlanQueries } from '#store/queries/homes/home-plans.ts'
import type { Recorder } from '#domain/recorder.ts'
import type { DeadlineQueries } from '#store/queries/system/deadlines.ts'
import type { UntoldEventQueries } from '#store/queries/system/untold-events.ts'
import type { ClaimStore } from '#store/deadlines/claim-store.ts'
import { Anomalies } from './anomalies/anomalies.ts'
import { CustodyBooks } from './custody-books.ts'
import { DueDates, type RuleActivations } from './due-dates.ts'
import { forgetAnswers } from './forget-answers.ts'
import { forgetTracks } from './forget-tracks.ts'
import {
  SendNotifications,
  type SendNotificationsOptions,
} from './notifications/send-notifications.ts'
import { homeDues } from './home-dues.ts'
import { homePlans } from './home-plans.ts'
import { kpiTests } from './kpi-tests.ts'
import { type Pace, paced } from './pace.ts'
import { packagedCalendar } from './packaged-calendar.ts'
import { PriceNotices } from './price-notices.ts'
import { ResidualClaims } from './residual-claims.ts'
import { type Job, Scheduler, type SchedulerOptions } from './scheduler.ts'
import { supplyWarnings } from './supply-warnings.ts'
import { untoldEvents } from './untold-events.ts'
import { UnweighedReturns } from './unweighed-returns.ts'
import { WorkDeadlines } from './work-deadlines.ts'

export type JobDeps = {
  readonly homePlans: HomePlanQueries
  readonly homeDues: HomeDueStore
  readonly deadlines: DeadlineStore
  readonly dues: DeadlineQueries
  readonly claims: ClaimStore
  readonly custody: Books
  readonly anomalies: AnomalyStore
  readonly kpiTests: KpiTests
  readonly forgetAnswers: (createdBefore: number) => Promise<unknown>
  readonly forgetTracks: (recordedBefore: number) => Promise<void>
  readonly untoldEvents: UntoldEventQueries
  /** Absent where no requests are served (a generated city): then nothing is left untold. */
  readonly recorder?: Pick<Recorder, 'record'>
  readonly newId: () => string
  readonly calendars: CalendarQueries
  readonly priceNotices: PriceNoticeStore
  readonly supplyWarnings: SupplyWarningStore
  readonly notifications: Pick<SendNotificationsOptions, 'store' | 'channels'>
  readonly book: ProfileBook
  readonly rules: RuleActivations
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A claim has its deadline within seconds; a pass without news is two small queries. */
const DEADLINES_MS = 10_000
/** Whoever weighed the cylinder tells the customer at once what is owed. */
const CLAIMS_MS = 2_000
/** A return is overdue from a midnight on: nobody waits for the minute. */
const UNWEIGHED_MS = 5 * 60_000
/** The list works out the newest changes itself; an import of 100 000 takes some passes of 500. */
const DUE_DATES_MS = 30_000

/** What a crash left half done is whole within seconds of the next start. */
const UNTOLD_MS = 3_000

/** Somebody waits for a one-time code; a pass without news is one look at a partial index. */
const NOTIFICATIONS_MS = 1_000

/** Published at once; customers read it when they look. */
const PRICE_NOTICES_MS = 60_000

/** A warning is told within seconds, a thousand customers at a time. */
const WARNINGS_MS = 5_000

/** So old are balances at most, while a pass keeps up with what comes in. */
const CUSTODY_MS = 5_000
/** So old are KPIs of filled cylinders at most; a busy cylinder is counted once a pass. */
const KPI_TESTS_MS = 60_000
/** Nobody waits for a suspicion; a life is looked at once a pass. */
const ANOMALIES_MS = 30_000
/** A home that came today is planned tomorrow at the latest; the office need not wait (`POST /v1/home-plans`). */
const HOME_PLANS_MS = 6 * HOUR_MS
const TRACKS_MS = 24 * HOUR_MS

/** The package's calendar does not change while the program runs: once, and now and then against a restored database. */
const fillCalendar = ({ calendars, now }: JobDeps): Job => ({
  name: 'packaged-calendar',
  everyMs: 24 * HOUR_MS,
  run: async () => {
    const { entries, coveredUntil } = packagedCalendar()
    await calendars.fill(entries, coveredUntil, now())
  },
})

/** What the clock does, in the order of the first pass. */
export const createJobs = (deps: JobDeps): readonly Job[] => {
  const { deadlines, claims, newId, calendars, book, now, recorder } = deps
  return [
    fillCalendar(deps),
    ...(recorder === undefined
      ? []
      : [untoldEvents({ store: deps.untoldEvents, recorder, now, everyMs: UNTOLD_MS })]),
    new WorkDeadlines(deadlines, calendars, DEADLINES_MS, book),
    new ResidualClaims({ store: claims, calendars, book, now, newId, everyMs: CLAIMS_MS }),
    new DueDates({ store: deps.dues, book, rules: deps.rules, now, everyMs: DUE_DATES_MS }),
    new UnweighedReturns({ store: deadlines, calendars, book, now, everyMs: UNWEIGHED_MS }),
    new PriceNotices(deps.priceNotices, now, PRICE_NOTICES_MS),
    supplyWarnings(deps.supplyWarnings, now, WARNINGS_MS),
    new SendNotifications({ ...deps.notifications, now, everyMs: NOTIFICATIONS_MS }),
    homePlans({ plans: deps.homePlans, book, rules: deps.rules, now, everyMs: HOME_PLANS_MS }),
    homeDues(deps.homeDues, now, HOME_PLANS_MS),
    forgetTracks(deps.forgetTracks, now, TRACKS_MS),
    forgetAnswers(deps.forgetAnswers, now),
  ]
}

/** What follows the log, and falls behind it under heavy load. */
export const createFollowers = (deps: JobDeps, pace: Pace): readonly Job[] => {
  const { custody, anomalies, rules, book, now } = deps
  return [
    new CustodyBooks({ books: custody, now, everyMs: CUSTODY_MS, pace }),
    kpiTests(deps.kpiTests, { now, everyMs: KPI_TESTS_MS, pace }),
    new Anomalies({ store: anomalies, book, rules, now, everyMs: ANOMALIES_MS, pace }),
  ]
}

/** Nothing runs before `start`. Beside each other: a claim must not wait for what follows the log. */
export const createSchedulers = (
  deps: JobDeps,
  options: Pick<SchedulerOptions, 'exclusively' | 'onError'>,
): readonly Scheduler[] =>
  [createJobs(deps), createFollowers(deps, paced)].map(
    (jobs) => new Scheduler({ jobs, ...options }),
  )
