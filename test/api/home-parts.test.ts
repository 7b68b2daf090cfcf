import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type HomesWorld, startHomes } from './homes-world.ts'
import { type Customer, goodCheck } from './sales-world.ts'

let homes: HomesWorld

beforeAll(async () => {
  homes = await startHomes()
}, 60_000)
afterAll(() => homes.api.close())

describe('parts of a home (R000-5.3.5)', () => {
  const part = (home: Customer, more: object = {}) =>
    homes.world.post('/v1/home-parts', { premisesId: home.premisesId, kind: 'hose', ...more })

  it('end on the printed day, else by the profile from their making; the next due first', async () => {
    const home = await homes.resident()
    const printed = await part(home, { kind: 'regulator', useUntil: '2026-11-20' })
    expect(printed.body).toMatchObject({ untilFrom: 'printed', expired: false })
    const made = await part(home, { madeOn: '2025-05-31' })
    expect(made.body).toMatchObject({
      useUntil: '2026-11-30',
      untilFrom: 'made',
      clause: 'R000-5.3.5',
    })
    const url = `/v1/home-parts?premisesId=${home.premisesId}`
    const due = await homes.get(`${url}&dueBefore=2026-11-25`)
    expect(due.body.items.map((one: Json) => one.kind)).toEqual(['regulator'])
    const { now } = homes.api.clock
    homes.api.clock.now = Date.parse('2026-11-20T16:00:00.000Z')
    expect((await homes.get(url)).body.items[0]).toMatchObject({ expired: true })
    homes.api.clock.now = now
  })

  it('are read at the door: another day is another part, and late news do not undo newer ones', async () => {
    const home = await homes.resident()
    const seen = (useUntil: string, happenedAt: string) => {
      const items = goodCheck.items.map((one) => (one.item === 'hose' ? { ...one, useUntil } : one))
      return homes.inspect(home, { check: { items }, happenedAt })
    }
    const hoses = async () =>
      (await homes.get(`/v1/home-parts?premisesId=${home.premisesId}`)).body.items.map(
        (one: Json) => one.useUntil,
      )
    await seen('2027-05-01', '2026-11-19T02:00:00.000Z')
    expect(await hoses()).toEqual(['2027-05-01'])
    await seen('2027-05-01', '2026-11-20T08:00:00.000Z')
    expect(await hoses()).toEqual(['2027-05-01'])
    await seen('2028-05-01', '2026-11-20T08:00:00.000Z')
    expect(await hoses()).toEqual(['2028-05-01'])
    // From a phone that was without signal since the day before.
    await seen('2026-12-01', '2026-11-18T02:00:00.000Z')
    expect(await hoses()).toEqual(['2028-05-01'])
  })

  it('are replaced once, by one of their kind', async () => {
    const home = await homes.resident()
    const old = (await part(home, { useUntil: '2026-01-01' })).body
    const fresh = { useUntil: '2028-05-01', replaces: old.id }
    expect((await part(home, { ...fresh, kind: 'regulator' })).body.path).toBe('/replaces')
    const answers = await Promise.all([part(home, fresh), part(home, fresh)])
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 422])
    const list = await homes.get(`/v1/home-parts?premisesId=${home.premisesId}`)
    expect(list.body.items).toMatchObject([{ useUntil: '2028-05-01' }])
  })

  it('name the field that is wrong', async () => {
    const home = await homes.resident()
    expect((await part(home)).body).toMatchObject({ path: '/useUntil' })
    const wrong = await part(home, { madeOn: '2026-05-01', installedOn: '2026-04-01' })
    expect(wrong.body).toMatchObject({ path: '/installedOn', limit: '2026-05-01' })
    const foreign = await homes.world.customer({ enterpriseId: 'ent-b', region: '650102' })
    expect((await part(foreign, { useUntil: '2028-01-01' })).body.path).toBe('/premisesId')
  })
})
