import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Service {
  readonly image?: string
  readonly build?: unknown
  readonly environment?: Readonly<Record<string, string>>
  readonly healthcheck?: unknown
  readonly profiles?: readonly string[]
}

const source = readFileSync('docker-compose.yml', 'utf8')
let services: Readonly<Record<string, Service>>

beforeAll(() => {
  services = (parse(source) as { services: Record<string, Service> }).services
})

test('docker-compose.yml is valid against the published Compose schema', () => {
  // Its $schema is draft-07 under https, an address that ajv does not know: draft-07 is what ajv speaks anyway.
  const { $schema: _, ...schema } = JSON.parse(
    readFileSync('test/tree/compose-spec.json', 'utf8'),
  ) as Record<string, unknown>
  const ajv = new Ajv({ strict: false, allErrors: true })
  const validate = ajv.compile(schema)
  expect(validate(parse(source)), ajv.errorsText(validate.errors)).toBe(true)
  expect(validate({ services: { db: { image: 1 } } })).toBe(false)
})

test('every image is pinned to a version and every service built from one is watched', () => {
  for (const [name, service] of Object.entries(services)) {
    expect(service.image, name).toMatch(/:\d+\.\d+\.\d+(-[a-z0-9]+)?$/)
    const watched = service.healthcheck !== undefined || service.build !== undefined
    expect(watched, `${name} has no health check`).toBe(true)
  }
  expect(readFileSync('Dockerfile', 'utf8')).toContain('HEALTHCHECK')
})

test('secrets come from the environment, and the required ones are demanded', () => {
  const secrets = Object.values(services)
    .flatMap(({ environment }) => Object.entries(environment ?? {}))
    .filter(([key]) => /PASSWORD|KEY|SECRET|TOKEN|DATABASE_URL/.test(key))
  expect(secrets.length).toBeGreaterThanOrEqual(5)
  for (const [key, value] of secrets) {
    expect(value, key).toMatch(
      key === 'LPG_BROKER_PASSWORD' ? /^\$\{\w+:-\}$/ : /\$\{\w+:\?[^}]+\}/,
    )
  }
})

test('without a profile there are the database and the app alone', () => {
  const always = Object.entries(services).filter(([, { profiles }]) => profiles === undefined)
  expect(always.map(([name]) => name)).toEqual(['db', 'app'])
})
