import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { broken, type HomesWorld, startHomes } from './homes-world.ts'
import { goodCheck } from './sales-world.ts'

let homes: HomesWorld

beforeAll(async () => {
  homes = await startHomes()
}, 60_000)
afterAll(() => homes.api.close())

it('a home check is told when it has happened, not ahead of it', async () => {
  const home = await homes.world.customer()
  const { status, body } = await homes.world.post('/v1/safety-inspections', {
    premisesId: home.premisesId,
    happenedAt: new Date(homes.api.clock.now + 20 * 86_400_000).toISOString(),
    kind: 'periodic',
    check: goodCheck,
    signature: { kind: 'signature', object: await homes.world.picture() },
  })
  expect([status, body.code, body.path]).toEqual([422, 'INCONSISTENT_REQUEST', '/happenedAt'])
})

describe('closed doors and refusals (R002-5.11.8, R001-5.5-bk)', () => {
  it('are told with their time, and a note is left with a phone and the next day', async () => {
    const home = await homes.resident()
    await homes.plan()
    const bare = await homes.closedDoor(home, '2026-11-10', { note: undefined })
    expect(bare.body).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/note' })
    const wrong = { note: { phone: '12', proposedOn: '2026-12-01' } }
    expect((await homes.closedDoor(home, '2026-11-10', wrong)).body.path).toBe('/note/phone')
    expect((await homes.closedDoor(home, '2026-11-10')).status).toBe(201)
    await homes.closedDoor(home, '2026-11-11', { outcome: 'nobody-home' })
    await homes.inspect(home, { signature: { kind: 'refused' } })
    const unsigned = await homes.notice({ signature: { kind: 'refused' } })
    await homes.inspect(home, { check: broken('aged'), notice: unsigned })
    const { body } = await homes.get(`/v1/home-refusals?premisesId=${home.premisesId}`)
    const kinds = body.items.map((one: Json) => one.kind)
    expect(kinds.sort()).toEqual(['absent', 'entry', 'notice', 'record'])
    const entry = body.items.find((one: Json) => one.kind === 'entry')
    expect(entry).toMatchObject({
      happenedAt: '2026-11-10T02:00:00.000Z',
      note: { phone: '0533-2345678', proposedOn: '2026-12-01' },
    })
    // R003-5.11.9: nobody was met, so the community is told; once a request, and only where nobody was met.
    const url = `/v1/home-refusals/${entry.id}/linkage`
    const told = {
      toldAt: '2026-11-10T03:00:00.000Z',
      with: 'neighbourhood-committee',
      result: '代为转告',
    }
    const early = await homes.world.post(url, { ...told, toldAt: '2026-11-10T01:00:00.000Z' })
    expect(early.body).toMatchObject({ path: '/toldAt', clause: 'R003-5.11.9' })
    expect((await homes.world.post(url, told)).body.linkage).toEqual([told])
    const met = body.items.find((one: Json) => one.kind === 'record')
    const none = await homes.world.post(`/v1/home-refusals/${met.id}/linkage`, {
      ...told,
      toldAt: '2026-11-20T08:00:00.000Z',
    })
    expect(none.body).toMatchObject({ code: 'INCONSISTENT_REQUEST' })
    // The last one signed the record, though not the notice.
    expect(await homes.planOf(home, '&state=done')).toMatchObject([{ attempts: 3 }])
  })

  it('show nothing of another enterprise', async () => {
    const home = await homes.world.customer({ enterpriseId: 'ent-b', region: '650102' })
    expect((await homes.inspect(home)).body.code).toBe('UNKNOWN_REFERENCE')
    const list = await homes.get(`/v1/home-refusals?premisesId=${home.premisesId}`)
    expect(list.body.items).toEqual([])
  })
})
