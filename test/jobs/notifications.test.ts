import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type {
  MessageChannel,
  NewNotification,
  OutgoingMessage,
  SendResult,
} from '#domain/notifications/notification.ts'
import { quietUntil } from '#domain/notifications/quiet-hours.ts'
import { epochMs } from '#domain/units.ts'
import { consoleChannel } from '#jobs/notifications/console-channel.ts'
import { retryAfter, SendNotifications } from '#jobs/notifications/send-notifications.ts'
import { smsChannel, smsSignature } from '#jobs/notifications/sms-channel.ts'
import { smtpChannel } from '#jobs/notifications/smtp-channel.ts'
import { NotificationStore } from '#store/deadlines/notification-store.ts'
import { notificationQueries } from '#store/queries/notifications/notifications.ts'
import { createTestDatabase, type TestDatabase } from '#test/setup/database.ts'
import { startSmtp } from '#test/setup/smtp-server.ts'
import { testVault } from '#test/setup/vault.ts'

const NOON = Date.parse('2026-11-20T04:00:00.000Z')
const NIGHT = Date.parse('2026-11-20T15:30:00.000Z')
const PHONE = '13805331234'
const MAIL = 'zhang@example.com'

let database: TestDatabase
let store: NotificationStore
let queries: ReturnType<typeof notificationQueries>
let person: string
let now = NOON

beforeAll(async () => {
  database = await createTestDatabase()
  const { pool } = database
  const vault = testVault(pool)
  await vault.start()
  await pool.query(`insert into enterprise (id, name) values ('ent-a', '甲燃气')`)
  person = randomUUID()
  await vault.create(pool, { id: person, enterpriseId: 'ent-a', at: NOON })
  await vault.put(pool, person, { phone: PHONE, email: MAIL }, NOON)
  store = new NotificationStore(pool, vault)
  queries = notificationQueries(pool, pool, vault)
})
beforeEach(async () => {
  now = NOON
  await database.pool.query('delete from notification')
  await database.pool.query('delete from notification_setting')
})
afterAll(() => database.drop())

/** A provider that answers as it is told and keeps what it got. */
const provider = (answer: (message: OutgoingMessage) => SendResult | Promise<SendResult>) => {
  const got: OutgoingMessage[] = []
  const channel: MessageChannel = {
    name: 'test',
    send: async (message) => {
      got.push(message)
      return answer(message)
    },
  }
  return { channel, got }
}
const taken = (): SendResult => ({ state: 'sent', providerId: 'p-1' })
const job = (channel: MessageChannel, from: NotificationStore = store) =>
  new SendNotifications({
    store: from,
    channels: { sms: channel, email: channel },
    now: () => now,
    everyMs: 1,
  })
const pass = (channel: MessageChannel) => job(channel).run(new AbortController().signal)

const paid = (key: string, more: object = {}): NewNotification =>
  ({
    enterpriseId: 'ent-a',
    key,
    channel: 'sms',
    to: { kind: 'person', ref: person },
    template: 'claim-paid',
    params: { code: 'ZB-0001', amount: '1.25' },
    ...more,
  }) as NewNotification

const rows = async () => (await queries.list({ kind: 'all' }, {}, 100, null)).map((row) => row)

it('is told once a key, in the words of the enterprise, to the number in the vault', async () => {
  const { channel, got } = provider(taken)
  expect(await queries.enqueue([paid('claim-paid:1')], now)).toBe(1)
  expect(await queries.enqueue([paid('claim-paid:1')], now), 'told again').toBe(0)
  await queries.setTemplate(
    'ent-a',
    { template: 'claim-paid', language: 'en', subject: 'Paid', body: '{enterprise}: {amount}!' },
    { by: 'x', at: now },
  )
  await queries.enqueue([paid('claim-paid:2', { language: 'en' })], now + 1)
  now += 10
  await pass(channel)
  await pass(channel)
  expect(got.map(({ to, text: words }) => [to, words])).toEqual([
    [PHONE, '【甲燃气】气瓶 ZB-0001 的 1.25 元已支付给您。'],
    [PHONE, '甲燃气: 1.25!'],
  ])
  expect(await rows()).toMatchObject([
    { key: 'claim-paid:2', state: 'sent', sentAt: now, provider: 'test', providerId: 'p-1' },
    { key: 'claim-paid:1', state: 'sent', attempts: 1 },
  ])
})

