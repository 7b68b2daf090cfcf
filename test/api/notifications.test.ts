import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { NewNotification } from '#domain/notifications/notification.ts'
import { notificationQueries } from '#store/queries/notifications/notifications.ts'
import { testVault } from '#test/setup/vault.ts'
import { type Json } from './api-harness.ts'
import { archived, type PeopleWorld, startPeopleWorld } from './people-world.ts'

let people: PeopleWorld
let queries: ReturnType<typeof notificationQueries>
const NOW = Date.parse('2026-11-20T08:00:00.000Z')

beforeAll(async () => {
  people = await startPeopleWorld()
  const { pool } = people.api.database
  const vault = testVault(pool)
  await vault.start()
  queries = notificationQueries(pool, pool, vault)
})
afterAll(() => people?.api.close())

const told = (key: string, ref: string, more: object = {}): NewNotification =>
  ({
    enterpriseId: 'ent-a',
    key,
    channel: 'sms',
    to: { kind: 'customer', ref },
    template: 'claim-paid',
    params: { code: 'ZB-0001', amount: '1.25' },
    ...more,
  }) as NewNotification

it('the log says what, when, to which reference and what became of it, page by page, to whom it concerns', async () => {
  const [one, two] = [randomUUID(), randomUUID()]
  await queries.enqueue([told('log:1', one), told('log:2', two)], NOW)
  await queries.enqueue([told('log:3', one)], NOW + 1)
  await queries.enqueue([told('log:b', one, { enterpriseId: 'ent-b' })], NOW + 2)
  const page = (await people.call('GET', '/v1/notifications?limit=2')).body
  const rest = (await people.call('GET', `/v1/notifications?limit=2&cursor=${page.next}`)).body
  const keys = [...page.items, ...rest.items].map(({ key }: Json) => String(key))
  expect(keys.sort()).toEqual(['log:1', 'log:2', 'log:3'])
  expect(page.items[0]).toMatchObject({
    to: { kind: 'customer', ref: one },
    state: 'queued',
    template: 'claim-paid',
    createdAt: '2026-11-20T08:00:00.001Z',
  })
  const found = (await people.call('GET', `/v1/notifications?ref=${two}`)).body.items
  expect(found.map(({ key }: Json) => key)).toEqual(['log:2'])
  const { tokens } = people.world
  const others = (await people.call('GET', '/v1/notifications', undefined, tokens['office-b'])).body
  expect(others.items.map(({ key }: Json) => key)).toEqual(['log:b'])
  const bad = await people.call('GET', '/v1/notifications?state=lost&ref=x')
  expect(bad.body.errors.map(({ path }: Json) => path).sort()).toEqual(['ref', 'state'])
})

it('an enterprise words its own, and cannot leave out the code nor name what is not there', async () => {
  const url = '/v1/notification-templates/one-time-code/en'
  const put = (body: object, at = url) => people.call('PUT', at, body)
  expect((await put({ subject: 'Code', body: 'Use {kode}' })).body).toMatchObject({
    code: 'INCONSISTENT_REQUEST',
    path: '/body',
    detail: expect.stringContaining('{kode} is none of enterprise, minutes, code'),
  })
  expect((await put({ subject: 'Code', body: 'Use it' })).body.detail).toContain('{code}')
  const own = { subject: 'Code', body: '{code}, {minutes} min' }
  expect((await put(own)).body).toMatchObject({ ...own, own: true, urgent: true })
  expect((await put(own, '/v1/notification-templates/no-such/en')).status).toBe(404)
  expect((await put({ ...own, enterpriseId: 'ent-b' })).body.path).toBe('/enterpriseId')
  const { items } = (await people.call('GET', '/v1/notification-templates')).body
  const mine = items.filter(({ own: is }: Json) => is)
  expect(mine).toMatchObject([{ template: 'one-time-code', language: 'en', ...own }])
  expect(items.length).toBeGreaterThan(20)
})

it('quiet hours are a setting, wrong ones are told by field', async () => {
  const url = '/v1/notification-settings'
  expect((await people.call('GET', url)).body).toMatchObject({
    quietFrom: '21:00',
    quietTo: '08:00',
  })
  const wrong = await people.call('PUT', url, { quietFrom: '24:00', quietTo: '7', language: 'ug' })
  expect(wrong.body.errors.map(({ path }: Json) => path)).toEqual([
    '/quietFrom',
    '/quietTo',
    '/language',
  ])
  const set = { quietFrom: '22:30', quietTo: '07:15', language: 'zh' }
  expect((await people.call('PUT', url, set)).body).toMatchObject(set)
  expect((await people.call('GET', url)).body).toMatchObject({ enterpriseId: 'ent-a', ...set })
})

it('staff read their own in the app, in words, and mark them read', async () => {
  const { pool } = people.api.database
  const { rows } = await pool.query<{ id: string }>(
    `select id from app_user where username in ('office', 'courier') order by username desc`,
  )
  const [office, courier] = rows.map(({ id }) => id)
  const inApp = (key: string, ref = '') =>
    told(key, ref, { channel: 'in-app', to: { kind: 'user', ref }, language: 'en' })
  await queries.enqueue([inApp('in:1', office), inApp('in:2', courier)], NOW)
  await pool.query(
    `update notification set state = 'sent', sent_at = now() where channel = 'in-app'`,
  )
  const inbox = async () => (await people.call('GET', '/v1/inbox')).body.items
  const [mine, ...none] = await inbox()
  expect(none).toEqual([])
  expect(mine).toMatchObject({ subject: 'Paid to you', readAt: null })
  expect(mine.text).toContain('1.25 yuan for cylinder ZB-0001')
  expect((await people.call('POST', `/v1/inbox/${mine.id}/read`)).status).toBe(204)
  expect((await inbox())[0].readAt).toBe('2026-11-20T08:00:00.000Z')
  const { tokens } = people.world
  const foreign = await people.call(
    'POST',
    `/v1/inbox/${mine.id}/read`,
    undefined,
    tokens['courier'],
  )
  expect(foreign.status).toBe(404)
})

it('a mail address is taken and taken back, and lies nowhere in the open', async () => {
  const customer = await people.must(
    'POST',
    '/v1/customers',
    archived(71, { enterpriseId: 'ent-a' }),
  )
  const url = `/v1/customers/${customer.id}/email`
  expect((await people.call('PUT', url, { email: 'no address' })).body.errors[0].path).toBe(
    '/email',
  )
  expect((await people.call('PUT', url, { email: 'li.si@example.com' })).status).toBe(204)
  const { pool } = people.api.database
  const { rows } = await pool.query(`select field from person_secret where field = 'email'`)
  expect(rows).toHaveLength(1)
  const { rows: open } = await pool.query<{ line: string }>(
    'select s::text as line from person_secret s union all select n::text from notification n',
  )
  expect(open.map(({ line }) => line).join()).not.toContain('li.si')
  expect((await people.call('PUT', url, { email: null })).status).toBe(204)
  const { tokens } = people.world
  const foreign = await people.call('PUT', url, { email: null }, tokens['office-b'])
  expect(foreign.status).toBe(404)
})
