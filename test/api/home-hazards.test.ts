import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type HomesWorld, startHomes } from './homes-world.ts'
import { goodCheck } from './sales-world.ts'

let homes: HomesWorld

beforeAll(async () => {
  homes = await startHomes()
}, 60_000)
afterAll(() => homes.api.close())

describe('a hazard', () => {
  it('has a numbered notice, a grade and a day; without one the profile sets it', async () => {
    const home = await homes.resident()
    const row = await homes.hazard(home)
    expect(row).toMatchObject({ grade: 'general', dueOn: '2026-12-04', reportDueAt: null })
    expect(row.no).toMatch(/^ZG261119-[0-9A-F]{8}$/)
    const { rows } = await homes.api.database.pool.query(
      `select count(*)::int as count from notification where key = $1`,
      [`rectification-notice:${row.id}`],
    )
    expect(rows[0].count).toBe(1)
  })

  it('R003-5.11.10 that is major is reported within a day, to whom and under which number', async () => {
    const home = await homes.resident()
    const row = await homes.hazard(home, 'leaking')
    expect(row).toMatchObject({ grade: 'major', reportDueAt: '2026-11-20T02:00:00.000Z' })
    const waiting = await homes.get('/v1/rectifications/unreported', 'regulator')
    expect(waiting.body.items.map((one: Json) => one.id)).toContain(row.id)
    const url = `/v1/rectifications/${row.id}/report`
    const told = { reportedAt: '2026-11-19T08:00:00.000Z', authority: '张店区住建局', number: '7' }
    const early = await homes.world.post(url, { ...told, reportedAt: '2026-11-18T08:00:00.000Z' })
    expect(early.body.path).toBe('/reportedAt')
    const [one, two] = await Promise.all([homes.world.post(url, told), homes.world.post(url, told)])
    expect(Math.max(one.status, two.status)).toBe(409)
    expect(Math.min(one.status, two.status)).toBe(200)
    const after = await homes.get('/v1/rectifications/unreported')
    expect(after.body.items.map((left: Json) => left.id)).not.toContain(row.id)
    const minor = await homes.hazard(await homes.resident())
    const no = await homes.world.post(`/v1/rectifications/${minor.id}/report`, told)
    expect(no).toMatchObject({ status: 422, body: { measured: 'general' } })
  })

  it('may be graded up by whoever saw it', async () => {
    const items = goodCheck.items.map((one) =>
      one.item === 'hose' ? { item: 'hose', ok: false, defect: 'aged', grade: 'major' } : one,
    )
    const { body } = await homes.inspect(await homes.resident(), {
      check: { items },
      notice: await homes.notice(),
    })
    const list = await homes.get('/v1/rectifications?limit=500')
    const row = list.body.items.find((one: Json) => one.id === body.rectificationId)
    expect(row).toMatchObject({ grade: 'major', hazards: [{ grade: 'major' }] })
  })

  it('R001-6.1-5 takes the proof of the user for ten days, through a holiday; later ones say so', async () => {
    const row = await homes.hazard(await homes.resident())
    const url = `/v1/rectifications/${row.id}/proofs`
    const proof = { repairedOn: '2026-11-19', firm: '淄博某燃具维修公司', firmLicence: 'LX-1' }
    const before = await homes.world.post(url, { ...proof, repairedOn: '2026-11-18' })
    expect(before.body).toMatchObject({ path: '/repairedOn', limit: '2026-11-19' })
    const missing = await homes.world.post(url, { ...proof, object: 'a'.repeat(64) })
    expect(missing.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/object' })
    const taken = await homes.world.post(url, proof)
    // The end of the tenth day after it, in Shanghai; days, not working days.
    expect(taken.body).toMatchObject({ inTime: true, dueAt: '2026-11-29T15:59:59.999Z' })
    const { now } = homes.api.clock
    homes.api.clock.now = Date.parse('2026-11-29T16:00:00.000Z')
    const late = await homes.world.post(url, proof)
    homes.api.clock.now = now
    expect(late.body.inTime).toBe(false)
    const open = await homes.get('/v1/repair-proofs')
    expect(open.body.items.map((one: Json) => one.id)).toContain(taken.body.id)
    const decide = `/v1/repair-proofs/${taken.body.id}/decision`
    expect((await homes.world.post(decide, { accepted: false })).body.path).toBe('/reason')
    expect((await homes.world.post(decide, { accepted: true })).body.accepted).toBe(true)
    expect((await homes.world.post(decide, { accepted: true })).status).toBe(409)
    // Accepted, and still open: somebody goes and looks.
    expect((await homes.get('/v1/rectifications?limit=500')).body.items).toContainEqual(
      expect.objectContaining({ id: row.id, closedAt: null }),
    )
    const foreign = await homes.world.post(`/v1/rectifications/${randomUUID()}/proofs`, proof)
    expect(foreign.status).toBe(404)
  })
})
