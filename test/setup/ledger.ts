import type { Pool } from 'pg'
import { type HeadMemory, LedgerWriter, type PublishedHead } from '#store/ledger/ledger-writer.ts'
import { noteKeyOf, publicKeyOf } from '#store/ledger/note-signer.ts'

export const LEDGER_ORIGIN = 'test.example/ledger'
export const LEDGER_SECRET = 'a ledger secret of tests, 32 long'

export const ledgerKeyOf = (secret = LEDGER_SECRET) => noteKeyOf(LEDGER_ORIGIN, publicKeyOf(secret))

/** What a jobs process remembers outside of the database. */
export class RememberedHead implements HeadMemory {
  head: PublishedHead | null = null

  read(origin: string): Promise<PublishedHead | null> {
    return Promise.resolve(this.head?.origin === origin ? this.head : null)
  }

  write(head: PublishedHead): Promise<void> {
    this.head = head
    return Promise.resolve()
  }
}

export const testLedger = (
  pool: Pool,
  memory: HeadMemory = new RememberedHead(),
  secrets: readonly string[] = [LEDGER_SECRET],
): LedgerWriter => new LedgerWriter(pool, { secrets, origin: LEDGER_ORIGIN, memory })
