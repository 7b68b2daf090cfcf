import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { day } from '#domain/units.ts'
import { WorkDeadlines } from '#jobs/work-deadlines.ts'
import { DeadlineStore } from '#store/deadlines/deadline-store.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

let desk: DeskWorld

beforeAll(async () => {
  desk = await startDesk()
}, 60_000)
afterAll(() => desk.api.close())
// The working day before the National Day week.
beforeEach(() => desk.at('2026-09-30T02:00:00.000Z'))

const text = '送气员态度差，钢瓶没有检漏就走了，电话13812345678。'

const complain = (more: object = {}, role = 'office') =>
  desk.must(
    '/v1/complaints',
    {
      customerId: desk.customerId,
      premisesId: desk.premisesId,
      channel: 'phone',
      topic: 'attitude',
      text,
      ...more,
    },
    role,
  )

const step = (id: string, body: object, role = 'office', more: object = {}) =>
  desk.post(`/v1/complaints/${id}/steps`, body, role, more)

const due = (answer: Json, name: string) =>
  answer.deadlines.find((one: Json) => one.name === name && one.voidAt === null)

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
    const answer = await complain()
    expect(due(answer, 'complaint-answer')).toMatchObject({
      dueAt: '2026-12-31T15:59:59.999Z',
      provisional: true,
    })
  })

  it('is kept in the last millisecond and overdue after it', async () => {
    const { id } = await complain()
    desk.at('2026-10-13T15:59:59.999Z')
    expect(due((await desk.get(`/v1/complaints/${id}`)).body, 'complaint-answer').overdue).toBe(
      false,
    )
    desk.at('2026-10-13T16:00:00.000Z')
    expect(due((await desk.get(`/v1/complaints/${id}`)).body, 'complaint-answer').overdue).toBe(
      true,
    )
    const { body } = await step(id, {
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
    const { id } = await complain()
    expect((await step(id, { type: 'resolve', method: 'explained' })).status).toBe(409)
    const answered = await step(id, { type: 'answer', note: '正在处理', toldAuthorities: true })
    expect(answered.body).toMatchObject({ status: 'answered', resolvedAt: null })
    desk.at('2026-10-14T02:00:00.000Z')
    const resolved = await step(id, { type: 'resolve', method: 'remedied' })
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
        step(id, { type: 'extend', until, agreed, note: '等待检测报告' })
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
    const { body } = await step(id, {
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
    const { id, deadlines } = await complain({ forwarded, channel: 'forwarded' })
    expect(deadlines.map((one: Json) => one.name)).toEqual([
      'complaint-answer',
      'complaint-resolution',
      'complaint-authority',
    ])
    const { body } = await step(id, { type: 'reply-to-authority' })
    expect(due(body, 'complaint-authority')).toMatchObject({
      late: false,
      agreed: true,
      clause: 'R001-8.1-fi',
    })
    expect((await step(id, { type: 'reply-to-authority' })).body.code).toBe('CASE_STATE')
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

describe('handling', () => {
  it('whoever is complained about neither handles nor reads it (R000-8.0.4.5)', async () => {
    const { id } = await complain({ against: { operator: 'clerk' } })
    expect((await step(id, { type: 'assign', userId: desk.users['clerk'] })).body).toMatchObject({
      code: 'RECUSED',
      path: '/userId',
      clause: 'R000-8.0.4.5',
    })
    expect((await step(id, { type: 'answer', note: 'x' }, 'clerk')).body.code).toBe('RECUSED')
    const { body } = await desk.get(`/v1/complaints/${id}`, 'clerk')
    expect(body.person).toBeNull()
    expect(JSON.stringify(body)).not.toContain('13812345678')
    expect(
      (await desk.post(`/v1/complaints/${id}/reveal`, { fields: ['phone'], reason: 'x' }, 'clerk'))
        .body.code,
    ).toBe('RECUSED')
    const other = await step(id, { type: 'assign', userId: desk.users['station'] })
    expect(other.body.handlerId).toBe(desk.users['station'])
  })

  it('with an interest one steps aside for good', async () => {
    const { id } = await complain()
    await step(id, { type: 'assign', userId: desk.users['clerk'] })
    const { body } = await step(id, { type: 'recuse', note: '与投诉人有亲属关系' }, 'clerk')
    expect(body.handlerId).toBeNull()
    expect((await step(id, { type: 'assign', userId: desk.users['clerk'] })).body.code).toBe(
      'RECUSED',
    )
  })

  it('runs from answer to close with the five fields of feedback, and is appealed against by other hands', async () => {
    const { id } = await complain()
    await step(id, { type: 'assign', userId: desk.users['clerk'] })
    await step(id, { type: 'answer', note: '已答复' }, 'clerk')
    expect((await step(id, { type: 'close' })).body.code).toBe('CASE_STATE')
    await step(id, { type: 'resolve', method: 'remedied' }, 'clerk')
    expect((await step(id, { type: 'close' })).body).toMatchObject({ clause: 'R003-5.7.7' })
    expect(
      (await step(id, { type: 'feedback', reached: true, result: 'solved' })).body,
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
    await step(id, { ...feedback, satisfaction: 'dissatisfied' })
    expect((await step(id, { type: 'close' })).body).toMatchObject({
      code: 'CASE_STATE',
      clause: 'R000-6.3.4',
    })
    await step(id, { ...feedback, satisfaction: 'satisfied' })
    const closed = await step(id, { type: 'close' })
    expect(closed.body).toMatchObject({ status: 'closed' })
    const five = closed.body.entries.findLast((one: Json) => one.type === 'feedback')
    expect(five.body).toMatchObject({
      staffId: desk.users['clerk'],
      result: 'solved',
      satisfaction: 'satisfied',
    })
    desk.at('2026-10-01T02:00:00.000Z')
    const appealed = await step(id, { type: 'appeal', from: 'blamed', note: '不认可责任认定' })
    expect(due(appealed.body, 'complaint-appeal').dueAt).toBe('2026-10-13T15:59:59.999Z')
    expect((await step(id, { type: 'assign', userId: desk.users['clerk'] })).body.code).toBe(
      'RECUSED',
    )
    const again = await step(id, { type: 'answer', note: '复核意见' }, 'station')
    expect(due(again.body, 'complaint-appeal').late).toBe(false)
    expect(again.body.answeredAt).toBe('2026-09-30T02:00:00.000Z')
  })

  it('an answered message is done', async () => {
    const { id } = await complain({ kind: 'message' })
    const { body } = await step(id, { type: 'answer', note: '营业时间 8:00–18:00' })
    expect(body).toMatchObject({ status: 'closed' })
    expect((await step(id, { type: 'answer', note: 'x' })).body.code).toBe('CASE_STATE')
  })

  it('a withdrawn one is due no more; what was overdue stays so', async () => {
    const early = await complain()
    const { body } = await step(early.id, { type: 'withdraw' })
    expect(body.deadlines.every((one: Json) => one.voidAt !== null)).toBe(true)
    const late = await complain()
    desk.at('2026-10-20T02:00:00.000Z')
    const over = await step(late.id, { type: 'withdraw' })
    expect(due(over.body, 'complaint-answer').overdue).toBe(true)
  })
})

describe('reach, repeats, and what is kept where', () => {
  it('names the wrong field', async () => {
    const wrong = async (more: object) =>
      (
        await desk.post('/v1/complaints', {
          customerId: desk.customerId,
          channel: 'phone',
          topic: 'other',
          text,
          ...more,
        })
      ).body
    expect(await wrong({ topic: 'x' })).toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [{ path: '/topic' }],
    })
    expect(await wrong({ customerId: randomUUID() })).toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      path: '/customerId',
    })
    expect(await wrong({ premisesId: randomUUID() })).toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      path: '/premisesId',
    })
    expect(await wrong({ repeatOf: randomUUID() })).toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      path: '/repeatOf',
    })
    expect(await wrong({ against: {} })).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(await wrong({ receivedAt: '2026-09-30T03:00:00.000Z' })).toMatchObject({
      path: '/receivedAt',
    })
    expect(await wrong({ customerId: undefined })).toMatchObject({
      code: 'INVALID_REQUEST',
      path: '/region',
    })
    const { id } = await complain()
    expect(
      (await step(id, { type: 'answer', note: 'x', at: '2026-09-30T01:00:00.000Z' })).body,
    ).toMatchObject({ path: '/at' })
    expect(
      (await step(id, { type: 'answer', note: 'x', at: '2026-09-30T03:00:00.000Z' })).body,
    ).toMatchObject({ path: '/at' })
    expect((await step(id, { type: 'assign', userId: desk.users['office-b'] })).body).toMatchObject(
      { code: 'UNKNOWN_REFERENCE', path: '/userId' },
    )
  })

  it('is not there for another enterprise or another region', async () => {
    const { id } = await complain()
    for (const role of ['office-b', 'customer']) {
      expect((await desk.get(`/v1/complaints/${id}`, role)).status).toBe(404)
      expect((await step(id, { type: 'withdraw' }, role)).status).toBe(404)
    }
    const far = await desk.must('/v1/complaints', {
      region: '650102',
      channel: 'phone',
      topic: 'other',
      text,
    })
    expect((await desk.get(`/v1/complaints/${far.id}`, 'regulator')).status).toBe(404)
    expect((await desk.get(`/v1/complaints/${id}`, 'regulator')).body.entries[0].note).toBe(text)
    const kept = await complain({ confidential: true })
    expect(
      (await desk.get(`/v1/complaints/${kept.id}`, 'regulator')).body.entries[0].note,
    ).toBeNull()
    expect(
      (
        await desk.post(
          '/v1/complaints',
          { customerId: desk.customerId, channel: 'phone', topic: 'other', text },
          'office-b',
        )
      ).body.path,
    ).toBe('/customerId')
  })

  it('happens once, however often it is sent at the same time', async () => {
    const id = randomUUID()
    const body = { id, customerId: desk.customerId, channel: 'app', topic: 'other', text }
    const all = await Promise.all(
      Array.from({ length: 6 }, () => desk.post('/v1/complaints', body)),
    )
    expect(all.map(({ status }) => status)).toEqual(Array(6).fill(201))
    const headers = { 'idempotency-key': 'answer-once' }
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => step(id, { type: 'note', note: `第${i}次` })),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const { body: after } = await desk.get(`/v1/complaints/${id}`)
    expect(after.entries.map((one: Json) => one.seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
    const { tokens } = desk.world
    const keyed = () =>
      step(id, { type: 'answer', note: 'x' }, 'office', {
        headers: { ...headers, authorization: `Bearer ${tokens['office']}` },
      })
    const [first, second] = await Promise.all([keyed(), keyed()])
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.body.entries.filter((one: Json) => one.type === 'answer')).toHaveLength(1)
  })

  it('keeps what was written sealed, and shows numbers only for a reason', async () => {
    const { id, person } = await complain()
    expect(person).toMatchObject({ name: '张*', phone: '138****0001' })
    const { rows } = await desk.api.database.pool.query<{ all: string }>(
      `select coalesce(string_agg(e::text, ' '), '') || coalesce((select string_agg(k::text, ' ') from service_case k), '') as all from service_entry e`,
    )
    expect(rows[0]?.all).not.toMatch(/13812345678|13805330001|张三|检漏/)
    expect(desk.api.log.join('\n')).not.toMatch(/13812345678|检漏就走/)
    const { body } = await desk.post(`/v1/complaints/${id}/reveal`, {
      fields: ['phone', 'address'],
      reason: '回访',
    })
    expect(body.values).toMatchObject({ phone: '13805330001' })
    const { rows: audit } = await desk.api.database.pool.query(
      `select purpose from reveal_audit order by id desc limit 1`,
    )
    expect(audit).toEqual([{ purpose: 'complaint' }])
  })

  it('lists newest first, a page at a time', async () => {
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await desk.get(`/v1/complaints?limit=7&state=open${cursor}`)
      seen.push(...body.items.map((one: Json) => one.id))
      expect(body.items.every((one: Json) => one.endedAt === null)).toBe(true)
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(10)
  })
})

