import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { day } from '#domain/units.ts'
import { WorkDeadlines } from '#jobs/work-deadlines.ts'
import { DeadlineStore } from '#store/deadlines/deadline-store.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
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

describe('the work list and the calendar', () => {
  const open = async (role: string, query = '') =>
    (await desk.get(`/v1/work-items?limit=500${query}`, role)).body.items.filter(
      (one: Json) => one.caseId !== null,
    )

  it('shows what is due by deadline, overdue first, to whom it concerns', async () => {
    const { id } = await desk.complain()
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
    await desk.step(id, { type: 'answer', note: 'x' })
    const closed = await open('office', '&kind=complaint-answer&state=closed')
    expect(closed.find((one: Json) => one.caseId === id)).toMatchObject({ closeReason: 'MET' })
  })

  it('pages over work on cylinders and cases together', async () => {
    for (let i = 0; i < 3; i += 1) await desk.complain()
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await desk.get(`/v1/work-items?limit=3${cursor}`)
      seen.push(...body.items.map((one: Json) => one.id))
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(3)
  })

  it('is counted anew when the notice of the next year is loaded; what was agreed stays', async () => {
    desk.at('2026-12-24T02:00:00.000Z')
    const counted = await desk.complain()
    const agreed = await desk.must('/v1/complaints', {
      enterpriseId: 'ent-a',
      region: '650102',
      channel: 'phone',
      topic: 'other',
      text,
    })
    await desk.step(agreed.id, {
      type: 'extend',
      until: '2027-01-08',
      agreed: true,
      note: '等待检测',
    })
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
