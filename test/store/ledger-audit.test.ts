import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leafHash } from '#domain/ledger/ledger-crypto.ts'
import type { AuditReport } from '#store/ledger/audit/audit-finding.ts'
import { coveredTables } from '#store/ledger/audit/audit-registry.ts'
import { type AuditedEvent, eventsIn } from '#store/ledger/audit/audit-rows.ts'
import { recordOfEvent } from '#store/ledger/leaf-rows.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
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

  describe('rows that were made to look as if they had always been there', () => {
    /** A copy of an event under another id in a batch of its own, whose hashes are right; `numbered` is that batch's columns. */
    const forged = async (client: PoolClient, numbered: string): Promise<string> => {
      const { rows } = await client.query<{ batch: string; id: string }>(
        `select max(batch_id)::text as batch, gen_random_uuid()::text as id from cylinder_life where type = 'fill.completed' and operator = 's-1'`,
      )
      const { batch = '', id = '' } = rows[0] ?? {}
      const [event] = (await eventsIn(client, [batch, batch])).filter(
        ({ type }) => type === 'fill.completed',
      )
      const leaf = leafHash(recordOfEvent({ ...(event as AuditedEvent), id }), nodeCrypto)
      await client.query(
        `insert into event_batch (id, committed_at, leaves, root, leaf_hashes, leaf_counts, leaf_index) overriding system value
         select 900000, b.committed_at, ${numbered} from event_batch b where b.id = $2 and $1::bytea is not null`,
        [leaf, batch],
      )
      for (const table of ['cylinder_life', 'cylinder_event']) {
        await client.query(
          `create temp table copied on commit drop as select * from ${table} where source = ${event?.source} and event_id = '${event?.id}'`,
        )
        await client.query(`update copied set event_id = '${id}', batch_id = 900000`)
        await client.query(`insert into ${table} select * from copied`)
        await client.query('drop table copied')
      }
      return id
    }

    const tablesFound = async (work: (client: PoolClient) => Promise<unknown>): Promise<string[]> =>
      tampered(async (client) => {
        await work(client)
        return (await world.audit(client)).findings.map(
          ({ what, table, key }) => `${what} ${table} ${key}`,
        )
      })

    it('an event in a batch that claims to be older than the ledger', async () => {
      const found = await tablesFound((client) => forged(client, '0, $1, null, null, null'))
      expect(found).toContain('inserted event_batch 900000')
    })

    it('an event in a batch that claims to be numbered and is in no leaf', async () => {
      const found = await tablesFound((client) => forged(client, '1, $1, $1, array[1, 0, 0, 0], 0'))
      expect(found).toContain('inserted event_batch 900000')
    })

    it('an entry that claims to be numbered, for a change that no trigger saw', async () => {
      const found = await tablesFound(async (client) => {
        const values = `now(), 'station', 'update', 'st-1', 'admin', 'u'`
        await client.query(`update station set name = '别名' where id = 'st-1'`)
        await client.query(
          `insert into ledger_entry (id, at, subject, change, key, role, user_id, body, leaf_index) overriding system value
           select 900000, ${values}, ledger_body(to_jsonb(s), string_to_array($1, ',')), 0 from station s where id = 'st-1'`,
          [coveredTables['station']?.kept],
        )
      })
      expect(found).toContain('inserted ledger_entry 900000')
    })
  })

  describe('a database that shows the audit something else than everybody', () => {
    const ROLE = `update app_user set role = 'regulator' where role = 'admin'`

    it('by a function that makes the old body of a row that was changed', async () => {
      const { findings } = await tampered(async (client) => {
        await client.query(ROLE)
        await client.query(
          `create or replace function ledger_body(record jsonb, kept text[]) returns text stable language sql as $$
             select coalesce((select body from ledger_entry where subject = 'app_user' and key = record->>'id' order by id desc limit 1),
               (select jsonb_object_agg(k, record -> k)::text from unnest(kept) k)) $$`,
        )
        return world.audit(client)
      })
      expect(findings).toMatchObject([{ what: 'changed', table: 'app_user', columns: ['role'] }])
    })

    it.each([
      `create schema "$user_schema"; create table "$user_schema".app_user as select * from public.app_user; ${ROLE}`,
      `create table kept_user as select * from app_user; alter table app_user rename to user_behind;
       create view app_user as select * from kept_user`,
      `create rule other_rows as on update to app_user do instead nothing`,
    ])('by %s', async (sql) => {
      const { findings } = await tampered(async (client) => {
        const { rows } = await client.query<{ name: string }>('select current_user as name')
        await client.query(sql.replaceAll('$user_schema', rows[0]?.name ?? ''))
        return world.audit(client)
      })
      expect(findings).toContainEqual(
        expect.objectContaining({ table: 'pg_class', key: 'app_user' }),
      )
    })
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
