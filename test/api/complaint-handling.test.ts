import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { BEFORE_HOLIDAYS, type ComplaintDesk, due, startComplaints } from './complaint-desk.ts'

let desk: ComplaintDesk

beforeAll(async () => {
  desk = await startComplaints()
}, 60_000)
afterAll(() => desk.api.close())
beforeEach(() => desk.at(BEFORE_HOLIDAYS))

describe('handling', () => {
  it('whoever is complained about neither handles nor reads it (R000-8.0.4.5)', async () => {
    const { id } = await desk.complain({ against: { operator: 'clerk' } })
    expect(
      (await desk.step(id, { type: 'assign', userId: desk.users['clerk'] })).body,
    ).toMatchObject({
      code: 'RECUSED',
      path: '/userId',
      clause: 'R000-8.0.4.5',
    })
    expect((await desk.step(id, { type: 'answer', note: 'x' }, 'clerk')).body.code).toBe('RECUSED')
    const { body } = await desk.get(`/v1/complaints/${id}`, 'clerk')
    expect(body.person).toBeNull()
    expect(JSON.stringify(body)).not.toContain('13812345678')
    expect(
      (await desk.post(`/v1/complaints/${id}/reveal`, { fields: ['phone'], reason: 'x' }, 'clerk'))
        .body.code,
    ).toBe('RECUSED')
    const other = await desk.step(id, { type: 'assign', userId: desk.users['station'] })
    expect(other.body.handlerId).toBe(desk.users['station'])
  })

  it('with an interest one steps aside for good', async () => {
    const { id } = await desk.complain()
    await desk.step(id, { type: 'assign', userId: desk.users['clerk'] })
    const { body } = await desk.step(id, { type: 'recuse', note: '与投诉人有亲属关系' }, 'clerk')
    expect(body.handlerId).toBeNull()
    expect((await desk.step(id, { type: 'assign', userId: desk.users['clerk'] })).body.code).toBe(
      'RECUSED',
    )
  })

  it('runs from answer to close with the five fields of feedback, and is appealed against by other hands', async () => {
    const { id } = await desk.complain()
    await desk.step(id, { type: 'assign', userId: desk.users['clerk'] })
    await desk.step(id, { type: 'answer', note: '已答复' }, 'clerk')
    expect((await desk.step(id, { type: 'close' })).body.code).toBe('CASE_STATE')
    await desk.step(id, { type: 'resolve', method: 'remedied' }, 'clerk')
    expect((await desk.step(id, { type: 'close' })).body).toMatchObject({ clause: 'R003-5.7.7' })
    expect(
      (await desk.step(id, { type: 'feedback', reached: true, result: 'solved' })).body,
    ).toMatchObject({
      code: 'INCONSISTENT_REQUEST',
      path: '/satisfaction',
    })
    const feedback = {
      type: 'feedback',
      reached: true,
      result: 'solved',
      onTime: true,
      staffId: desk.users['clerk'],
    }
    await desk.step(id, { ...feedback, satisfaction: 'dissatisfied' })
    expect((await desk.step(id, { type: 'close' })).body).toMatchObject({
      code: 'CASE_STATE',
      clause: 'R000-6.3.4',
    })
    await desk.step(id, { ...feedback, satisfaction: 'satisfied' })
    const closed = await desk.step(id, { type: 'close' })
    expect(closed.body).toMatchObject({ status: 'closed' })
    const five = closed.body.entries.findLast((one: Json) => one.type === 'feedback')
    expect(five.body).toMatchObject({
      staffId: desk.users['clerk'],
      result: 'solved',
      satisfaction: 'satisfied',
    })
    desk.at('2026-10-01T02:00:00.000Z')
    const appealed = await desk.step(id, { type: 'appeal', from: 'blamed', note: '不认可责任认定' })
    expect(due(appealed.body, 'complaint-appeal').dueAt).toBe('2026-10-13T15:59:59.999Z')
    expect((await desk.step(id, { type: 'assign', userId: desk.users['clerk'] })).body.code).toBe(
      'RECUSED',
    )
    const again = await desk.step(id, { type: 'answer', note: '复核意见' }, 'station')
    expect(due(again.body, 'complaint-appeal').late).toBe(false)
    expect(again.body.answeredAt).toBe('2026-09-30T02:00:00.000Z')
  })

  it('an answered message is done', async () => {
    const { id } = await desk.complain({ kind: 'message' })
    const { body } = await desk.step(id, { type: 'answer', note: '营业时间 8:00–18:00' })
    expect(body).toMatchObject({ status: 'closed' })
    expect((await desk.step(id, { type: 'answer', note: 'x' })).body.code).toBe('CASE_STATE')
  })

  it('a withdrawn one is due no more; what was overdue stays so', async () => {
    const early = await desk.complain()
    const { body } = await desk.step(early.id, { type: 'withdraw' })
    expect(body.deadlines.every((one: Json) => one.voidAt !== null)).toBe(true)
    const late = await desk.complain()
    desk.at('2026-10-20T02:00:00.000Z')
    const over = await desk.step(late.id, { type: 'withdraw' })
    expect(due(over.body, 'complaint-answer').overdue).toBe(true)
  })
})
