import type { LedgerWriter } from '#store/ledger/ledger-writer.ts'
import type { Job } from './scheduler.ts'

/** What is committed is numbered and signed within a second (design §5); a pass without news is four small queries. */
const EVERY_MS = 500

/** Numbers committed batches in the ledger's tree and signs its head. */
export const ledger = (writer: Pick<LedgerWriter, 'write'>, now: () => number): Job => ({
  name: 'ledger',
  everyMs: EVERY_MS,
  run: async (signal) => {
    await writer.write(now(), signal)
  },
})
