import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { expectAnswered, newVictim } from './bad-input.ts'
import { buildSales, type Customer, goodCheck, type SalesWorld } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld
let customer: Customer
let order: Json

const UUID = '00000000-0000-4000-8000-000000000000'
const UYGHUR = 'ئۈرۈمچى گاز زاۋۇتى'

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
  ;({ customer, order } = await newVictim(world, 8001))
  await world.cylinder('BAD-1')
}, 60_000)
afterAll(() => api?.close())

/** What nobody means: by type, size, character, date. */
const nasty: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e300,
  '',
  ' ',
  'x'.repeat(70_000),
  'a\u0000b',
  '\ud800',
  UYGHUR,
  '2026-02-30',
  '2026-02-30T08:00:00.000Z',
  '0000-01-01T00:00:00.000+23:59',
  UUID,
  "'; drop table customer; --",
  [],
  [null],
  [[]],
  {},
  { kind: 'signature' },
  { from: '2026-11-21T10:00:00.000Z' },
]

type Schema = { readonly properties?: Readonly<Record<string, unknown>> }
type Operation = {
  readonly requestBody?: { readonly content?: Readonly<Record<string, { schema?: Schema }>> }
}

const operations = (): { method: string; path: string; fields: string[] }[] => {
  const { paths } = JSON.parse(readFileSync('schemas/generated/openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, Operation>>
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => ['post', 'patch', 'put'].includes(method))
      .map(([method, { requestBody }]) => ({
        method: method.toUpperCase(),
        path,
        fields: Object.keys(requestBody?.content?.['application/json']?.schema?.properties ?? {}),
      })),
  )
}

/** An address that leads somewhere, so that the body is looked at. */
const concrete = (path: string): string =>
  path
    .replace('/orders/{id}', `/orders/${order.id}`)
    .replace('/customers/{id}', `/customers/${customer.id}`)
    .replace('{premisesId}', customer.premisesId)
    .replace('/cylinders/{code}', '/cylinders/BAD-1')
    .replace('{stationId}', 'st-a')
    .replace('{deviceId}', 'dev-1')
    .replace('{day}', '2026-11-21')
    .replace('{year}', '2026')
    .replace(/\{\w+\}/g, UUID)

describe('every endpoint that takes a body', () => {
  // Streams, sessions and bulk loads read something else than JSON objects.
  const skipped = /\/(import|objects)$/
  const table = operations().filter(({ path }) => !skipped.test(path))

  it.each(table)('$method $path survives what nobody means', async ({ method, path, fields }) => {
    const url = concrete(path)
    const call = (body: unknown) => {
      const json = { 'content-type': 'application/json' }
      const headers = { authorization: `Bearer ${world.tokens['admin']}`, ...json }
      return api.call(method, url, undefined, JSON.stringify(body), { headers })
    }
    for (const body of [[], 'text', 7, null, [[]]]) {
      expectAnswered(await call(body), `${path} ${JSON.stringify(body)}`)
    }
    const plausible = Object.fromEntries(fields.map((field) => [field, plain(field)]))
    for (const field of fields) {
      for (const value of nasty) {
        const what = `${path} ${field} ${JSON.stringify(value).slice(0, 40)}`
        expectAnswered(await call({ ...plausible, [field]: value }), what)
      }
    }
  })
})

/** Something that passes the schema of many fields, so that the wrong one beside them is reached. */
const plain = (field: string): unknown => {
  if (field.endsWith('At')) return '2026-11-20T07:00:00.000Z'
  if (/^(on|.*On|.*From|.*Until|from|to|dueOn)$/.test(field)) return '2026-11-20'
  if (/customerId/.test(field)) return customer.id
  if (/premisesId/.test(field)) return customer.premisesId
  if (/enterpriseId|ownerId/.test(field)) return 'ent-a'
  if (/stationId/.test(field)) return 'st-a'
  if (/(^id|Id)$/.test(field)) return UUID
  if (/codes|cylinders|delivered/.test(field)) return ['BAD-1']
  if (/signature/.test(field)) return { kind: 'refused' }
  if (/check/.test(field)) return goodCheck
  if (/(G|Fen|Ml|count|minutes|Years)$/.test(field)) return 100
  return 'x'
}
