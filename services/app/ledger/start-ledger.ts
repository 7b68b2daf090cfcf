import type { Logger } from 'pino'
import { ledger } from '#jobs/ledger.ts'
import { Scheduler } from '#jobs/scheduler.ts'
import { LedgerKeyUnknown, LedgerSetBack, LedgerWriter } from '#store/ledger/ledger-writer.ts'
import { runExclusively } from '#store/run-exclusively.ts'
import type { Config } from '#app/config.ts'
import { ledgerOptions } from './ledger-keys.ts'
import type { Running } from '#app/start/running.ts'
import type { Store } from '#app/start/start-store.ts'

/** Nothing changes before somebody acts: said at once and then now and again. */
const REPEAT_MS = 60_000

/** Numbers and signs what is committed, beside the other jobs: a long one of those must not make it wait. */
export const startLedger = async (
  config: Config,
  { pool }: Pick<Store, 'pool'>,
  running: Running,
  log: Logger,
): Promise<void> => {
  const writer = new LedgerWriter(pool, await ledgerOptions(config, log))
  let saidAt = Number.NEGATIVE_INFINITY
  const scheduler = new Scheduler({
    jobs: [ledger(writer, () => Date.now())],
    exclusively: (name, work) => runExclusively(pool, name, work),
    onError: (job, error) => {
      if (!(error instanceof LedgerSetBack || error instanceof LedgerKeyUnknown)) {
        log.warn({ job, err: error }, 'a job failed and is tried again')
      } else if (performance.now() - saidAt > REPEAT_MS) {
        saidAt = performance.now()
        log.error(error.message)
      }
    },
  })
  scheduler.start()
  running.add('ledger', () => scheduler.stop())
}
