import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticeSignature, payChannel } from '#app/channels/pay-channel.ts'
import { smsSignature } from '#jobs/notifications/sms-channel.ts'
import { testVault } from '#test/setup/vault.ts'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { archived, home } from './people-world.ts'
import { buildSales, type SalesWorld, visit } from './sales-world.ts'

const SECRET = 'a-secret-of-at-least-thirty-two-characters'
const EARLIER = '2026-11-20T07:00:00.000Z'

/** A provider that takes what is signed, and remembers it. */
const startProvider = async () => {
  const seen: { headers: Record<string, unknown>; body: string }[] = []
  const answer = { status: 200, text: JSON.stringify({ payUrl: 'https://pay.example/p/1' }) }
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      seen.push({ headers: request.headers, body })
      response.writeHead(answer.status).end(answer.text)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const stop = () => new Promise((done) => server.close(done))
  return { url: `http://127.0.0.1:${port}/orders`, seen, answer, stop }
}

describe('paying online (R000-6.4.1, R001-8.2-3, R002-5.8.1, R003-5.8.1-2)', () => {
  let api: ApiUnderTest
  let world: SalesWorld
  let provider: Awaited<ReturnType<typeof startProvider>>
  let customerId: string
  let premisesId: string
  let token: string

  const office = (method: string, url: string, body?: object, role = 'office') =>
    api.call(method, url, world.tokens[role], body)
  const must = async (url: string, body: object, role = 'office'): Promise<Json> => {
    const answer = await office('POST', url, body, role)
    if (answer.status < 300) return answer.body
    throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  const me = (method: string, url: string, body?: object) => api.call(method, url, token, body)

  const signIn = async (phone: string): Promise<string> => {
    const { pool } = api.database
    const vault = testVault(pool)
    await vault.start()
    await api.call('POST', '/v1/sessions/codes', undefined, { phone })
    await pool.query('update login_code set code_mac = $1 where phone_mac = $2', [
      vault.mac('login-code', `${phone} 123456`),
      vault.mac('phone', phone),
    ])
    const { body } = await api.call('POST', '/v1/sessions/phone', undefined, {
      phone,
      code: '123456',
    })
    return body.token
  }

  const notify = (notice: Json, more: { secret?: string; at?: number } = {}) => {
    const timestamp = String(more.at ?? api.clock.now)
    const signature = noticeSignature(more.secret ?? SECRET, notice, { timestamp, nonce: 'n-1' })
    const headers = {
      'x-lpg-timestamp': timestamp,
      'x-lpg-nonce': 'n-1',
      'x-lpg-signature': signature,
    }
    return api.call('POST', '/v1/public/payment-notices', undefined, notice, { headers })
  }

  beforeAll(async () => {
    provider = await startProvider()
    const now = () => api.clock.now
    const config = { url: provider.url, keyId: 'k-1', secret: SECRET, method: 'wechat' } as const
    api = await startApi({ change: (deps) => ({ ...deps, pay: payChannel(config, now) }) })
    world = await buildSales(api)
    const person = archived(77)
    const { id } = await must('/v1/customers', person)
    customerId = id
    const premises = await must(
      `/v1/customers/${id}/premises`,
      home('淄博市张店区柳泉路 77 号', { region: '370302' }),
    )
    premisesId = premises.id
    await must(`/v1/customers/${id}/verifications`, { method: 'paper-seen', result: 'verified' })
    await world.cylinder('PAY-1')
    const order = await world.order({ id, premisesId: premises.id })
    await must(
      `/v1/orders/${order.id}/deliver`,
      visit(['PAY-1'], { happenedAt: EARLIER }),
      'courier',
    )
    token = await signIn(person.phone)
  }, 60_000)
  afterAll(async () => {
    await api.close()
    await provider.stop()
  })

  const owed = async (): Promise<number> => (await me('GET', '/v1/me/account')).body.balanceFen

  it('opens what is owed with a signed request, and books it once when the signed notice comes', async () => {
    const before = await owed()
    expect(before).toBeGreaterThan(0)
    expect((await me('GET', '/v1/me/account')).body.payOnline).toBe(true)
    const { status, body: opened } = await me('POST', '/v1/me/payments', {})
    expect(status, JSON.stringify(opened)).toBe(201)
    expect(opened).toMatchObject({
      amountFen: before,
      state: 'open',
      payUrl: 'https://pay.example/p/1',
    })
    const [asked] = provider.seen
    const timestamp = String(asked?.headers['x-lpg-timestamp'])
    const nonce = String(asked?.headers['x-lpg-nonce'])
    const signed = smsSignature(SECRET, { timestamp, nonce, body: asked?.body ?? '' })
    expect(asked?.headers['x-lpg-signature']).toBe(signed)
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({ id: opened.id, amountFen: before })
    // Nothing is paid by opening it.
    expect(await owed()).toBe(before)
    const notice = { id: opened.id, amountFen: before, providerId: 'wx-1', paidAt: EARLIER }
    const answers = await Promise.all([notify(notice), notify(notice), notify(notice)])
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200])
    expect(await owed()).toBe(0)
    const { body } = await me('GET', '/v1/me/payments')
    expect(body.items).toEqual([
      expect.objectContaining({ id: opened.id, state: 'paid', paidAt: EARLIER, payUrl: null }),
    ])
    const books = await office('GET', '/v1/trial-balance?from=2026-11-01&to=2026-11-30')
    const wechat = books.body.accounts.find(({ code }: Json) => code === '101201')
    expect(wechat.debitFen).toBe(before)
    expect(JSON.stringify(body)).not.toContain('openedBy')
  })

  it('believes no notice that is not signed, is old, or says another sum', async () => {
    const { rows } = await api.database.pool.query<{ id: string; fen: number }>(
      'select id, amount_fen as fen from online_payment limit 1',
    )
    const [{ id, fen } = { id: '', fen: 0 }] = rows
    const notice = { id, amountFen: fen, providerId: 'wx-2', paidAt: EARLIER }
    expect((await notify(notice, { secret: SECRET.toUpperCase() })).status).toBe(401)
    expect((await notify(notice, { at: api.clock.now - 16 * 60_000 })).status).toBe(401)
    expect((await api.call('POST', '/v1/public/payment-notices', undefined, notice)).status).toBe(
      401,
    )
    const other = await notify({ ...notice, amountFen: fen + 1 })
    expect(other.body).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/amountFen' })
    const nobody = await notify({ ...notice, id: '00000000-0000-4000-8000-000000000000' })
    expect(nobody.status).toBe(404)
  })

  it('takes no more than is owed, and says when the provider does not answer', async () => {
    const more = await me('POST', '/v1/me/payments', { amountFen: 1 })
    expect(more.body).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/amountFen', limit: 0 })
    provider.answer.status = 503
    await world.cylinder('PAY-2')
    const order = await world.order({ id: customerId, premisesId })
    await must(
      `/v1/orders/${order.id}/deliver`,
      visit(['PAY-2'], { happenedAt: EARLIER }),
      'courier',
    )
    const down = await me('POST', '/v1/me/payments', {})
    expect([down.status, down.body.code]).toEqual([503, 'PAYMENT_PROVIDER'])
    provider.answer.status = 200
    provider.answer.text = '{}'
    expect((await me('POST', '/v1/me/payments', {})).body.code).toBe('PAYMENT_PROVIDER')
  })

  it('R000-5.1.2: is not offered where the enterprise does not take that way', async () => {
    await office('PUT', '/v1/payment-terms', {
      enterpriseId: 'ent-a',
      ways: ['cash'],
      freeDelivery: false,
    })
    expect((await me('GET', '/v1/me/account')).body.payOnline).toBe(false)
    expect((await me('POST', '/v1/me/payments', {})).body.code).toBe('PAYMENT_WAY_NOT_OFFERED')
  })
})