it('keeps codes sealed and forgets them; neither number nor code lies in the tables', async () => {
  const { channel, got } = provider(taken)
  const told = {
    ...paid('code:1'),
    template: 'one-time-code',
    params: { minutes: '5' },
  } as Parameters<typeof queries.enqueueSecret>[0]
  expect(await queries.enqueueSecret(told, { code: '918273' }, now)).toBe(true)
  const dump = async () => {
    const { rows: all } = await database.pool.query<{ line: string }>(
      'select n::text as line from notification n',
    )
    return all.map(({ line }) => line).join()
  }
  for (const secret of ['918273', PHONE]) expect(await dump()).not.toContain(secret)
  now = NIGHT
  await pass(channel)
  expect(got[0]?.text, 'a code waits for no morning').toContain('918273')
  const { rows: left } = await database.pool.query('select sealed_params from notification')
  expect(left).toEqual([{ sealed_params: null }])
})

it('waits out the quiet hours of the enterprise without counting an attempt', async () => {
  const { channel, got } = provider(taken)
  await queries.enqueue([paid('q:1')], NIGHT)
  now = NIGHT
  await pass(channel)
  expect(got).toEqual([])
  const morning = Date.parse('2026-11-21T00:00:00.000Z')
  expect(await rows()).toMatchObject([{ state: 'queued', attempts: 0, nextAt: morning }])
  now = morning
  await pass(channel)
  expect(got).toHaveLength(1)
  await queries.setSettings('ent-a', { from: 0, to: 0, language: 'en' }, { by: 'x', at: now })
  now = NIGHT
  await queries.enqueue([paid('q:2')], now)
  await pass(channel)
  expect(got[1]?.text, 'no quiet hours, and the language of the enterprise').toContain('1.25')
})

it('quiet hours over midnight end the next morning, within a day the same day; both edges', () => {
  const at = (clock: string) => epochMs(Date.parse(`2026-11-20T${clock}:00.000+08:00`))
  const over = { from: 21 * 60, to: 8 * 60 }
  expect(quietUntil(at('20:59'), over)).toBeNull()
  expect(quietUntil(at('21:00'), over)).toBe(Date.parse('2026-11-21T08:00:00+08:00'))
  expect(quietUntil(at('07:59'), over)).toBe(at('08:00'))
  expect(quietUntil(at('08:00'), over)).toBeNull()
  expect(quietUntil(at('12:30'), { from: 12 * 60, to: 13 * 60 })).toBe(at('13:00'))
  expect(quietUntil(at('12:30'), { from: 0, to: 0 })).toBeNull()
})

it('tries again later and later, a bounded number of times, and never after a refusal', async () => {
  const busy = provider(() => ({ state: 'retry', reason: 'HTTP_503' }))
  await queries.enqueue([paid('r:1')], now)
  let waited = 0
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await pass(busy.channel)
    expect(busy.got).toHaveLength(attempt)
    await pass(busy.channel)
    expect(busy.got, 'not before its time').toHaveLength(attempt)
    const wait = retryAfter(attempt)
    if (wait === null) break
    waited += wait
    now = NOON + waited
    await queries.setSettings('ent-a', { from: 0, to: 0, language: 'zh' }, { by: 'x', at: now })
  }
  expect(new Set(busy.got.map(({ id }) => id)).size, 'one id for all attempts').toBe(1)
  expect(await rows()).toMatchObject([{ state: 'failed', attempts: 10, error: 'HTTP_503' }])
  now = NOON
  const no = provider(() => ({ state: 'refused', reason: 'HTTP_400' }))
  await queries.enqueue([paid('r:2')], now)
  await pass(no.channel)
  now += 86_400_000
  await pass(no.channel)
  expect(no.got).toHaveLength(1)
})

it('several processes at once send each one once', async () => {
  const slow = provider(async () => {
    await new Promise((resolve) => setTimeout(resolve, 2))
    return taken()
  })
  await queries.enqueue(
    Array.from({ length: 200 }, (_, i) => paid(`m:${i}`)),
    now,
  )
  await Promise.all(Array.from({ length: 4 }, () => pass(slow.channel)))
  expect(slow.got).toHaveLength(200)
  expect(new Set(slow.got.map(({ id }) => id)).size).toBe(200)
  expect((await rows()).every(({ state, attempts }) => state === 'sent' && attempts === 1)).toBe(
    true,
  )
})

