import { afterAll, beforeAll, expect, it } from 'vitest'
import { addDays, dayOf, startOfDay } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { addWorkingDays, endOfDay } from '#domain/working-days.ts'
import { packagedCalendar } from '#jobs/packaged-calendar.ts'
import { UnweighedReturns } from '#jobs/unweighed-returns.ts'
import { WorkDeadlines } from '#jobs/work-deadlines.ts'
import { uuid7 } from '#app/uuid7.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { DeadlineStore } from '#store/deadlines/deadline-store.ts'
import { type CalendarQueries, calendarQueries } from '#store/queries/system/calendar.ts'
import { type IngestFixture, onCylinder, startFixture } from '#test/ingest/ingest-fixture.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'

const { signal } = new AbortController()
const HOUR = 3_600_000

type Work = {
  readonly code: string
  readonly kind: string
  readonly dueAt: number | null
  readonly provisional: boolean
  readonly closeReason: string | null
  readonly detail: { readonly finding: object }
}

forEachStore('deadlines in working days', (store) => {
  let database: TestDatabase
  let fixture: IngestFixture
  let calendars: CalendarQueries
  const clock = { now: Date.now() }
  const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * HOUR).toISOString()
  const work = async (kind: string): Promise<readonly Work[]> => {
    const { rows } = await database.pool.query<Work>(
      `select c.code, w.kind, w.due_at as "dueAt", w.provisional, w.close_reason as "closeReason", w.detail
       from work_item w join cylinder c on c.id = w.cylinder_id where w.kind = $1 order by w.id`,
      [kind],
    )
    return rows
  }
  const tell = (code: string, type: string, own: object, hoursAgo: number) =>
    fixture.publish(onCylinder(code, type, own, at(hoursAgo)))
  /** What a person at the window or on the road records. */
  const record = (
    code: string,
    type: 'cylinder.returned' | 'delivery.completed',
    own: object,
    hoursAgo: number,
  ) => {
    const event = {
      id: uuid7(),
      type,
      at: epochMs(Date.parse(at(hoursAgo))),
      stationId: null,
      operator: 'k-31',
      body: { by: 'k-31', ...own },
    }
    return fixture.recorder.record(code, event)
  }
  const giveBack = (code: string, hoursAgo: number) =>
    record(
      code,
      'cylinder.returned',
      { reason: 'used-up', to: { kind: 'station', id: 'st-1' } },
      hoursAgo,
    )
  const unweighed = () =>
    new UnweighedReturns({
      store: new DeadlineStore(database.pool),
      calendars,
      book: createProfileBook(),
      now: () => clock.now,
      everyMs: 1000,
    })

  beforeAll(async () => {
    database = await store.createDatabase()
    fixture = await startFixture(database)
    calendars = calendarQueries(database.pool)
  })
  afterAll(async () => {
    await fixture.stop()
    await database.drop()
  })

  it('a claim is due at the end of the fifth working day after the weighing; firm once the notice is there', async () => {
    await fixture.register('CLAIM-1')
    await giveBack('CLAIM-1', 30)
    await tell('CLAIM-1', 'residual.weighed', { scale: 'scale-1', grossG: 17_400 }, 29)
    const opened = await work('residual-claim')
    expect(opened).toMatchObject([{ code: 'CLAIM-1', dueAt: null }])

    const job = new WorkDeadlines(new DeadlineStore(database.pool), calendars, 1000)
    await job.run(signal)
    const weighedOn = dayOf(epochMs(Date.parse(at(29))))
    const bare = addWorkingDays(weighedOn, 5, { days: new Map(), coveredUntil: null })
    expect(await work('residual-claim')).toMatchObject([
      { dueAt: endOfDay(bare.day), provisional: true },
    ])

    // The calendar grows, and with a day off in between the deadline moves.
    const { entries, coveredUntil } = packagedCalendar()
    await calendars.fill(entries, coveredUntil, clock.now)
    const by = { source: 'test', recordedBy: 'office:li', at: clock.now }
    await calendars.putDay({ day: bare.day, kind: 'off' }, by)
    await job.run(signal)
    const { calendar } = await calendars.load()
    const firm = addWorkingDays(weighedOn, 5, calendar)
    expect(firm.day > bare.day).toBe(true)
    expect(await work('residual-claim')).toMatchObject([
      { dueAt: endOfDay(firm.day), provisional: firm.provisional },
    ])
    expect(firm.provisional).toBe(firm.day > coveredUntil)

    // A second claim under the same calendar gets its own, without the first being touched.
    await fixture.register('CLAIM-2')
    await giveBack('CLAIM-2', 5)
    await tell('CLAIM-2', 'residual.weighed', { scale: 'scale-1', grossG: 17_400 }, 4)
    await job.run(signal)
    const due = await work('residual-claim')
    expect(due).toHaveLength(2)
    expect(due[1]?.dueAt).not.toBeNull()
  })

  it('a return is overdue when its second working day has ended, not a millisecond before', async () => {
    for (const code of ['LATE', 'WEIGHED', 'GONE-AGAIN', 'TWICE']) await fixture.register(code)
    await giveBack('LATE', 6)
    await giveBack('WEIGHED', 6)
    await tell('WEIGHED', 'residual.weighed', { scale: 'scale-1', grossG: 16_600 }, 5)
    // Weighed only after it was at a customer again: the first return stays unweighed.
    await giveBack('GONE-AGAIN', 6)
    await record('GONE-AGAIN', 'delivery.completed', { customerRef: 'c-1' }, 4)
    await tell('GONE-AGAIN', 'residual.weighed', { scale: 'scale-1', grossG: 16_600 }, 3)
    // A handheld and a portal tell of one return.
    await giveBack('TWICE', 6)
    await giveBack('TWICE', 5)
    await tell('TWICE', 'residual.weighed', { scale: 'scale-1', grossG: 16_600 }, 4)

    // Nobody told the return: the station simply has it, and never weighs it.
    for (const code of ['IMPLIED', 'IMPLIED-WEIGHED']) {
      await fixture.register(code)
      await record(code, 'delivery.completed', { customerRef: 'c-1' }, 7)
      await tell(code, 'cylinder.scanned', { purpose: 'inventory' }, 6)
    }
    await tell('IMPLIED-WEIGHED', 'residual.weighed', { scale: 'scale-1', grossG: 16_600 }, 5)

    const { calendar } = await calendars.load()
    const returnedOn = dayOf(epochMs(Date.parse(at(6))))
    const last = addWorkingDays(returnedOn, 2, calendar).day
    const job = unweighed()
    clock.now = endOfDay(last)
    await job.run(signal)
    expect((await work('residual-not-weighed')).map(({ code }) => code)).not.toContain('LATE')

    clock.now = startOfDay(addDays(last, 1))
    await job.run(signal)
    await job.run(signal)
    await unweighed().run(signal)
    const found = (await work('residual-not-weighed')).filter(
      ({ code }) => !code.startsWith('CLAIM'),
    )
    expect(found.map(({ code }) => code).toSorted()).toEqual(['GONE-AGAIN', 'IMPLIED', 'LATE'])
    expect(found[0]).toMatchObject({
      dueAt: endOfDay(last),
      closeReason: null,
      detail: {
        finding: {
          code: 'RESIDUAL_NOT_WEIGHED',
          severity: 'warn',
          measured: returnedOn,
          limit: last,
          clause: 'R002-7.1.14d',
          force: 'recommended',
        },
      },
    })
    expect(JSON.stringify(found[0]?.detail)).toContain('cn-base@')
  })

  it('the item is closed when the weighing comes or the return is annulled', async () => {
    const job = unweighed()
    await job.run(signal)
    await tell('LATE', 'residual.weighed', { scale: 'scale-1', grossG: 16_600 }, 1)
    await job.run(signal)
    // The courier's own word comes late: now that is the return, and it was weighed.
    await giveBack('IMPLIED', 6.5)
    await tell('IMPLIED', 'residual.weighed', { scale: 'scale-1', grossG: 16_600 }, 6.2)
    await job.run(signal)
    const items = await work('residual-not-weighed')
    expect(items.find(({ code }) => code === 'IMPLIED')?.closeReason).toBe('RETURN_TOLD')
    expect(items.find(({ code }) => code === 'LATE')?.closeReason).toBe('WEIGHED')
    expect(items.find(({ code }) => code === 'GONE-AGAIN')?.closeReason).toBeNull()
  })

  it('finds a return that was told late, without looking at all of them again', async () => {
    clock.now = Date.now()
    const job = unweighed()
    await job.run(signal)
    await fixture.register('OFFLINE')
    await giveBack('OFFLINE', 24 * 30)
    clock.now = Date.now()
    await job.run(signal)
    expect((await work('residual-not-weighed')).map(({ code }) => code)).toContain('OFFLINE')
  })
})
