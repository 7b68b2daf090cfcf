import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { backUp, ledgerRestored, restore } from '#app/commands/backup.ts'
import { type Config, readConfig } from '#app/config.ts'
import { ledgerOptions } from '#app/ledger/ledger-keys.ts'
import { Running } from '#app/start/running.ts'
import { startStore } from '#app/start/start-store.ts'
import { verifyDatabase } from '#app/ledger/verify-database.ts'
import { LedgerSetBack, LedgerWriter } from '#store/ledger/ledger-writer.ts'

const log = pino({ level: 'silent' })
let home: string
let config: Config

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lpg-backup-'))
  config = readConfig({ DATA_DIR: join(home, 'data'), LPG_BACKUP_DIR: join(home, 'backups') })
})
afterEach(() => rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))

/** The program's store for as long as `work` takes. */
const running = async <T>(
  work: (world: {
    readonly enter: (name: string) => Promise<void>
    readonly names: () => Promise<string[]>
    readonly now: () => Promise<string>
    readonly writer: LedgerWriter
    readonly latest: () => Promise<{ origin: string; size: number }>
  }) => Promise<T>,
): Promise<T> => {
  const parts = new Running()
  try {
    const { pool } = await startStore(config, parts, log)
    const writer = new LedgerWriter(pool, await ledgerOptions(config, log))
    const one = async <Row extends object>(text: string): Promise<Row> => {
      const { rows } = await pool.query<Row>(text)
      return rows[0] as Row
    }
    return await work({
      writer,
      enter: async (name) => {
        await pool.query('insert into enterprise (id, name) values ($1, $1)', [name])
        await writer.write(Date.now())
      },
      names: async () => {
        const { rows } = await pool.query<{ id: string }>('select id from enterprise order by id')
        return rows.map(({ id }) => id)
      },
      now: async () => new Date((await one<{ at: number }>('select now() as at')).at).toISOString(),
      latest: () =>
        one(`select g.origin, c.size::float8 as size from ledger_checkpoint c join ledger_log g on g.id = c.log_id
          order by c.log_id desc, c.size desc limit 1`),
    })
  } finally {
    await parts.stop()
  }
}

it('a backup taken while the program runs is restored with everything that came after it', async () => {
  await running(async ({ enter }) => {
    await enter('before')
    expect(await backUp(config, undefined)).toContain('pii.key')
    await enter('after')
  })
  const said = await restore(config, {})
  expect(said).toContain('holds every checkpoint')
  await running(async ({ names, writer, enter }) => {
    expect(await names()).toEqual(['after', 'before'])
    expect(await writer.write(Date.now())).toBe(0)
    await enter('later')
  })
  expect((await verifyDatabase(config, { keys: [], kept: [] }, log)).ok).toBe(true)
}, 300_000)

it('a lost disk is restored from backup and kept log alone', async () => {
  await running(async ({ enter }) => {
    await enter('before')
    await backUp(config, undefined)
    await enter('after')
  })
  // PostgreSQL hands over what is left when it stops; the next start carries it to the backups.
  await running(async ({ names }) => expect(await names()).toHaveLength(2))
  await rm(join(home, 'data', 'pg'), { recursive: true })
  expect(await restore(config, {})).not.toContain('kept:')
  await running(async ({ names }) => expect(await names()).toEqual(['after', 'before']))
}, 300_000)

it('a restore behind a published checkpoint is noticed, and another log says what was lost', async () => {
  const until = await running(async ({ enter, now }) => {
    await enter('before')
    await backUp(config, undefined)
    await enter('kept')
    const moment = await now()
    await sleep(50)
    await enter('mistake')
    await enter('mistake too')
    return moment
  })
  const said = await restore(config, { to: until })
  expect(said).toContain('was set back')
  expect(await readdir(join(home, 'data/pg/cluster'))).toContainEqual(
    expect.stringMatching(/^data\.before-/),
  )
  const before = await running(async ({ names, writer, enter, latest }) => {
    expect(await names()).toEqual(['before', 'kept'])
    const head = await latest()
    await expect(writer.write(Date.now())).rejects.toBeInstanceOf(LedgerSetBack)
    await expect(enter('not signed')).rejects.toBeInstanceOf(LedgerSetBack)
    expect(await latest()).toEqual(head)
    return head
  })
  expect((await verifyDatabase(config, { keys: [], kept: [] }, log)).lines.join('\n')).toContain(
    'the database was set back or exchanged',
  )
  expect(await ledgerRestored(config, 'wrong import undone')).toContain(`${before.origin}~2`)
  await running(async ({ writer, latest }) => {
    expect(await writer.write(Date.now())).toBeGreaterThan(0)
    expect(await latest()).toMatchObject({ origin: `${before.origin}~2` })
  })
  await expect(ledgerRestored(config, 'again')).rejects.toThrow('not set back')
  expect(await ledgerRestored(config, 'key burnt', true)).toContain(`${before.origin}~3`)
  expect((await verifyDatabase(config, { keys: [], kept: [] }, log)).ok).toBe(true)
}, 300_000)

it('says what it cannot do', async () => {
  await expect(restore(config, {})).rejects.toThrow('no backup')
  await expect(restore(config, { to: 'yesterday' })).rejects.toThrow('RFC 3339')
  const other = readConfig({ DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' })
  await expect(backUp(other, '/tmp/x')).rejects.toThrow('pg_basebackup')
})

it('nothing is restored below a program that runs', async () => {
  await running(() => backUp(config, undefined))
  // Our parent, as it would have claimed the directory.
  const stat = await readFile(`/proc/${process.ppid}/stat`, 'utf8')
  const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  await writeFile(join(home, 'data/pg/owner'), `${process.ppid} ${startedAt}`)
  await expect(restore(config, {})).rejects.toThrow('in use by process')
}, 120_000)
