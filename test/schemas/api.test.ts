import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cylinderCreate, tagBind } from '#schemas/api/cylinder.ts'
import { deviceCreate } from '#schemas/api/device.ts'
import { enterpriseCreate } from '#schemas/api/enterprise.ts'
import { pageQuery } from '#schemas/api/page.ts'
import { scaleCreate } from '#schemas/api/scale.ts'
import { sessionRequest } from '#schemas/api/session.ts'
import { stationCreate } from '#schemas/api/station.ts'
import { trace } from '#schemas/api/trace.ts'
import { userCreate } from '#schemas/api/user.ts'

function paths(schema: z.ZodType, body: unknown): string[] {
  return (schema.safeParse(body).error?.issues ?? []).map((issue) => issue.path.join('.'))
}

const cylinder = { code: 'XJ-1', model: 'YSP-15', ownerId: 'ent-a' }

describe('bodies of the API', () => {
  test.each<[string, z.ZodType, unknown]>([
    ['session', sessionRequest, { username: 'admin', password: 'x' }],
    [
      'enterprise',
      enterpriseCreate,
      { id: 'ent-a', name: 'ئۈرۈمچى گاز', uscc: '91350100M000100Y43' },
    ],
    [
      'station',
      stationCreate,
      {
        id: 'station-a',
        name: '一站',
        region: '999999',
        enterpriseId: 'ent-a',
        licenceNo: '充-1',
        licenceUntil: '2028-02-29',
      },
    ],
    [
      'scale',
      scaleCreate,
      { id: 'scale-07', stationId: 'station-a', verifiedUntil: '2027-05-31', toleranceG: 20 },
    ],
    ['device', deviceCreate, { stationId: 'station-a', deviceId: 'd-1', kind: 'scale' }],
    [
      'user',
      userCreate,
      { username: 'wang.li', password: '长长的口令一二三', role: 'regulator', regionPrefix: '65' },
    ],
    ['cylinder with the least', cylinderCreate, cylinder],
    [
      'cylinder with all',
      cylinderCreate,
      {
        ...cylinder,
        waterVolumeMl: 35_500,
        stampedMaxG: 14_900,
        tareG: 16_480,
        madeOn: '2021-05',
        designLifeYears: 8,
        manufacturer: '新疆气瓶厂',
        serialNo: '88123',
        inspectedOn: '2025-05-14',
        nextInspectionOn: '2029-05-13',
        tags: [{ scheme: 'qr', value: 'q' }],
        content: 'empty',
        custody: { kind: 'station', id: 'station-a' },
        needsVacuum: true,
      },
    ],
    ['tag', tagBind, { scheme: 'epc', value: 'urn:x', validFrom: '2026-11-01T00:00:00Z' }],
  ])('%s is accepted as it stands', (_name, schema, body) => {
    expect(schema.parse(body)).toEqual(body)
  })

  test.each<[string, unknown]>([
    ['code', { ...cylinder, code: 'XJ 1' }],
    ['inspectedOn', { ...cylinder, inspectedOn: '2026-02-30' }],
    ['madeOn', { ...cylinder, madeOn: '2021' }],
    ['waterVolumeMl', { ...cylinder, waterVolumeMl: 499 }],
    ['designLifeYears', { ...cylinder, designLifeYears: 0 }],
    ['tags.0.scheme', { ...cylinder, tags: [{ scheme: 'nfc', value: 'q' }] }],
    ['tags.0.value', { ...cylinder, tags: [{ scheme: 'qr' }] }],
    ['ownerId', { code: 'XJ-1', model: 'YSP-15' }],
  ])('a wrong %s is named', (path, body) => {
    expect(paths(cylinderCreate, body)).toEqual([path])
  })

  test('a page is 1 to 500 rows, 100 when not said', () => {
    expect(pageQuery.parse({})).toEqual({ limit: 100 })
    expect(pageQuery.parse({ limit: '500', cursor: 'c' })).toEqual({ limit: 500, cursor: 'c' })
    for (const limit of ['0', '501', 'x', '1.5', ''])
      expect(paths(pageQuery, { limit })).toEqual(['limit'])
  })

  test('all of it can be written as JSON Schema, for OpenAPI', () => {
    for (const schema of [cylinderCreate, tagBind, userCreate, pageQuery, trace]) {
      expect(() => z.toJSONSchema(schema)).not.toThrow()
    }
  })
})