it('a process killed between sending and writing it down leaves it to another, under the same id', async () => {
  await queries.enqueue([paid('k:1')], now)
  const [mine] = await store.hold(now, 10, 60_000)
  const { channel, got } = provider(taken)
  await pass(channel)
  expect(got, 'in hand elsewhere').toEqual([])
  now += 60_001
  await pass(channel)
  expect(got.map(({ id }) => id)).toEqual([mine?.id])
  // The first one was only slow: its word comes too late and changes nothing.
  await store.failed({ id: mine?.id ?? '', attempt: 1 }, 'TIMEOUT', null, 'test')
  expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2 }])
})

it('sends nothing that is past, to nobody, or to whom no number is known', async () => {
  const { channel, got } = provider(taken)
  const nobody = { to: { kind: 'person', ref: randomUUID() } }
  await queries.enqueue([paid('e:1', { expiresAt: now - 1 }), paid('e:2', nobody)], now)
  await pass(channel)
  expect(got).toEqual([])
  const found = (await rows()).map(({ key, state, error }) => `${key} ${state} ${error}`).sort()
  expect(found).toEqual(['e:1 expired EXPIRED', 'e:2 failed NO_ADDRESS'])
})

it('mails over SMTP with the same Message-ID each time, and reads its refusals', async () => {
  const smtp = await startSmtp()
  const channel = smtpChannel({ url: smtp.url, from: 'LPG <gas@example.com>' })
  const message = { id: randomUUID(), to: MAIL, subject: '赔付到账', text: '已支付' }
  const { signal } = new AbortController()
  expect(await channel.send(message, signal)).toMatchObject({ state: 'sent' })
  expect(smtp.mails[0]?.to).toBe(MAIL)
  expect(smtp.mails[0]?.data).toContain(`Message-ID: <${message.id}@example.com>`)
  smtp.refuseWith = '450 later'
  expect(await channel.send(message, signal)).toEqual({ state: 'retry', reason: 'SMTP_450' })
  smtp.refuseWith = '550 no such user zhang@example.com'
  expect(await channel.send(message, signal)).toEqual({ state: 'refused', reason: 'SMTP_550' })
  await smtp.close()
  expect(await channel.send(message, signal)).toMatchObject({ state: 'retry' })
})

it('posts SMS signed over timestamp, nonce and body, with the id as idempotency key', async () => {
  const got: { headers: IncomingHttpHeaders; body: string }[] = []
  const statuses = [200, 429, 403]
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      got.push({ headers: request.headers, body })
      response.writeHead(statuses.shift() ?? 500).end('{"id":"sms-9"}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const secret = 'a secret of at least 32 characters'
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`
  const channel = smsChannel({ url, keyId: 'k1', secret }, () => NOON)
  const message = { id: randomUUID(), to: PHONE, subject: 's', text: '已支付' }
  const { signal } = new AbortController()
  expect(await channel.send(message, signal)).toEqual({ state: 'sent', providerId: 'sms-9' })
  expect(await channel.send(message, signal)).toEqual({ state: 'retry', reason: 'HTTP_429' })
  expect(await channel.send(message, signal)).toEqual({ state: 'refused', reason: 'HTTP_403' })
  const [first, second] = got
  const { headers, body } = first as (typeof got)[0]
  expect(JSON.parse(body)).toEqual({ id: message.id, to: PHONE, text: '已支付' })
  expect(headers['idempotency-key']).toBe(message.id)
  const signed = { timestamp: String(NOON), nonce: String(headers['x-lpg-nonce']), body }
  expect(headers['x-lpg-signature']).toBe(smsSignature(secret, signed))
  expect(second?.headers['x-lpg-nonce']).not.toBe(signed.nonce)
  server.closeAllConnections()
  server.close()
  expect(await channel.send(message, signal)).toMatchObject({ state: 'retry' })
})

it('the console stars the address', async () => {
  const lines: string[] = []
  const channel = consoleChannel((line) => lines.push(line))
  const message = { id: 'x', subject: 's', text: '验证码 123456' }
  await channel.send({ ...message, to: PHONE }, new AbortController().signal)
  await channel.send({ ...message, to: MAIL }, new AbortController().signal)
  expect(lines).toEqual(['→ 138****1234 验证码 123456', '→ z***@*** 验证码 123456'])
})
