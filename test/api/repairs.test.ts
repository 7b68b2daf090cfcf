import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

let desk: DeskWorld

beforeAll(async () => {
  desk = await startDesk()
}, 60_000)
afterAll(() => desk.api.close())
beforeEach(() => desk.at('2026-09-30T10:00:00.000Z'))

const text = '换瓶后灶火发黄，火苗不稳。'
const ask = (more: object = {}) =>
  desk.must('/v1/repairs', {
    customerId: desk.customerId,
    premisesId: desk.premisesId,
    channel: 'phone',
    topic: 'bad-flame',
    text,
    ...more,
  })
const step = (id: string, body: object, role = 'office') =>
  desk.post(`/v1/repairs/${id}/steps`, body, role)
const due = (answer: Json, name: string) =>
  answer.deadlines.findLast((one: Json) => one.name === name)
const refused = { signature: { kind: 'refused' } }
const tomorrow = { from: '2026-10-02T01:00:00.000Z', to: '2026-10-02T03:00:00.000Z' }

describe('deadlines of repairs', () => {
  it.each([
    // Hours run on through the National Day week and Spring Festival.
    [
      '2026-09-30T10:00:00.000Z',
      '370302',
      'repair',
      'repair-visit',
      '2026-10-01T10:00:00.000Z',
      'R003-9.2.5b',
    ],
    [
      '2026-02-16T10:00:00.000Z',
      '370302',
      'installation',
      'install-visit',
      '2026-02-18T10:00:00.000Z',
      'R003-9.2.5a',
    ],
    [
      '2026-09-30T10:00:00.000Z',
      '650102',
      'alteration',
      'alteration-reply',
      '2026-10-10T15:59:59.999Z',
      'R000-5.4.3',
    ],
    [
      '2026-02-13T10:00:00.000Z',
      '650102',
      'alteration',
      'alteration-reply',
      '2026-02-25T15:59:59.999Z',
      'R000-5.4.3',
    ],
  ] as const)('%s in %s, %s: %s by %s', async (now, region, kind, name, dueAt, clause) => {
    desk.at(now)
    const answer = await desk.must('/v1/repairs', {
      region,
      kind,
      channel: 'visit',
      topic: 'stove',
      text,
    })
    expect(due(answer, name)).toMatchObject({ dueAt, clause, provisional: false })
  })

  it('an alteration is worked within 5 working days of the agreed time, and provisional where the notices end', async () => {
    const { id } = await desk.must('/v1/repairs', {
      region: '650102',
      kind: 'alteration',
      channel: 'visit',
      topic: 'stove',
      text,
    })
    await step(id, { type: 'reply', accepted: true, note: '同意改装' })
    const first = await step(id, { type: 'schedule', ...tomorrow, wish: 'user' })
    expect(due(first.body, 'alteration-work').dueAt).toBe('2026-10-13T15:59:59.999Z')
    const later = { from: '2026-12-24T01:00:00.000Z', to: '2026-12-24T03:00:00.000Z' }
    const { body } = await step(id, { type: 'schedule', ...later, wish: 'user' })
    expect(due(body, 'alteration-work')).toMatchObject({
      dueAt: '2026-12-31T15:59:59.999Z',
      provisional: true,
    })
    expect(body.deadlines.filter((one: Json) => one.name === 'alteration-work')).toHaveLength(1)
    const other = await desk.must('/v1/repairs', {
      region: '650102',
      kind: 'alteration',
      channel: 'visit',
      topic: 'stove',
      text,
    })
    expect(
      (await step(other.id, { type: 'reply', accepted: false, note: '通风不足' })).body.status,
    ).toBe('refused')
  })

  it('an agreed time stands for the deadline; one that the firm moves does not', async () => {
    const { id } = await ask()
    const agreed = await step(id, { type: 'schedule', ...tomorrow, wish: 'user' })
    expect(due(agreed.body, 'repair-visit')).toMatchObject({ dueAt: tomorrow.to, agreed: true })
    desk.at('2026-10-01T23:30:00.000Z')
    const later = { from: '2026-10-03T01:00:00.000Z', to: '2026-10-03T03:00:00.000Z' }
    const { body } = await step(id, { type: 'schedule', ...later, wish: 'firm' })
    expect(due(body, 'repair-visit').dueAt).toBe(tomorrow.to)
    // R002-5.9.2: two hours before, and it was one and a half.
    expect(body.entries.at(-1).body).toMatchObject({ shortNotice: true, moved: [] })
    desk.at('2026-10-03T02:00:00.000Z')
    expect(due((await step(id, { type: 'arrive' })).body, 'repair-visit').late).toBe(true)
  })

  it('is kept to the last millisecond', async () => {
    const { id } = await ask()
    desk.at('2026-10-01T10:00:00.001Z')
    const { body } = await step(id, { type: 'arrive', at: '2026-10-01T10:00:00.000Z' })
    expect(due(body, 'repair-visit').late).toBe(false)
    const late = await ask()
    expect(due(late, 'repair-visit').overdue).toBe(false)
    desk.at('2026-10-02T10:00:00.002Z')
    expect(due((await desk.get(`/v1/repairs/${late.id}`)).body, 'repair-visit').overdue).toBe(true)
  })

  it('whoever was absent cannot make us late', async () => {
    const { id } = await ask()
    desk.at('2026-10-01T09:00:00.000Z')
    await step(id, { type: 'arrive', userAbsent: true, note: '无人在家，已留字条' })
    desk.at('2026-10-02T00:00:00.000Z')
    const { body } = await step(id, { type: 'schedule', ...tomorrow, wish: 'user' })
    expect(due(body, 'repair-visit').late).toBe(false)
    expect(due(body, 'repair-done')).toMatchObject({ dueAt: tomorrow.to, overdue: false })
  })

  it('what is brought in is done at once, or picked up on a day', async () => {
    const { id, deadlines } = await ask({ place: 'workshop', topic: 'regulator' })
    expect(deadlines.map((one: Json) => one.name)).toEqual(['repair-done'])
    expect((await step(id, { type: 'arrive' })).body.code).toBe('CASE_STATE')
    const { body } = await step(id, {
      type: 'bring-in',
      pickUpOn: '2026-10-08',
      slipNo: 'SX-8',
      note: '缺配件',
    })
    expect(due(body, 'appliance-pick-up')).toMatchObject({
      dueAt: '2026-10-08T15:59:59.999Z',
      clause: 'R003-9.2.5c',
    })
    const done = await step(id, { type: 'complete', ...refused })
    expect(due(done.body, 'appliance-pick-up').late).toBe(false)
  })
})

