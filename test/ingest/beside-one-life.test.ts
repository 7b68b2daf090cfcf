import { afterAll, beforeAll, expect, it } from 'vitest'
import { epochMs } from '#domain/units.ts'
import { uuid7 } from '#app/uuid7.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { type IngestFixture, minutesAgo, onCylinder, startFixture } from './ingest-fixture.ts'

const fill = (code: string, grossG: number, at?: string) =>
  onCylinder(code, 'fill.completed', { scale: 'scale-1', grossG, tareG: 16_500 }, at)

forEachStore('facts beside one life', (testStore) => {
  let database: TestDatabase
  let world: IngestFixture

  beforeAll(async () => {
    database = await testStore.createDatabase()
    world = await startFixture(database)
  })

  afterAll(async () => {
    await world.stop()
    await database.drop()
  })

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

  const work = async (code: string): Promise<[string, string | null][]> => {
    const { rows } = await database.pool.query(
      `select w.kind, w.close_reason from work_item w join cylinder c on c.id = w.cylinder_id
       where c.code = $1 order by w.kind`,
      [code],
    )
    return rows.map((row) => [row.kind, row.close_reason])
  }

  it('F4 a permit that was given for another cylinder is a mismatch, one that nobody gave is none', async () => {
    const permitId = await permit('PX-1')
    await world.register('PX-2')
    const prefill = () => onCylinder('PX-2', 'prefill.checked', { passed: true }, minutesAgo(1))
    await world.publish(prefill())
    await world.publish({ ...fill('PX-2', 31_000), permitId })
    const last = async (code: string) =>
      (await world.trace(code)).filter(({ type }) => type === 'fill.completed').at(-1)?.findings
    expect(await last('PX-2')).toEqual(['PERMIT_MISMATCH'])
    await world.publish(prefill())
    await world.publish({ ...fill('PX-2', 31_000), permitId: uuid7() })
    expect(await last('PX-2')).toContain('FILL_WITHOUT_PERMIT')
    await world.publish({ ...fill('PX-1', 31_000), permitId })
    expect(await last('PX-1')).toEqual([])
    await world.publish({ ...fill('PX-1', 31_000), permitId })
    expect(await last('PX-1')).toContain('FILL_WITHOUT_PERMIT')
  })

  it('R002-7.1.4 a fill under a tag that was taken off a cylinder is FILL_TAG_CONFLICT until the tag is bound again', async () => {
    const tag = { scheme: 'epc' as const, value: 'E2801160600099' }
    const change = (code: string, type: 'tag.bound' | 'tag.released') => {
      const at = epochMs(Date.now())
      const body = { ...tag, by: 'u-1' }
      const event = { id: uuid7(), type, at, stationId: null, operator: 'u-1', body }
      return { code, tag, event }
    }
    await world.register('TC-1')
    await world.register('TC-2')
    await world.recorder.bindTag(change('TC-1', 'tag.bound'))
    await world.recorder.releaseTag(change('TC-1', 'tag.released'))
    const event = { ...fill('x', 31_000), tag }
    await world.publish(event)
    const found = async () => {
      const { rows } = await database.pool.query(
        'select findings from cylinder_life where event_id = $1',
        [event.id],
      )
      return (rows[0]?.findings ?? []).map(({ code }: { code: string }) => code)
    }
    expect(await found()).toEqual(
      expect.arrayContaining(['FILL_TAG_CONFLICT', 'FILL_UNKNOWN_CYLINDER']),
    )
    expect(await world.recorder.bindTag(change('TC-2', 'tag.bound'))).toBe('bound')
    expect(await found()).not.toContain('FILL_TAG_CONFLICT')
  })

  it('annulling a fill closes what it gave somebody to do, and its comparison', async () => {
    const permitId = await permit('AN-1')
    await slice(permitId, [16_600, 16_700, 16_650], minutesAgo(0.2))
    const filled = { ...fill('AN-1', 31_700), permitId }
    await world.publish(filled)
    await world.recorder.record('AN-1', {
      id: uuid7(),
      type: 'delivery.completed',
      at: epochMs(Date.now() + 10),
      stationId: null,
      operator: 'c-1',
      body: { customerRef: 'cust-1', by: 'c-1' },
    })
    const weighed = onCylinder('AN-1', 'residual.weighed', { grossG: 17_500 }, minutesAgo(-0.5))
    await world.publish(weighed)
    expect((await work('AN-1')).filter(([, reason]) => reason === null).length).toBeGreaterThan(0)
    const annul = (eventId: string) =>
      world.recorder.record('AN-1', {
        id: uuid7(),
        type: 'event.annulled',
        at: epochMs(Date.now() + 40_000),
        stationId: null,
        operator: 'u-1',
        body: { eventId, reason: 'another cylinder', by: 'u-1' },
      })
    await annul(weighed.id)
    const open = await work('AN-1')
    expect(open).toContainEqual(['residual-claim', 'EVENT_ANNULLED'])
    await annul(filled.id)
    const events = await world.trace('AN-1')
    for (const type of ['fill.completed', 'fill.curve-compared']) {
      expect(events.find((event) => event.type === type)?.findings).toEqual([])
    }
  })
})
