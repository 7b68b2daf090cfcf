import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import {
  BEFORE_HOLIDAYS,
  type ComplaintDesk,
  due,
  startComplaints,
  text,
} from './complaint-desk.ts'

let desk: ComplaintDesk

beforeAll(async () => {
  desk = await startComplaints()
}, 60_000)
afterAll(() => desk.api.close())
beforeEach(() => desk.at(BEFORE_HOLIDAYS))

describe('deadlines of complaints', () => {
  it.each([
    // Off 1-7 October, 10 October is worked.
    [
      '2026-09-30T02:00:00.000Z',
      '370302',
      {},
      'complaint-answer',
      '2026-10-13T15:59:59.999Z',
      'R003-5.7.2',
    ],
    [
      '2026-10-01T02:00:00.000Z',
      '370302',
      {},
      'complaint-resolution',
      '2026-10-13T15:59:59.999Z',
      'R003-5.7.2',
    ],
    [
      '2026-09-30T02:00:00.000Z',
      '650102',
      {},
      'complaint-answer',
      '2026-10-13T15:59:59.999Z',
      'R000-8.0.2',
    ],
    [
      '2026-09-30T02:00:00.000Z',
      '110101',
      {},
      'complaint-answer',
      '2026-10-13T15:59:59.999Z',
      'R002-5.5.2',
    ],
    [
      '2026-09-30T02:00:00.000Z',
      '370402',
      {},
      'complaint-answer',
      '2026-10-13T15:59:59.999Z',
      'R004-A2-32',
    ],
    // Spring Festival: off 15-23 February, 14 and 28 February are worked.
    [
      '2026-02-12T02:00:00.000Z',
      '370302',
      {},
      'complaint-answer',
      '2026-02-26T15:59:59.999Z',
      'R003-5.7.2',
    ],
    [
      '2026-02-12T02:00:00.000Z',
      '110101',
      { kind: 'letter' },
      'letter-answer',
      '2026-02-26T15:59:59.999Z',
      'R001-8.2-4',
    ],
    [
      '2026-02-12T02:00:00.000Z',
      '110101',
      { kind: 'matter' },
      'matter-answer',
      '2026-02-26T15:59:59.999Z',
      'R001-8.1-fa…ff',
    ],
    [
      '2026-02-12T02:00:00.000Z',
      '110101',
      { kind: 'matter', special: true },
      'matter-answer',
      '2026-02-28T15:59:59.999Z',
      'R001-8.1-fa…ff',
    ],
    [
      '2026-09-30T02:00:00.000Z',
      '110101',
      { kind: 'matter', special: true },
      'matter-answer',
      '2026-10-15T15:59:59.999Z',
      'R001-8.1-fa…ff',
    ],
    // 24 hours run through the holidays.
    [
      '2026-10-01T02:00:00.000Z',
      '650102',
      { kind: 'message' },
      'message-answer',
      '2026-10-02T02:00:00.000Z',
      'R000-6.4.4',
    ],
  ] as const)('%s in %s %o: %s by %s', async (now, region, more, name, dueAt, clause) => {
    desk.at(now)
    const answer = await desk.must(
      '/v1/complaints',
      {
        enterpriseId: 'ent-a',
        region,
        name: '李四',
        phone: '13900001111',
        channel: 'phone',
        topic: 'other',
        text,
        ...more,
      },
      'office',
    )
    expect(due(answer, name)).toMatchObject({ dueAt, clause, provisional: false, overdue: false })
  })

  it('is provisional where the notices end', async () => {
    desk.at('2026-12-24T02:00:00.000Z')
    const answer = await desk.complain()
    expect(due(answer, 'complaint-answer')).toMatchObject({
      dueAt: '2026-12-31T15:59:59.999Z',
      provisional: true,
    })
  })

  it('is kept in the last millisecond and overdue after it', async () => {
    const { id } = await desk.complain()
    desk.at('2026-10-13T15:59:59.999Z')
    expect(due((await desk.get(`/v1/complaints/${id}`)).body, 'complaint-answer').overdue).toBe(
      false,
    )
    desk.at('2026-10-13T16:00:00.000Z')
    expect(due((await desk.get(`/v1/complaints/${id}`)).body, 'complaint-answer').overdue).toBe(
      true,
    )
    const { body } = await desk.step(id, {
      type: 'answer',
      note: '已答复',
      at: '2026-10-13T15:59:59.999Z',
    })
    expect(due(body, 'complaint-answer')).toMatchObject({
      late: false,
      metAt: '2026-10-13T15:59:59.999Z',
    })
  })

  it('answered and resolved are two times (C10)', async () => {
    const { id } = await desk.complain()
    expect((await desk.step(id, { type: 'resolve', method: 'explained' })).status).toBe(409)
    const answered = await desk.step(id, {
      type: 'answer',
      note: '正在处理',
      toldAuthorities: true,
    })
    expect(answered.body).toMatchObject({ status: 'answered', resolvedAt: null })
    desk.at('2026-10-14T02:00:00.000Z')
    const resolved = await desk.step(id, { type: 'resolve', method: 'remedied' })
    expect(due(resolved.body, 'complaint-answer').late).toBe(false)
    expect(due(resolved.body, 'complaint-resolution').late).toBe(true)
  })

  it.each([
    ['650102', 'ent-a', true],
    ['370302', 'ent-a', false],
  ] as const)(
    'an agreed extension in %s moves the deadline: %s %s',
    async (region, enterpriseId, moves) => {
      const { id } = await desk.must('/v1/complaints', {
        enterpriseId,
        region,
        channel: 'visit',
        topic: 'price',
        text,
      })
      const extend = (agreed: boolean, until = '2026-10-20') =>
        desk.step(id, { type: 'extend', until, agreed, note: '等待检测报告' })
      const told = await extend(false)
      expect(told.body.promisedOn).toBe('2026-10-20')
      expect(due(told.body, 'complaint-answer').dueAt).toBe('2026-10-13T15:59:59.999Z')
      const { body } = await extend(true)
      expect(due(body, 'complaint-answer').dueAt).toBe(
        moves ? '2026-10-20T15:59:59.999Z' : '2026-10-13T15:59:59.999Z',
      )
      expect((await extend(true, '2026-09-30')).body).toMatchObject({
        code: 'INCONSISTENT_REQUEST',
        path: '/until',
      })
    },
  )

  it('no agreement mends a deadline that is over', async () => {
    const { id } = await desk.must('/v1/complaints', {
      region: '650102',
      channel: 'visit',
      topic: 'price',
      text,
    })
    desk.at('2026-10-13T16:00:00.000Z')
    const { body } = await desk.step(id, {
      type: 'extend',
      until: '2026-10-20',
      agreed: true,
      note: '说明原因',
    })
    expect(due(body, 'complaint-answer')).toMatchObject({
      dueAt: '2026-10-13T15:59:59.999Z',
      overdue: true,
    })
  })

  it('a forwarded one has the deadline of its authority, beside the law', async () => {
    const forwarded = {
      by: '市消费者协会',
      reference: 'XF-2026-77',
      dueAt: '2026-10-04T10:00:00.000Z',
    }
    const { id, deadlines } = await desk.complain({ forwarded, channel: 'forwarded' })
    expect(deadlines.map((one: Json) => one.name)).toEqual([
      'complaint-answer',
      'complaint-resolution',
      'complaint-authority',
    ])
    const { body } = await desk.step(id, { type: 'reply-to-authority' })
    expect(due(body, 'complaint-authority')).toMatchObject({
      late: false,
      agreed: true,
      clause: 'R001-8.1-fi',
    })
    expect((await desk.step(id, { type: 'reply-to-authority' })).body.code).toBe('CASE_STATE')
    expect(
      (
        await desk.post('/v1/complaints', {
          customerId: desk.customerId,
          channel: 'letter',
          topic: 'other',
          kind: 'letter',
          text,
          forwarded,
        })
      ).body,
    ).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/forwarded' })
  })
})
