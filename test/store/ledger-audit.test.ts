import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditReport } from '#store/ledger/audit/audit-finding.ts'
import { inTransaction } from '#store/queries/queryable.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { type LedgerWorld, startLedgerWorld } from './ledger-world.ts'
import {
  type Edit,
  editable,
  editableTree,
  editRandomRow,
  randomOf,
  rowsOf,
} from './random-edits.ts'

/** `LEDGER_SEED` for other edits. */
const SEED = Number(process.env['LEDGER_SEED'] ?? 1)
/** An audit of the whole database for each edit would take minutes: so many rows, of different keys, are edited for one audit. */
const AT_ONCE = 10
const ROUNDS = 94
const SINGLE = 60

forEachStore('audit of the ledger', (testStore) => {
  let database: TestDatabase
  let world: LedgerWorld

  /** Edits with triggers and references switched off, as a superuser may; all of it is taken back. */
  const tampered = <T>(work: (client: PoolClient) => Promise<T>): Promise<T> =>
    inTransaction(database.pool, async (client) => {
      await client.query('set local session_replication_role = replica; savepoint before')
      const result = await work(client)
      await client.query('rollback to before')
      return result
    })

  /** By its key; what has no twin and is gone, by its table and the batch that committed it. */
  const names = ({ findings }: AuditReport, { table, key, how, batch }: Edit): boolean =>
    findings.some(
      (found) =>
        found.key.split(' ').includes(key) ||
        (how === 'delete' &&
          found.what === 'deleted' &&
          found.table === table &&
          found.batch === batch),
    )

  const unnamed = (report: AuditReport, edits: readonly Edit[]): Edit[] =>
    edits.filter((edit) => !names(report, edit))

  beforeAll(async () => {
    database = await testStore.createDatabase()
    world = await startLedgerWorld(database, 4)
  }, 60_000)

  afterAll(async () => {
    await world?.stop()
    await database?.drop()
  })

  it('finds nothing where nobody changed anything', async () => {
    const { findings, notices, checked } = await tampered((client) => world.audit(client))
    expect(findings).toEqual([])
    expect(notices).toEqual([])
    for (const [what, count] of Object.entries(checked)) expect(count, what).toBeGreaterThan(0)
  })

  describe('1 000 random edits of single rows', () => {
    it(`${ROUNDS * AT_ONCE} of events, findings, supersessions, rejections, curves and the registry`, async () => {
      const random = randomOf(SEED)
      const missed: Edit[] = []
      for (let round = 0; round < ROUNDS; round++) {
        await tampered(async (client) => {
          const rows = await rowsOf(client, editable)
          const [edits, taken]: [Edit[], Set<string>] = [[], new Set()]
          for (let i = 0; i < AT_ONCE; i++) {
            edits.push(await editRandomRow(client, rows, random, taken))
          }
          missed.push(...unnamed(await world.audit(client), edits))
        })
      }
      expect(missed).toEqual([])
    }, 300_000)

    it(`${SINGLE} of the tree itself, one by one`, async () => {
      const random = randomOf(SEED + 1)
      const missed: Edit[] = []
      for (let i = 0; i < SINGLE; i++) {
        await tampered(async (client) => {
          const rows = await rowsOf(client, editableTree)
          const edit = await editRandomRow(client, rows, random, new Set())
          missed.push(...unnamed(await world.audit(client), [edit]))
        })
      }
      expect(missed).toEqual([])
    }, 120_000)
  })
})
