import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { foldLife } from '#domain/fold-life.ts'
import { epochMs } from '#domain/units.ts'
import { decodeState } from '#store/batch/life-codec.ts'
import { uuid7 } from '#app/uuid7.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { type IngestFixture, minutesAgo, onCylinder, startFixture } from './ingest-fixture.ts'

const fill = (code: string, grossG: number, at?: string) =>
  onCylinder(code, 'fill.completed', { scale: 'scale-1', grossG, tareG: 16_500 }, at)

forEachStore('ingest', (testStore) => {
  let database: TestDatabase
  let world: IngestFixture
  const rejected = async (): Promise<{ code: string; path: string | null }[]> =>
    (await database.pool.query('select code, path from rejected_message order by id')).rows

  beforeAll(async () => {
    database = await testStore.createDatabase()
    world = await startFixture(database)
  })

  afterAll(async () => {
    await world.stop()
    await database.drop()
  })

  describe('repeats', () => {
    it('stores the same bytes once, in one array, in later publishes and flagged as duplicates', async () => {
      await world.register('R-1')
      const event = fill('R-1', 31_000)
      await world.publish([event, event])
      await world.publish(event)
      await world.publish(event, { dup: true })
      expect(
        (await world.trace('R-1')).filter(({ type }) => type === 'fill.completed'),
      ).toHaveLength(1)
    })

    it('rejects another content under a used id and keeps the first', async () => {
      await world.register('R-2')
      const event = fill('R-2', 31_000)
      await world.publish(event)
      await world.publish({ ...event, grossG: 40_000 })
      expect((await rejected()).at(-1)).toEqual({ code: 'EVENT_ID_REUSED', path: '/id' })
      expect((await world.trace('R-2')).map(({ findings }) => findings)).not.toContainEqual(
        expect.arrayContaining(['OVERFILL']),
      )
    })

    it('gives a repeated request the same answer, and each answer once in the life', async () => {
      await world.register('R-3')
      await world.publish(onCylinder('R-3', 'prefill.checked', { passed: true }, minutesAgo(1)))
      const request = onCylinder('R-3', 'fill.requested', { scale: 'scale-1', emptyGrossG: 16_600 })
      await world.publish(request)
      await world.publish(request, { dup: true })
      const answers = world.pushed
        .map(({ payload }) => JSON.parse(payload))
        .filter(({ requestId }) => requestId === request.id)
      expect(answers).toHaveLength(2)
      expect(answers[0]).toEqual(answers[1])
      expect(answers[0]).toMatchObject({ type: 'fill.permit', decision: 'allow', maxNetG: 14_900 })
      expect((await world.trace('R-3')).map(({ type }) => type)).toEqual([
        'prefill.checked',
        'cylinder.registered',
        'fill.requested',
        'fill.permitted',
      ])
    })
  })

  describe('late knowledge', () => {
    it('supersedes a verdict when an earlier check arrives late, and keeps both', async () => {
      await world.register('L-1')
      await world.publish(fill('L-1', 31_000, minutesAgo(2)))
      const [before] = await world.trace('L-1')
      expect(before?.findings).toContain('FILL_NEEDS_PREFILL_CHECK')
      await world.publish(onCylinder('L-1', 'prefill.checked', { passed: true }, minutesAgo(5)))
      const after = await world.trace('L-1')
      expect(after.map(({ type }) => type).slice(0, 2)).toEqual([
        'prefill.checked',
        'fill.completed',
      ])
      expect(after[1]?.findings).not.toContain('FILL_NEEDS_PREFILL_CHECK')
      expect(after[1]?.superseded).toBe(1)
    })

    it('joins what an unregistered tag did to the cylinder that is registered with it, and judges it then', async () => {
      const tag = { scheme: 'qr' as const, value: '二维码-ئەسسالام-1' }
      await world.publish({ ...fill('x', 31_630), tag })
      await world.register('J-1', {}, [tag])
      const life = await world.trace('J-1')
      expect(life).toHaveLength(2)
      expect(life[0]?.findings).toContain('OVERFILL')
      expect(life[0]?.findings).not.toContain('FILL_UNKNOWN_CYLINDER')
      expect(life[0]?.superseded).toBe(1)
      await world.publish({ ...fill('x', 31_000), tag })
      expect(await world.trace('J-1')).toHaveLength(3)
    })

    it('moves the events of a tag that is bound later, and leaves a released tag without a cylinder', async () => {
      await world.register('T-1')
      const tag = { scheme: 'epc' as const, value: 'E2801160600002' }
      const change = (type: 'tag.bound' | 'tag.released') => ({
        code: 'T-1',
        tag,
        event: {
          id: uuid7(),
          type,
          at: epochMs(Date.now()),
          stationId: null,
          operator: 'u-1',
          body: { ...tag, by: 'u-1' },
        },
      })
      await world.publish({ ...onCylinder('x', 'cylinder.scanned', { purpose: 'count' }), tag })
      expect(await world.recorder.bindTag(change('tag.bound'))).toBe('bound')
      expect(await world.recorder.bindTag(change('tag.bound'))).toBe('tag-in-use')
      expect((await world.trace('T-1')).map(({ type }) => type).sort()).toEqual([
        'cylinder.registered',
        'cylinder.scanned',
        'tag.bound',
      ])
      expect(await world.recorder.releaseTag(change('tag.released'))).toBe('released')
      await world.publish({ ...onCylinder('x', 'cylinder.scanned', { purpose: 'count' }), tag })
      expect(
        (await world.trace('T-1')).filter(({ type }) => type === 'cylinder.scanned'),
      ).toHaveLength(1)
    })

    it.each([['1970-01-01T00:00:00.000Z'], ['2099-01-01T00:00:00.000Z']])(
      'keeps an event of %s, in the order in which it was known',
      async (at) => {
        const code = `C-${at.slice(0, 4)}`
        await world.register(code)
        await world.publish(onCylinder(code, 'cylinder.scanned', { purpose: 'count' }, at))
        const life = await world.trace(code)
        expect(life.map(({ type }) => type)).toEqual(['cylinder.registered', 'cylinder.scanned'])
        expect(life[1]?.findings).toEqual(['CLOCK_INVALID'])
      },
    )
  })

  describe('work', () => {
    const work = async (code: string): Promise<string[]> => {
      const { rows } = await database.pool.query(
        `select w.kind from work_item w join cylinder c on c.id = w.cylinder_id where c.code = $1 order by w.kind`,
        [code],
      )
      return rows.map(({ kind }) => kind)
    }

    it('calls back a cylinder that stands at a customer when a block is found late, and lists the turned verdict', async () => {
      await world.register('H-1')
      await world.publish(onCylinder('H-1', 'prefill.checked', { passed: true }, minutesAgo(50)))
      await world.publish(fill('H-1', 31_000, minutesAgo(40)))
      const checked = { leakFree: true, sealed: true, labelled: true }
      await world.publish(onCylinder('H-1', 'postfill.checked', checked, minutesAgo(30)))
      await world.recorder.record('H-1', {
        id: uuid7(),
        type: 'delivery.completed',
        at: epochMs(Date.now() - 10 * 60_000),
        stationId: null,
        operator: 'c-1',
        body: { customerRef: 'cust-1', by: 'c-1' },
      })
      expect(await work('H-1')).toEqual([])
      const late = { ...checked, checkWeighG: 31_700 }
      await world.publish(onCylinder('H-1', 'postfill.checked', late, minutesAgo(20)))
      expect(await work('H-1')).toEqual(['recall', 'verdict-changed'])
    })
  })

  describe('weight curves', () => {
    const permit = async (code: string): Promise<string> => {
      await world.register(code)
      await world.publish(onCylinder(code, 'prefill.checked', { passed: true }, minutesAgo(1)))
      const request = onCylinder(code, 'fill.requested', { scale: 'scale-1', emptyGrossG: 16_600 })
      await world.publish(request)
      const answer = world.pushed
        .map(({ payload }) => JSON.parse(payload))
        .find(({ requestId }) => requestId === request.id)
      return answer.permitId
    }
    const slice = (permitId: string, grossG: number[], from = minutesAgo(0)) =>
      world.publish(
        { id: uuid7(), scale: 'scale-1', permitId, from, stepMs: 100, grossG },
        { kind: 'samples', topic: 'lpg/v1/st-1/dev-1/samples' },
      )
    const compared = async (code: string) =>
      (await world.trace(code)).filter(({ type }) => type === 'fill.curve-compared')

    it('compares a fill with the slices that came before it, and finds nothing in a good one', async () => {
      const permitId = await permit('W-1')
      await slice(permitId, [0, 16_600, 20_000], minutesAgo(0.2))
      await slice(permitId, [25_000, 30_990, 31_000], minutesAgo(0.1))
      await world.publish({ ...fill('W-1', 31_000), permitId })
      const life = await world.trace('W-1')
      expect(life.at(-1)).toMatchObject({ type: 'fill.curve-compared', findings: [] })
      expect(life.at(-2)).toMatchObject({ type: 'fill.completed', findings: [] })
    })

    it('compares again when a slice comes after the fill', async () => {
      const permitId = await permit('W-2')
      await world.publish({ ...fill('W-2', 31_000), permitId })
      expect(await compared('W-2')).toHaveLength(0)
      await slice(permitId, [16_600, 16_700, 16_650])
      expect((await compared('W-2')).map(({ findings }) => findings)).toEqual([
        ['CURVE_NO_RISE', 'CURVE_NET_NOT_REACHED'],
      ])
    })
  })

  describe('what cannot be kept', () => {
    it('rejects only the bad elements of an array, each with its own bytes', async () => {
      await world.register('A-1')
      const before = (await rejected()).length
      const good = onCylinder('A-1', 'cylinder.scanned', { purpose: 'count' })
      await world.publish([good, { ...fill('A-1', -5) }, { type: 'nothing' }])
      expect((await world.trace('A-1')).map(({ type }) => type)).toContain('cylinder.scanned')
      expect((await rejected()).slice(before)).toEqual([
        { code: 'NUMBER_OUT_OF_RANGE', path: '/1/grossG' },
        { code: 'UNKNOWN_TYPE', path: '/2/type' },
      ])
    })

    it('finds the one message that the database refuses, and keeps all others', async () => {
      await database.pool.query(
        `alter table cylinder_life add constraint poison check (operator is distinct from 'poison')`,
      )
      await world.register('P-1')
      const events = Array.from({ length: 40 }, (_, n) => ({
        ...onCylinder('P-1', 'cylinder.scanned', { purpose: 'count' }),
        operator: n === 17 ? 'poison' : 's-1',
      }))
      await world.publish(events)
      await database.pool.query('alter table cylinder_life drop constraint poison')
      expect(
        (await world.trace('P-1')).filter(({ type }) => type === 'cylinder.scanned'),
      ).toHaveLength(39)
      expect((await rejected()).at(-1)?.code).toBe('REFUSED')
    })
  })

  it('ends in the fold of the life, in whatever order its events arrive', async () => {
    await world.register('F-1')
    const steps = [
      'residual.weighed',
      'prefill.checked',
      'fill.completed',
      'postfill.checked',
      'stock.out',
    ]
    const own = {
      'residual.weighed': { grossG: 16_700 },
      'prefill.checked': { passed: true },
      'fill.completed': { scale: 'scale-1', grossG: 31_000, tareG: 16_500 },
      'postfill.checked': { leakFree: true, sealed: true, labelled: true },
      'stock.out': { siteId: 'st-1', condition: 'full', appearanceOk: true, vehicle: 'v-1' },
    } as Record<string, object>
    const second = await startFixture(database, false)
    const life = Array.from({ length: 300 }, (_, n) => {
      const type = steps[n % steps.length] as string
      return onCylinder('F-1', type, own[type] as object, minutesAgo(400 - n))
    })
    // Mostly in order, each a few places early or late, now and then far too late (a fixed pattern: a failure can be repeated).
    const place = (n: number): number => n + ((n * 37) % 11) - (n % 13 === 0 ? -40 : 5)
    const arrival = life.map((event, n) => ({ event, at: place(n) })).sort((a, b) => a.at - b.at)
    for (const [n, { event }] of arrival.entries()) {
      // The second writer is a process of its own: what one remembers of a life the other has changed meanwhile.
      const writer = n % 3 === 0 ? second : world
      await writer.publish(event, { deviceId: n % 2 === 0 ? 'dev-1' : 'dev-2' })
    }
    await second.stop()
    const { rows } = await database.pool.query(
      `select c.id::text as id, c.state::text as state from cylinder c where code = 'F-1'`,
    )
    const stored = await world.history(rows[0].id)
    const folded = foldLife(
      stored.map(({ event }) => event),
      world.tools.judge,
    )
    expect(decodeState(rows[0].state)).toEqual(folded.cylinder)
    const found = new Map(folded.judged.map(({ event, findings }) => [event, findings]))
    for (const { event, findings } of stored) expect(findings ?? []).toEqual(found.get(event))
  })

  it('keeps the order of one device and loses nothing when its connection is cut again and again', async () => {
    await world.register('K-1')
    const settled: number[] = []
    const publishes = Array.from({ length: 120 }, (_, n) =>
      world
        .publish(onCylinder('K-1', 'cylinder.scanned', { purpose: `n${n}` }))
        .then(() => settled.push(n)),
    )
    const cut = setInterval(() => {
      database.pool
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'lpg-trace-ingest'`,
        )
        .catch(() => undefined)
    }, 15)
    await new Promise((resolve) => setTimeout(resolve, 200))
    clearInterval(cut)
    await Promise.all(publishes)
    expect(settled).toEqual(Array.from({ length: 120 }, (_, n) => n))
    expect(
      (await world.trace('K-1')).filter(({ type }) => type === 'cylinder.scanned'),
    ).toHaveLength(120)
  })
})
