import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { caseQueries } from '#store/queries/service/cases.ts'
import { eventually } from '#test/setup/eventually.ts'
import { testVault } from '#test/setup/vault.ts'
import type { Complaint } from '#domain/service/complaint.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

let desk: DeskWorld

beforeAll(async () => {
  desk = await startDesk()
}, 60_000)
afterAll(() => desk.api.close())

it('a step that waited for another decides by the deadlines that the other has left', async () => {
  const { pool } = desk.api.database
  const { id } = await desk.must('/v1/complaints', {
    customerId: desk.customerId,
    premisesId: desk.premisesId,
    channel: 'phone',
    topic: 'attitude',
    text: '服务态度差',
  })
  const first = await pool.connect()
  const seen: (number | null)[] = []
  try {
    await first.query('begin')
    await first.query('select from service_case where id = $1 for update', [id])
    const step = { entryId: randomUUID(), at: desk.api.clock.now, by: randomUUID() }
    const second = caseQueries(pool, pool, testVault(pool)).act<Complaint>(
      [{ kind: 'all' }, 'complaint', id],
      {
        step: { ...step, role: 'office', note: null, shown: false },
        decide: ({ state }) => {
          seen.push(...state.deadlines.map(({ metAt }) => metAt))
          return { ok: false, refusal: { code: 'CASE_STATE', zh: '', en: '' } }
        },
        isEnded: () => false,
      },
    )
    await eventually(async () => {
      const { rows } = await first.query(
        `select from pg_locks where not granted and pid <> pg_backend_pid()`,
      )
      expect(rows).not.toHaveLength(0)
    })
    await first.query('update service_deadline set met_at = starts_at where case_id = $1', [id])
    await first.query('commit')
    await second
  } finally {
    first.release()
  }
  expect(seen.length).toBeGreaterThan(0)
  expect(seen).not.toContain(null)
})
