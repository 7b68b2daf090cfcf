import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { isUplinkEventType, uplinkEventSchemas } from '#schemas/events/uplink.ts'
import { city } from '#sim/scenarios/city.ts'
import type { CityOptions, CityRecord } from '#sim/scenarios/city-types.ts'

const base: CityOptions = {
  cylinders: 60,
  from: '2022-01-01',
  until: '2024-01-01',
  seed: 3,
  stations: 2,
}
type CityEventRecord = Extract<CityRecord, { kind: 'event' }>

const eventsOf = (options: CityOptions): CityEventRecord[] =>
  [...city(options)].filter((record) => record.kind === 'event')
const digest = (options: CityOptions) => {
  const hash = createHash('sha256')
  for (const record of city(options)) hash.update(JSON.stringify(record))
  return hash.digest('hex')
}

test('the same seed gives the same bytes, another seed others', () => {
  expect(digest(base)).toBe(digest(base))
  expect(digest(base)).not.toBe(digest({ ...base, seed: 4 }))
})

test('registry first, then events that name only what is registered; ids are unique', () => {
  const records = [...city(base)]
  const firstEvent = records.findIndex(({ kind }) => kind === 'event')
  expect(records.slice(firstEvent).every(({ kind }) => kind === 'event')).toBe(true)
  const values = new Set(
    records.flatMap((record) =>
      record.kind === 'cylinder' ? record.value.tags.map(({ value }) => value) : [],
    ),
  )
  const devices = new Set(
    records.flatMap((record) =>
      record.kind === 'device' ? [`${record.value.stationId}/${record.value.deviceId}`] : [],
    ),
  )
  const events = eventsOf(base)
  const stray = events.filter(({ event, stationId, deviceId }) => {
    const tag = event['tag'] as { value: string } | undefined
    const knownTag = tag === undefined || values.has(tag.value)
    return !knownTag || (stationId !== null && !devices.has(`${stationId}/${deviceId}`))
  })
  expect(stray).toEqual([])
  expect(new Set(events.map(({ event }) => event.id)).size).toBe(events.length)
})

test('what devices send validates, at every fault; times agree', () => {
  const faults = {
    overfill: 0.2,
    underfill: 0.2,
    wrongTare: 0.2,
    bypassInterlock: 0.2,
    missingReturn: 0.2,
    missingPostfill: 0.2,
    clonedTag: 0.2,
    clockSkew: 0.1,
  }
  const events = eventsOf({ ...base, faults, registrations: true })
  expect(events.filter(({ event, atMs }) => Date.parse(event.at) !== atMs)).toEqual([])
  const invalid = events.filter(
    ({ source, event }) =>
      source === 'device' &&
      !(isUplinkEventType(event.type) && uplinkEventSchemas[event.type].safeParse(event).success),
  )
  expect(invalid).toEqual([])
  expect(events.some(({ event }) => event.at.startsWith('1970'))).toBe(true)
  expect(events.some(({ event }) => event.at.startsWith('2099'))).toBe(true)
  expect(events.some(({ event }) => event.type === 'fill.completed' && !event['permitId'])).toBe(
    true,
  )
})

test('roughly in order: no event is a day before one that came earlier', () => {
  let latest = 0
  let worst = 0
  for (const { atMs } of eventsOf(base)) {
    worst = Math.max(worst, latest - atMs)
    latest = Math.max(latest, atMs)
  }
  expect(worst).toBeLessThan(86_400_000)
})

test('a life goes round: returned, in, weighed, checked, filled, checked, out, delivered', () => {
  const one = eventsOf(base).filter(({ cylinder }) => cylinder === 7)
  const types = one.map(({ event }) => event.type)
  const second = types.indexOf('cylinder.returned')
  const round = types.slice(second, second + 10)
  expect(round.filter((type) => !type.startsWith('inspection'))).toEqual(
    [
      'cylinder.returned',
      'stock.in',
      'residual.weighed',
      'prefill.checked',
      'fill.requested',
      'fill.permitted',
      'fill.completed',
      'postfill.checked',
      'stock.out',
      'delivery.completed',
    ].slice(0, round.filter((type) => !type.startsWith('inspection')).length),
  )
  expect(types.filter((type) => type === 'fill.completed').length).toBeGreaterThan(12)
  const atMs = one.map((record) => record.atMs)
  expect(atMs).toEqual(atMs.toSorted((a, b) => a - b))
  const inspections = eventsOf(base).filter(({ event }) => event.type === 'inspection.completed')
  expect(inspections.length).toBeGreaterThan(10)
})
