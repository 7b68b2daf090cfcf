import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuid7 } from '#app/uuid7.ts'
import { epochMs } from '#domain/units.ts'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

/** Bare words of the CBV 2.0 that we use; others must be names of our own. */
const STEPS =
  'commissioning encoding other cycle_counting holding inspecting receiving shipping consigning retail_selling collecting decommissioning destroying'.split(
    ' ',
  )
const DISPOSITIONS =
  'active encoded in_progress conformant non_conformant unavailable available sellable_not_accessible returned recalled in_transit retail_sold unknown damaged inactive destroyed'.split(
    ' ',
  )
const OWN = /^urn:lpg-trace:bizstep:[a-z-]+$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/
const NAME = /^[a-z][a-z0-9+.-]*:[^\s"<>\\^`{|}]+$/i
const EVENT_KEYS =
  'type eventID action bizStep disposition eventTime recordTime eventTimeZoneOffset errorDeclaration epcList readPoint bizLocation sensorElementList certificationInfo ilmd destinationList'.split(
    ' ',
  )
const UNITS: Readonly<Record<string, string>> = { Mass: 'GRM', Pressure: 'PAL', Temperature: 'CEL' }

/** What the standard asks of an ObjectEvent, as far as we say it. */
const expectObjectEvent = (event: Json): void => {
  expect(event.type).toBe('ObjectEvent')
  for (const key of Object.keys(event))
    expect(EVENT_KEYS.includes(key) || key.startsWith('lpg:'), key).toBe(true)
  expect(STEPS.includes(event.bizStep) || OWN.test(event.bizStep), event.bizStep).toBe(true)
  if (event.disposition !== undefined) expect(DISPOSITIONS).toContain(event.disposition)
  expect(event.eventTime).toMatch(TIME)
  expect(event.recordTime).toMatch(TIME)
  expect(event.eventTimeZoneOffset).toBe('+08:00')
  expect(event.eventID).toMatch(/^urn:uuid:[0-9a-f-]{36}$/)
  expect(event.epcList).toHaveLength(1)
  const places = [event.readPoint?.id, event.bizLocation?.id].filter((id) => id !== undefined)
  for (const name of [...event.epcList, ...places, ...(event.certificationInfo ?? [])])
    expect(name).toMatch(NAME)
  // Master data stands with the beginning of an object alone.
  expect(event.ilmd === undefined || event.action === 'ADD').toBe(true)
  for (const { sensorReport } of event.sensorElementList ?? []) {
    expect(sensorReport.length).toBeGreaterThan(0)
    for (const { type, uom, value } of sensorReport) {
      expect(uom).toBe(UNITS[type])
      expect(typeof value).toBe('number')
    }
  }
}

describe('EPCIS', () => {
  let api: ApiUnderTest
  let world: World
  const CODE = 'CYL-E'
  const EPC = 'urn:epc:id:giai:697000.CYL-E'
  const CUSTOMER = '11111111-2222-4333-8444-555555555555'
  const ids: Record<string, string> = {}

  const get = async (url: string, as = 'office'): Promise<Json> => {
    const answer = await api.call('GET', url, world.tokens[as])
    if (answer.status !== 200)
      throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer
  }
  const asked = async (query: string, as = 'office'): Promise<Json[]> =>
    (await get(`/v1/epcis/events?${query}`, as)).body.epcisBody.queryResults.resultsBody.eventList
  const tell = async (
    type: string,
    minutes: number,
    body: object,
    stationId: string | null = 'st-a',
  ) => {
    const id = uuid7()
    const event = {
      id,
      type,
      at: epochMs(api.clock.now - 60 * 60_000 + minutes * 60_000),
      stationId,
      operator: 'op-7',
      body,
    }
    await api.recorder.record(CODE, event as never)
    ids[type] = id
    return id
  }

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
    const tags = [{ scheme: 'epc', value: EPC }]
    await api.call(
      'POST',
      '/v1/cylinders',
      world.tokens['admin'],
      cylinderBody(CODE, { ownerId: 'ent-a', tags }),
    )
    await tell('residual.weighed', 1, { grossG: 16_700 })
    await tell('vacuum.completed', 2, { pressurePa: 4000, method: 'pump' })
    await tell('prefill.checked', 3, { passed: true })
    await tell('fill.completed', 4, {
      scale: 'scale-a',
      grossG: 30_980,
      tareG: 16_480,
      residualG: 0,
    })
    await tell('postfill.checked', 5, {
      checkWeighG: 30_990,
      checkScale: 'scale-a',
      leakFree: true,
      sealed: true,
      sealNo: 'S-1',
    })
    await tell('stock.out', 6, {
      siteId: 'st-a',
      condition: 'full',
      appearanceOk: true,
      vehicle: 'van-1',
    })
    await tell('delivery.completed', 7, { customerRef: CUSTOMER, by: 'k-1' }, null)
    await tell(
      'cylinder.returned',
      8,
      { reason: 'used-up', customerRef: CUSTOMER, by: 'k-1' },
      null,
    )
    const wrong = await tell('stock.in', 9, {
      siteId: 'st-a',
      condition: 'empty',
      appearanceOk: true,
    })
    await tell('event.annulled', 10, { eventId: wrong, reason: '扫错', by: 'u-1' }, null)
  }, 60_000)
  afterAll(() => api.close())

  it('tells a life as object events, from its registration on, each with its own words', async () => {
    const events = await asked(
      `MATCH_epc=${encodeURIComponent(EPC)}&orderBy=eventTime&orderDirection=ASC`,
    )
    for (const event of events) expectObjectEvent(event)
    expect(events.every(({ epcList }) => epcList[0] === EPC)).toBe(true)
    const told = events.map((event) => [event['lpg:eventType'], event.bizStep, event.disposition])
    expect(told).toContainEqual(['fill.completed', 'urn:lpg-trace:bizstep:filling', 'in_progress'])
    expect(told).toContainEqual(['stock.out', 'shipping', 'in_transit'])
    expect(told).toContainEqual(['delivery.completed', 'retail_selling', 'retail_sold'])
    const [first] = events.filter(({ action }) => action === 'ADD')
    expect(first.ilmd).toMatchObject({ 'lpg:model': 'YSP35.5', 'lpg:serialNo': 'SN-1' })
    expect(JSON.stringify(events)).not.toContain('event.annulled')
  })

  it('says what was weighed, on which scale, under which licence, and what the rules found', async () => {
    const [fill] = await asked(`EQ_eventID=urn:uuid:${ids['fill.completed']}`)
    const [{ sensorMetadata, sensorReport }] = fill.sensorElementList
    expect(sensorMetadata.deviceID).toMatch(/\/id\/scale\/scale-a$/)
    const weights = Object.fromEntries(
      sensorReport.map((one: Json) => [one['lpg:quantity'], one.value]),
    )
    expect(weights).toEqual({ gross: 30_980, tare: 16_480, residual: 0, net: 14_500 })
    expect(fill.certificationInfo).toEqual(['urn:lpg-trace:filling-licence:TS-1'])
    expect(fill['lpg:findings'].map((one: Json) => one['lpg:code'])).toContain(
      'FILL_WITHOUT_PERMIT',
    )
    expect(fill.readPoint.id).toMatch(/\/id\/site\/st-a$/)
    const single = await get(`/v1/epcis/events/urn:uuid:${ids['fill.completed']}`)
    expect(single.body).toMatchObject({ eventID: fill.eventID, '@context': expect.any(Array) })
  })

  it('an annulled event stays, with its error declaration', async () => {
    const events = await asked(
      `MATCH_anyEPC=${encodeURIComponent(EPC)}&EXISTS_errorDeclaration=true`,
    )
    expect(events.map(({ eventID }) => eventID)).toEqual([`urn:uuid:${ids['stock.in']}`])
    expect(events[0].errorDeclaration).toMatchObject({ reason: 'did_not_occur' })
    expect(events[0].errorDeclaration.declarationTime).toMatch(TIME)
  })

  it('names neither customers nor whoever did it', async () => {
    const epcis = await asked(`MATCH_epc=${encodeURIComponent(EPC)}`)
    const { body: csv } = await get(`/v1/cylinders/${CODE}/life.csv`)
    const document = await get(`/v1/cylinders/${CODE}/life.jsonld`)
    for (const text of [JSON.stringify(epcis), csv, JSON.stringify(document.body)])
      expect(text).not.toContain(CUSTOMER)
    expect(JSON.stringify(epcis)).not.toMatch(/op-7|k-1/)
  })

  it.each([
    ['EQ_bizStep=shipping', ['stock.out']],
    ['EQ_bizStep=shipping|retail_selling', ['delivery.completed', 'stock.out']],
    ['EQ_disposition=retail_sold', ['delivery.completed']],
    ['EQ_action=ADD', ['cylinder.registered']],
    ['eventType=AggregationEvent', []],
  ])('filters by %s', async (query, types) => {
    const events = await asked(`MATCH_epc=${encodeURIComponent(EPC)}&${query}`)
    expect(new Set(events.map((event) => event['lpg:eventType']))).toEqual(new Set(types))
  })

  it('filters by both times', async () => {
    const at = (minutes: number) =>
      encodeURIComponent(new Date(api.clock.now - 60 * 60_000 + minutes * 60_000).toISOString())
    const between = `GE_eventTime=${at(4)}&LT_eventTime=${at(6)}`
    const events = await asked(`MATCH_epc=${encodeURIComponent(EPC)}&${between}`)
    const types = events.map((event) => event['lpg:eventType'])
    expect(new Set(types)).toEqual(new Set(['fill.completed', 'postfill.checked']))
    expect(await asked(`MATCH_epc=${encodeURIComponent(EPC)}&LT_recordTime=${at(0)}`)).toEqual([])
  })

  it.each(['', `&MATCH_epc=${encodeURIComponent('urn:epc:id:giai:697000.CYL-E')}`])(
    'pages by Link, each event once, with the query%s',
    async (more) => {
      const all = await asked(`perPage=500${more}`)
      const seen: string[] = []
      let url: string | null = `/v1/epcis/events?perPage=3${more}`
      for (let pages = 0; url !== null && pages < 50; pages += 1) {
        const { body, headers } = await get(url)
        const { eventList } = body.epcisBody.queryResults.resultsBody
        expect(eventList.length).toBeLessThanOrEqual(3)
        seen.push(...eventList.map(({ eventID }: Json) => eventID))
        expect(headers['gs1-epcis-version']).toBe('2.0.0')
        url = /^<([^>]+)>; rel="next"$/.exec(headers['link'] ?? '')?.[1] ?? null
      }
      expect(new Set(seen)).toEqual(new Set(all.map(({ eventID }) => eventID)))
      expect(new Set(seen).size).toBe(seen.length)
      expect(all.length).toBeGreaterThan(6)
    },
  )

  it.each([
    ['EQ_bizStep=shipping&EQ_unheard=1', 400],
    ['perPage=0', 400],
    ['GE_eventTime=yesterday', 400],
    ['orderBy=eventTime', 422],
    ['orderBy=price', 400],
    ['nextPageToken=nonsense', 400],
    [`MATCH_epc=${encodeURIComponent('urn:epc:id:giai:697000.CYL-E')}&maxEventCount=2`, 413],
    [`MATCH_epc=${encodeURIComponent('urn:epc:id:giai:697000.CYL-E')}&eventCountLimit=2`, 422],
  ])('refuses %s', async (query, status) => {
    const answer = await api.call('GET', `/v1/epcis/events?${query}`, world.tokens['office'])
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  })

  it('shows what the caller may see and no more', async () => {
    const ofB = encodeURIComponent('http://localhost:8080/t/CYL-b')
    expect(await asked(`MATCH_epc=${ofB}`)).toEqual([])
    expect(await asked(`MATCH_epc=${ofB}`, 'regulator')).toEqual([])
    expect((await asked(`MATCH_epc=${ofB}`, 'admin')).length).toBe(1)
    const all = await asked('perPage=500', 'office')
    expect(JSON.stringify(all)).not.toContain('CYL-b')
  })

  it('a life as CSV opens in a spreadsheet and starts no formula', async () => {
    await tell('cylinder.scanned', 20, { purpose: '=1+1' })
    await api.database.pool.query(
      `update cylinder_life set operator = '=cmd|''x''!A1' where event_id = $1`,
      [ids['cylinder.scanned']],
    )
    const { body, headers } = await get(`/v1/cylinders/${CODE}/life.csv`)
    expect(headers['content-type']).toContain('text/csv')
    const lines = body.split('\r\n')
    expect(lines[0]).toContain('气瓶编号,事件,发生时间')
    const fill = lines.find((line: string) => line.includes(',fill.completed,'))
    expect(fill).toContain(',30980,16480,0,')
    expect(
      lines.every(
        (line: string) => line === '' || line.startsWith('\uFEFF') || line.startsWith(CODE),
      ),
    ).toBe(true)
    expect(body).toContain(`'=cmd|`)
  })

  it('a life as lines is the trace, as a document the same bytes each time', async () => {
    const answer = await api.app.inject({
      url: `/v1/cylinders/${CODE}/life.jsonl`,
      headers: { authorization: `Bearer ${world.tokens['office']}` },
    })
    const lines = answer.body.trimEnd().split('\n')
    const { body } = await get(`/v1/cylinders/${CODE}/trace`)
    expect(lines.map((line: string) => JSON.parse(line).id)).toEqual(
      body.events.map(({ id }: Json) => id),
    )
    const [one, two] = [
      await get(`/v1/cylinders/${CODE}/life.jsonld`),
      await get(`/v1/cylinders/${CODE}/life.jsonld`),
    ]
    expect(one.body).toEqual(two.body)
    expect(one.body).toMatchObject({ type: 'EPCISDocument', schemaVersion: '2.0' })
    for (const event of one.body.epcisBody.eventList) expectObjectEvent(event)
  })
})