describe('the work', () => {
  it('charges only what was accepted, with a receipt, and never within the warranty', async () => {
    const { id } = await ask()
    await step(id, { type: 'assign', userId: desk.users['courier'] })
    expect((await step(id, { type: 'complete', ...refused })).body.code).toBe('CASE_STATE')
    await step(id, { type: 'arrive' })
    expect((await step(id, { type: 'complete', chargedFen: 5000, ...refused })).body).toMatchObject(
      { path: '/chargedFen', clause: 'R003-9.2.6' },
    )
    await step(id, {
      type: 'quote',
      totalFen: 5000,
      accepted: true,
      lines: [{ name: '软管', fen: 5000 }],
    })
    expect((await step(id, { type: 'complete', chargedFen: 5001, ...refused })).body.path).toBe(
      '/chargedFen',
    )
    expect((await step(id, { type: 'complete', chargedFen: 5000, ...refused })).body.path).toBe(
      '/receiptNo',
    )
    const done = await step(id, {
      type: 'complete',
      chargedFen: 5000,
      receiptNo: 'P-77',
      ...refused,
    })
    expect(done.body.warranty).toEqual({
      from: '2026-09-30',
      until: '2026-12-30',
      clause: 'R003-9.2.8',
    })
    desk.at('2026-12-30T15:59:00.000Z')
    const rework = await ask({ reworkOf: id })
    expect(rework.free).toBe(true)
    await step(rework.id, { type: 'arrive' })
    expect(
      (await step(rework.id, { type: 'quote', totalFen: 100, accepted: true })).body,
    ).toMatchObject({ path: '/totalFen', clause: 'R003-9.2.8' })
    expect(
      (await step(rework.id, { type: 'complete', chargedFen: 100, receiptNo: 'x', ...refused }))
        .body.clause,
    ).toBe('R003-9.2.8')
    // It begins anew after rework.
    expect((await step(rework.id, { type: 'complete', ...refused })).body.warranty).toMatchObject({
      from: '2026-12-30',
      until: '2027-03-30',
    })
    desk.at('2026-12-30T16:00:00.000Z')
    expect((await ask({ reworkOf: id })).free).toBe(false)
  })

  it('an installation passes its tests and has its certificate (R003-9.2.7)', async () => {
    const { id, no } = await ask({ kind: 'installation', topic: 'water-heater' })
    await step(id, { type: 'assign', userId: desk.users['courier'] })
    await step(id, { type: 'arrive' })
    const certificate = {
      brand: '某牌',
      model: 'JSQ20',
      inspectorId: desk.users['clerk'],
      phone: '0533-2180000',
      tests: [
        { item: '气密性', passed: true },
        { item: '烟气CO', passed: false, value: '0.08%' },
      ],
    }
    expect((await step(id, { type: 'complete', certificate, ...refused })).body).toMatchObject({
      path: '/certificate/tests',
      clause: 'R003-9.2.7',
    })
    expect((await desk.get(`/v1/repairs/${id}/certificate`)).status).toBe(404)
    const passed = {
      ...certificate,
      tests: certificate.tests.map((one) => ({ ...one, passed: true })),
    }
    const { body } = await step(id, { type: 'complete', certificate: passed, ...refused })
    expect(body.warranty).toMatchObject({ until: '2027-09-30' })
    const paper = await desk.get(`/v1/repairs/${id}/certificate`)
    expect(paper.body).toMatchObject({
      no,
      firm: '企业 a',
      user: '张*',
      brand: '某牌',
      model: 'JSQ20',
      date: '2026-09-30',
      installerId: desk.users['courier'],
      inspectorId: desk.users['clerk'],
    })
    expect(JSON.stringify(paper.body)).not.toContain('某某路1号')
    expect(
      (
        await step(id, {
          type: 'complete',
          certificate: { ...passed, inspectorId: desk.users['office-b'] },
          ...refused,
        })
      ).body.path,
    ).toBe('/certificate/inspectorId')
  })

  it('whose certificate is over does not repair (R003-9.2.2)', async () => {
    await desk.must('/v1/staff', { enterpriseId: 'ent-a', operator: 'station' })
    await desk.must('/v1/staff-certificates', {
      enterpriseId: 'ent-a',
      operator: 'station',
      kind: 'repair',
      certificateNo: 'RQ-1',
      validUntil: '2026-09-29',
    })
    const { id } = await ask()
    expect((await step(id, { type: 'assign', userId: desk.users['station'] })).body).toMatchObject({
      code: 'UNCERTIFIED',
      path: '/userId',
      clause: 'R003-9.2.2',
    })
  })

  it('records the five fields afterwards, refusals and what was not finished', async () => {
    const { id } = await ask()
    await step(id, { type: 'arrive' })
    const { body } = await step(id, { type: 'unfinished', appointment: tomorrow, note: '缺配件' })
    expect(due(body, 'repair-done').dueAt).toBe(tomorrow.to)
    desk.at('2026-10-02T02:00:00.000Z')
    await step(id, { type: 'arrive' })
    expect(due((await step(id, { type: 'complete', ...refused })).body, 'repair-done').late).toBe(
      false,
    )
    expect(
      (await step(id, { type: 'feedback', reached: false, result: 'solved' })).body.clause,
    ).toBe('R003-5.9.8')
    const told = await step(id, {
      type: 'feedback',
      reached: true,
      result: 'solved',
      satisfaction: 'satisfied',
    })
    // Who, whose, when, what came of it, and how content they were.
    expect(told.body.entries.at(-1)).toMatchObject({
      at: '2026-10-02T02:00:00.000Z',
      body: { staffId: desk.users['office'], result: 'solved', satisfaction: 'satisfied' },
    })
    expect(told.body.customerId).toBe(desk.customerId)
    expect((await step(id, { type: 'close' })).body).toMatchObject({ status: 'closed' })
    const other = await ask()
    expect(
      (await step(other.id, { type: 'refuse', inWriting: true, note: '灶具已达报废年限' })).body,
    ).toMatchObject({ status: 'refused' })
    expect((await step(other.id, { type: 'arrive' })).body.code).toBe('CASE_STATE')
  })

  it('names the wrong field, and is not there for others', async () => {
    const wrong = async (more: object) =>
      (
        await desk.post('/v1/repairs', {
          customerId: desk.customerId,
          channel: 'phone',
          topic: 'stove',
          text,
          ...more,
        })
      ).body
    expect(await wrong({ reworkOf: randomUUID() })).toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      path: '/reworkOf',
    })
    expect(await wrong({ appointment: { from: tomorrow.to, to: tomorrow.from } })).toMatchObject({
      path: '/appointment/to',
    })
    expect(await wrong({ place: 'workshop', appointment: tomorrow })).toMatchObject({
      path: '/appointment',
    })
    const { id } = await ask()
    expect((await desk.get(`/v1/repairs/${id}`, 'office-b')).status).toBe(404)
    expect((await step(id, { type: 'cancel' }, 'office-b')).status).toBe(404)
    expect(
      (await step(id, { type: 'complete', photos: ['0'.repeat(64)], ...refused })).body.path,
    ).toBe('/photos/0')
    const all = await Promise.all([1, 2, 3, 4].map(() => step(id, { type: 'arrive' })))
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const done = await Promise.all([1, 2, 3].map(() => step(id, { type: 'complete', ...refused })))
    expect(done.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
  })
})
