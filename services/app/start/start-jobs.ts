import type { Logger } from 'pino'
import type { Recorder } from '#domain/recorder.ts'
import { createSchedulers, type JobDeps } from '#jobs/create-scheduler.ts'
import { createAnomalyStore } from '#store/anomalies/anomaly-store.ts'
import { ClaimStore } from '#store/deadlines/claim-store.ts'
import { CustodyBooks } from '#store/books/custody-books.ts'
import { DeadlineStore } from '#store/deadlines/deadline-store.ts'
import { HomeDueStore } from '#store/deadlines/home-due-store.ts'
import { homePlanQueries } from '#store/queries/homes/home-plans.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
import { deadlineQueries } from '#store/queries/system/deadlines.ts'
import { untoldEventQueries } from '#store/queries/system/untold-events.ts'
import { idempotencyQueries } from '#store/queries/system/idempotency.ts'
import { ruleProfileQueries } from '#store/queries/law/rule-profiles.ts'
import { forgetTracksBefore } from '#store/queries/warehouse/tracks.ts'
import { KpiTests } from '#store/books/kpi-tests.ts'
import { NotificationStore } from '#store/deadlines/notification-store.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { PriceNoticeStore } from '#store/deadlines/price-notice-store.ts'
import { SupplyWarningStore } from '#store/deadlines/supply-warning-store.ts'
import { runExclusively } from '#store/run-exclusively.ts'
import type { Config } from '#app/config.ts'
import { messageChannels } from '#app/channels/message-channels.ts'
import { piiKeys } from '#app/keys/pii-keys.ts'
import { openVault } from '#app/keys/rotate-pii-key.ts'
import type { Running } from './running.ts'
import { startLedger } from '#app/ledger/start-ledger.ts'
import type { Store } from './start-store.ts'
import { uuid7 } from '#app/uuid7.ts'

/** What the jobs work with; `now` is theirs. */
export const jobDeps = (
  config: Config,
  { pool, profiles }: Pick<Store, 'pool' | 'profiles'>,
  vault: PersonVault,
  now: () => number,
): JobDeps => ({
  deadlines: new DeadlineStore(pool),
  dues: deadlineQueries(pool, pool),
  claims: new ClaimStore(pool),
  priceNotices: new PriceNoticeStore(pool),
  supplyWarnings: new SupplyWarningStore(pool),
  custody: new CustodyBooks(pool),
  anomalies: createAnomalyStore(pool),
  kpiTests: new KpiTests(pool),
  homePlans: homePlanQueries(pool, pool),
  homeDues: new HomeDueStore(pool),
  forgetTracks: forgetTracksBefore(pool),
  forgetAnswers: (before) => idempotencyQueries(pool).purge(before),
  untoldEvents: untoldEventQueries(pool),
  newId: uuid7,
  calendars: calendarQueries(pool),
  notifications: {
    store: new NotificationStore(pool, vault),
    channels: messageChannels(config),
  },
  book: profiles,
  rules: ruleProfileQueries(pool),
  now,
})

/** What is done by the clock: deadlines, overdue returns, the calendar. Any number of processes may start it; one works. */
export const startJobs = async (
  config: Config,
  store: Store,
  recorder: Recorder,
  running: Running,
  log: Logger,
): Promise<void> => {
  const vault = await openVault(store.pool, await piiKeys(config))
  const schedulers = createSchedulers(
    { ...jobDeps(config, store, vault, () => Date.now()), recorder },
    {
      exclusively: (name, work) => runExclusively(store.pool, name, work),
      onError: (job, error) => log.warn({ job, err: error }, 'a job failed and is tried again'),
    },
  )
  for (const scheduler of schedulers) scheduler.start()
  running.add('jobs', async () => {
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()))
  })
  await startLedger(config, store, running, log)
}
