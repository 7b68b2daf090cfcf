import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deviceId } from '#schemas/identifiers.ts'
import {
  buildTopic,
  deviceUsername,
  parseDeviceUsername,
  parseTopic,
  topicFilter,
  topicTemplates,
} from '#schemas/topics.ts'

const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/)
const kind = fc.constantFrom('event', 'samples', 'status', 'down')

describe('topics', () => {
  test('what is built is parsed', () => {
    fc.assert(
      fc.property(id, id, kind, (stationId, device, level) => {
        const topic = { stationId, deviceId: device, kind: level }
        expect(parseTopic(buildTopic(level, topic))).toEqual(topic)
        expect(parseDeviceUsername(deviceUsername(topic))).toEqual({ stationId, deviceId: device })
        expect(deviceId.safeParse(device).success).toBe(true)
      }),
    )
  })

  test.each([
    '',
    'lpg/v1',
    'lpg/v1//d/event',
    'lpg/v1/s//event',
    'lpg/v1/s/d',
    'lpg/v1/s/d/',
    'lpg/v1/s/d/event/',
    'lpg/v1/s/d/event/x',
    'lpg/v1/s/d/Event',
    'lpg/v1/S/d/event',
    'lpg/v1/-s/d/event',
    'lpg/v1/s/d_1/event',
    'lpg/v1/+/d/event',
    'lpg/v1/s/#',
    'lpg/v2/s/d/event',
    '/lpg/v1/s/d/event',
    '$share/g/lpg/v1/s/d/event',
    `lpg/v1/${'s'.repeat(65)}/d/event`,
    'lpg/v1/站/d/event',
  ])('%j is none of ours', (topic) => {
    expect(parseTopic(topic)).toBeNull()
  })

  test('usernames are two ids', () => {
    for (const bad of ['', 's', 's/', '/d', 's/d/e', 'S/d', 's/-d', 's /d']) {
      expect(parseDeviceUsername(bad)).toBeNull()
    }
  })

  test('any text is parsed or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseTopic(`lpg/v1/${text}`) ?? null).toEqual(parseTopic(`lpg/v1/${text}`))
      }),
    )
  })

  test('filters and templates name the same levels', () => {
    expect(topicFilter('event')).toBe('lpg/v1/+/+/event')
    expect(topicTemplates.down).toBe('lpg/v1/{stationId}/{deviceId}/down')
  })
})
