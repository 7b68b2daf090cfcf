import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type ApiUnderTest, startApi } from '#test/api/api-harness.ts'
import { buildWorld, cylinderBody, type World } from '#test/api/small-world.ts'

/** In no text of ours: where it stands in SQL, a value became part of a statement. */
const MARK = 'inj7f3a'
const attempts: readonly string[] = [
  `${MARK}' or '1'='1`,
  `${MARK}'; select pg_sleep(1); --`,
  `${MARK}") ; drop table cylinder; --`,
  `$$${MARK}$$`,
  `${MARK}\\'; --`,
  `{{${MARK}}}\${${MARK}}<%= ${MARK} %>`,
  `<img src=x onerror=${MARK}>`,
  `../../${MARK}/etc/passwd`,
  `%27${MARK}%20or%201%3D1`,
]

let api: ApiUnderTest
let world: World
/** A walk over all endpoints ends sessions too. */
let tokens: Record<string, string> = {}
/** Statements that held the mark. */
const caught: string[] = []
const query = Reflect.get(pg.Client.prototype, 'query') as (...all: unknown[]) => unknown

beforeAll(async () => {
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args
    const text = typeof first === 'string' ? first : ((first as { text?: string }).text ?? '')
    if (text.includes(MARK)) caught.push(text)
    return query.apply(this, args)
  } as typeof pg.Client.prototype.query
  api = await startApi()
  world = await buildWorld(api)
  tokens = { ...world.tokens }
}, 60_000)
afterAll(async () => {
  Reflect.set(pg.Client.prototype, 'query', query)
  await api?.close()
})

type Schema = {
  readonly type?: string
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}
type Parameter = { readonly name: string; readonly in: string }
type Operation = {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { schema?: Schema }>> }
}
const { paths } = JSON.parse(readFileSync('schemas/generated/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Operation>>
}
const operations = Object.entries(paths)
  .filter(([path]) => !path.startsWith('/v1/live'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** A body with the text in every place that takes text, plausible numbers elsewhere. */
const filled = (schema: Schema | undefined, text: string, depth = 0): unknown => {
  if (schema === undefined || depth > 6) return text
  if (schema.anyOf !== undefined) return filled(schema.anyOf[0], text, depth + 1)
  switch (schema.type) {
    case 'object': {
      const entries = Object.entries(schema.properties ?? {})
      return Object.fromEntries(
        entries.map(([name, field]) => [name, filled(field, text, depth + 1)]),
      )
    }
    case 'array':
      return [filled(schema.items, text, depth + 1)]
    case 'integer':
    case 'number':
      return 1
    case 'boolean':
      return true
    default:
      return text
  }
}

const expectHarmless = ({ status, body }: Answer, what: string): void => {
  expect(status, `${what}: ${JSON.stringify(body)}`).toBeLessThan(500)
  const said = typeof body === 'string' ? body : JSON.stringify(body ?? '')
  expect(said, what).not.toMatch(/syntax error|pg_catalog|at Object\.|node_modules|SQLSTATE/)
  expect(caught.splice(0), what).toEqual([])
}

const ID = '00000000-0000-4000-8000-000000000000'

describe('every place of every endpoint that takes text', () => {
  it.each(operations)('$method $path', async ({ path, method, operation }) => {
    const { parameters = [], requestBody } = operation
    const inPath = parameters.filter((one) => one.in === 'path')
    const inQuery = parameters.filter((one) => one.in === 'query')
    const schema = requestBody?.content?.['application/json']?.schema
    const plain = path.replace(/\{\w+\}/g, ID)
    const call = (url: string, body?: unknown) =>
      api.call(method.toUpperCase(), url, tokens['admin'], body)
    for (const text of attempts) {
      const sent = encodeURIComponent(text)
      for (const { name } of inPath) {
        const url = path.replace(`{${name}}`, sent).replace(/\{\w+\}/g, ID)
        expectHarmless(await call(url, schema === undefined ? undefined : {}), `${url}`)
      }
      for (const { name } of inQuery) {
        const url = `${plain}?${name}=${sent}`
        expectHarmless(await call(url), url)
      }
      if (schema !== undefined) {
        expectHarmless(await call(plain, filled(schema, text)), `${path} body ${text}`)
      }
    }
    if (path === '/v1/sessions/current') tokens['admin'] = await api.login('admin')
  })
})

describe('what was entered and is shown', () => {
  const HTML = `<b onmouseover=${MARK}>"'{{7*7}}\${7*7}</b>`

  it('stands in pages, labels and lists as text', async () => {
    const admin = tokens['admin']
    await api.call('PATCH', '/v1/enterprises/ent-a', admin, { name: HTML })
    await api.call('PATCH', '/v1/stations/st-a', admin, { name: HTML })
    const body = cylinderBody('INJ-1', { manufacturer: HTML, serialNo: '<i>1</i>' })
    const made = await api.call('POST', '/v1/cylinders', admin, body)
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    for (const url of ['/t/INJ-1', '/e/ent-a', '/v1/cylinders/INJ-1/label.svg']) {
      const shown = await api.call('GET', url, admin)
      const said = typeof shown.body === 'string' ? shown.body : ''
      expect(shown.status, url).toBeLessThan(500)
      expect(said, url).not.toMatch(/<b onmouseover|<i>1|>49</)
    }
    const list = await api.call('GET', '/v1/cylinders/INJ-1', admin)
    expect(list.body.manufacturer).toBe(HTML)
  })
})