describe('the work list and the calendar', () => {
  const open = async (role: string, query = '') =>
    (await desk.get(`/v1/work-items?limit=500${query}`, role)).body.items.filter(
      (one: Json) => one.caseId !== null,
    )

  it('shows what is due by deadline, overdue first, to whom it concerns', async () => {
    const { id } = await complain()
    const items = await open('office', '&kind=complaint-answer')
    const keys = items.map((one: Json) => one.dueAt)
    expect(keys).toEqual(keys.toSorted((a: string, b: string) => (a < b ? -1 : 1)))
    expect(items.find((one: Json) => one.caseId === id)).toMatchObject({
      kind: 'complaint-answer',
      code: null,
      detail: { area: 'complaint', clause: 'R003-5.7.2' },
    })
    expect((await open('regulator')).some((one: Json) => one.caseId === id)).toBe(true)
    expect((await open('office-b')).some((one: Json) => one.caseId === id)).toBe(false)
    await step(id, { type: 'answer', note: 'x' })
    const closed = await open('office', '&kind=complaint-answer&state=closed')
    expect(closed.find((one: Json) => one.caseId === id)).toMatchObject({ closeReason: 'MET' })
  })

  it('pages over work on cylinders and cases together', async () => {
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await desk.get(`/v1/work-items?limit=3${cursor}`)
      seen.push(...body.items.map((one: Json) => one.id))
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('is counted anew when the notice of the next year is loaded; what was agreed stays', async () => {
    desk.at('2026-12-24T02:00:00.000Z')
    const counted = await complain()
    const agreed = await desk.must('/v1/complaints', {
      enterpriseId: 'ent-a',
      region: '650102',
      channel: 'phone',
      topic: 'other',
      text,
    })
    await step(agreed.id, { type: 'extend', until: '2027-01-08', agreed: true, note: '等待检测' })
    const { pool } = desk.api.database
    const calendars = calendarQueries(pool)
    const job = new WorkDeadlines(new DeadlineStore(pool), calendars, 1000)
    await job.run(new AbortController().signal)
    // Nobody knows the notice for 2027 yet: suppose it gives 30 December and 1 January off.
    await calendars.putNotice(
      2027,
      [
        { day: day('2026-12-30'), kind: 'off' },
        { day: day('2027-01-01'), kind: 'off' },
      ],
      {
        source: 'test',
        recordedBy: 'test',
        at: desk.api.clock.now,
      },
    )
    await job.run(new AbortController().signal)
    const of = async (id: string) =>
      due((await desk.get(`/v1/complaints/${id}`)).body, 'complaint-answer')
    expect(await of(counted.id)).toMatchObject({
      dueAt: '2027-01-04T15:59:59.999Z',
      provisional: false,
    })
    expect(await of(agreed.id)).toMatchObject({
      dueAt: '2027-01-08T15:59:59.999Z',
      provisional: false,
    })
  })
})

describe('customers', () => {
  beforeAll(async () => {
    await desk.api.database.pool.query(
      `insert into customer_account (user_id, enterprise_id, customer_id, person_id, created_at)
       select $1, 'ent-a', id, person_id, now() from customer where id = $2`,
      [desk.users['customer'], desk.customerId],
    )
  })

  it('tell us, follow what becomes of it, appeal and withdraw; they see nothing of the inside', async () => {
    const told = await desk.must(
      '/v1/complaints',
      { channel: 'app', topic: 'delivery', text: '送气迟到两小时' },
      'customer',
    )
    expect(told).toMatchObject({
      customerId: desk.customerId,
      enterpriseId: 'ent-a',
      region: '370302',
      status: 'open',
    })
    expect(due(told, 'complaint-answer').dueAt).toBe('2026-10-13T15:59:59.999Z')
    await step(told.id, { type: 'assign', userId: desk.users['clerk'], note: '内部备注' })
    await step(told.id, { type: 'note', note: '司机已承认' })
    await step(told.id, { type: 'answer', note: '向您致歉，已扣罚' }, 'clerk')
    const { body } = await desk.get(`/v1/complaints/${told.id}`, 'customer')
    expect(body.entries.map((one: Json) => [one.type, one.note])).toEqual([
      ['open', '送气迟到两小时'],
      ['answer', '向您致歉，已扣罚'],
    ])
    expect(JSON.stringify(body)).not.toMatch(/内部备注|已承认/)
    expect((await step(told.id, { type: 'answer', note: 'x' }, 'customer')).status).toBe(403)
    const appealed = await step(told.id, { type: 'appeal', note: '不接受' }, 'customer')
    expect(appealed.body).toMatchObject({ status: 'appealed' })
    expect((await step(told.id, { type: 'withdraw' }, 'customer')).body.status).toBe('withdrawn')
    const mine = (await desk.get('/v1/complaints', 'customer')).body.items
    expect(mine.every((one: Json) => one.customerId === desk.customerId)).toBe(true)
  })

  it('never reach the cases of others', async () => {
    const other = await desk.must('/v1/complaints', {
      region: '370302',
      channel: 'phone',
      topic: 'other',
      text,
    })
    expect((await desk.get(`/v1/complaints/${other.id}`, 'customer')).status).toBe(404)
    expect((await step(other.id, { type: 'withdraw' }, 'customer')).status).toBe(404)
    const someone = await desk.world.customer()
    const asked = { channel: 'app', topic: 'other', text }
    expect(
      (await desk.post('/v1/complaints', { ...asked, customerId: someone.id }, 'customer')).body
        .path,
    ).toBe('/customerId')
    expect(
      (await desk.post('/v1/complaints', { ...asked, premisesId: someone.premisesId }, 'customer'))
        .body.path,
    ).toBe('/premisesId')
    const repair = await desk.must(
      '/v1/repairs',
      { channel: 'app', topic: 'hose', text: '软管老化', premisesId: desk.premisesId },
      'customer',
    )
    expect(repair.premisesId).toBe(desk.premisesId)
    expect(
      (await desk.post(`/v1/repairs/${repair.id}/steps`, { type: 'arrive' }, 'customer')).status,
    ).toBe(403)
    expect(
      (await desk.post(`/v1/repairs/${repair.id}/steps`, { type: 'cancel' }, 'customer')).body
        .status,
    ).toBe('cancelled')
    const leak = await desk.must(
      '/v1/incidents',
      { channel: 'app', text: '闻到煤气味' },
      'customer',
    )
    expect(leak.prompts).toHaveLength(5)
  })

  it('are not erased while a case of theirs is open', async () => {
    await complain()
    const { body } = await desk.get(`/v1/customers/${desk.customerId}/erasure`)
    expect(body.holds.map(({ reason }: Json) => reason)).toContain('CASE_OPEN')
  })
})
