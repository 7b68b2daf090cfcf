import { randomUUID } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'
import { pngOf } from './sales-world.ts'

let desk: DeskWorld
let elsewhere: string

beforeAll(async () => {
  desk = await startDesk()
  const { api, world } = desk
  const user = { username: 'regulator-65', password: 'correct horse battery', role: 'regulator' }
  await api.call('POST', '/v1/users', world.tokens['admin'], { ...user, regionPrefix: '65' })
  elsewhere = await api.login('regulator-65')
}, 90_000)
afterAll(() => desk?.api.close())

const upload = async (bytes: Buffer): Promise<string> => {
  const { api, world } = desk
  const url = '/v1/objects?kind=signature&enterpriseId=ent-a'
  const answer = await api.call('POST', url, undefined, bytes, {
    headers: { authorization: `Bearer ${world.tokens['regulator']}`, 'content-type': 'image/png' },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.object
}

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  let crc = 0xffffffff
  for (const byte of body) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
  return Buffer.concat([length, body, sum])
}

/** A PNG of 8 × 8 grey points that a reader can show. */
const realPng = (): Buffer => {
  const head = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0])
  const rows = Buffer.alloc(8 * 9, Math.floor(Math.random() * 200))
  for (let row = 0; row < 8; row++) rows[row * 9] = 0
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const checkBody = (more: object = {}) => ({
  stationId: 'st-a',
  kind: 'cylinders',
  place: '实瓶区',
  instrument: '电子秤 ES-30 证书 2026-118',
  ...more,
})

const begun = (more: object = {}): Promise<Json> =>
  desk.must('/v1/spot-checks', checkBody(more), 'regulator')

/** 16 480 g tare; R002-7.1.14: YSP-15 holds 14.5 ± 0.5 kg. */
const seen = (code: string, netG = 14_500, more: object = {}) => ({
  code,
  grossG: 16_480 + netG,
  leakFree: true,
  sealed: true,
  labelled: true,
  ...more,
})

const look = (id: string, body: object, role = 'regulator') =>
  desk.post(`/v1/spot-checks/${id}/items`, body, role)

const conclude = async (id: string, more: object = {}) =>
  desk.post(
    `/v1/spot-checks/${id}/conclude`,
    {
      inspector: await upload(realPng()),
      company: { kind: 'signature', object: await upload(realPng()) },
      ...more,
    },
    'regulator',
  )

let serial = 0
const cylinder = async (): Promise<string> => {
  serial += 1
  await desk.world.cylinder(`SPOT-${serial}`)
  return `SPOT-${serial}`
}

const codesOf = ({ findings }: Json): string[] => findings.map(({ code }: Json) => code)

describe('spot-checks', () => {
  it('a good cylinder passes, and its check stands in its life', async () => {
    const [made, code] = [await begun(), await cylinder()]
    const { status, body } = await look(made.id, seen(code))
    expect(status, JSON.stringify(body)).toBe(201)
    expect(body.items).toMatchObject([{ code, netG: 14_500, findings: [] }])
    const { body: trace } = await desk.get(`/v1/cylinders/${code}/trace`)
    const event = trace.events.find(({ type }: Json) => type === 'postfill.checked')
    expect(event).toMatchObject({ id: body.items[0].eventId, stationId: 'st-a' })
    expect(event.body).toMatchObject({ checkWeighG: 30_980, leakFree: true, sealed: true })
    const { body: end } = await conclude(made.id)
    expect(end).toMatchObject({ passed: true, caseId: null, verdict: { items: 1, failed: 0 } })
  })

  it.each([
    [14_000, {}, []],
    [13_999, {}, ['UNDERFILL']],
    [14_900, {}, []],
    [14_901, {}, ['OVERFILL']],
    [14_350, { labelledNetG: 14_500 }, []],
    [14_349, { labelledNetG: 14_500 }, ['NET_CONTENT_SHORT']],
    [14_500, { tareG: 16_980 }, []],
    [14_499, { tareG: 16_980 }, ['UNDERFILL']],
    [
      14_500,
      { leakFree: false, sealed: false, labelled: false },
      ['LEAKING', 'UNSEALED', 'UNLABELLED'],
    ],
  ])('net %d g, %o: %o', async (netG, more, codes) => {
    const [made, code] = [await begun(), await cylinder()]
    const { body } = await look(made.id, seen(code, netG, more))
    expect(codesOf(body.items[0])).toEqual(codes)
    for (const one of body.items[0].findings) {
      expect(one).toMatchObject({ clause: expect.any(String), certainty: expect.any(String) })
    }
  })

  it('a failed one opens a case with its clauses, and blocks the cylinder by its own finding', async () => {
    const [made, code] = [await begun(), await cylinder()]
    await look(made.id, seen(code, 15_600))
    const { body } = await conclude(made.id, {
      company: { kind: 'refused', reason: '负责人不在场' },
    })
    expect(body).toMatchObject({ passed: false, verdict: { items: 1, failed: 1 } })
    const { body: opened } = await desk.get(`/v1/supervision-cases/${body.caseId}`)
    expect(opened).toMatchObject({
      enterpriseId: 'ent-a',
      subject: { kind: 'spot-check', id: made.id },
      status: 'open',
    })
    expect(opened.finding).toContain(`${code}（超装）`)
    expect(opened.clauses.length).toBeGreaterThan(0)
    const { body: shown } = await desk.get(`/v1/cylinders/${code}`)
    expect(shown.service).toMatchObject({ state: 'quarantined', reasons: ['OVERFILL'] })
  })

  it('concluded by many at once it ends once, with one case', async () => {
    const [made, code] = [await begun(), await cylinder()]
    await look(made.id, seen(code, 13_000))
    const answers = await Promise.all([1, 2, 3].map(() => conclude(made.id)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
    const { rows } = await desk.api.database.pool.query(
      'select count(*)::int as n from supervision_case where subject_id = $1',
      [made.id],
    )
    expect(rows).toEqual([{ n: 1 }])
    expect((await look(made.id, seen(await cylinder()))).body.code).toBe('ALREADY_CLOSED')
  })

  it('a repeat of the same look is one look and one event', async () => {
    const [made, code] = [await begun(), await cylinder()]
    const headers = {
      authorization: `Bearer ${desk.world.tokens['regulator']}`,
      'idempotency-key': `spot-${randomUUID()}`,
    }
    const url = `/v1/spot-checks/${made.id}/items`
    const answers = await Promise.all(
      [1, 2, 3].map(() => desk.api.call('POST', url, undefined, seen(code), { headers })),
    )
    for (const { status, body } of answers) expect([status, body.items.length]).toEqual([201, 1])
    const { body: trace } = await desk.get(`/v1/cylinders/${code}/trace`)
    const checks = trace.events.filter(({ type }: Json) => type === 'postfill.checked')
    expect(checks).toHaveLength(1)
    const again = await look(made.id, seen(code))
    expect(again).toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS', path: '/code' } })
  })

  it('the sheet is a PDF in Chinese with the signatures of both sides; the look is written down', async () => {
    const [made, code] = [await begun(), await cylinder()]
    await look(made.id, seen(code))
    await conclude(made.id)
    const { api, world } = desk
    const looks = async (): Promise<number> => {
      const { rows } = await api.database.pool.query(
        `select count(*)::int as n from reveal_audit where role = 'regulator'`,
      )
      return rows[0].n
    }
    const before = await looks()
    const answer = await api.app.inject({
      url: `/v1/spot-checks/${made.id}/pdf`,
      headers: { authorization: `Bearer ${world.tokens['regulator']}` },
    })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf'])
    const text = answer.rawPayload.toString('latin1')
    expect(text).toContain('NotoSansSC')
    expect(text.match(/\/Subtype \/Image/g)).toHaveLength(2)
    expect(await looks()).toBe(before + 2)
  })

  it('a signature that PDF cannot show leaves the sheet whole', async () => {
    const [made, code] = [await begun(), await cylinder()]
    await look(made.id, seen(code))
    await conclude(made.id, { inspector: await upload(pngOf(randomUUID())) })
    const answer = await desk.api.app.inject({
      url: `/v1/spot-checks/${made.id}/pdf`,
      headers: { authorization: `Bearer ${desk.world.tokens['office']}` },
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.rawPayload.toString('latin1').startsWith('%PDF-')).toBe(true)
  })

  it.each([
    [{ stationId: 'st-b' }, 422, '/stationId'],
    [{ kind: 'all' }, 400, '/kind'],
    [{ kind: 'net-content' }, 422, '/lotSize'],
    [{ kind: 'net-content', lotSize: 8 }, 422, '/labelledNetG'],
    [{ kind: 'net-content', lotSize: 0, labelledNetG: 14_500 }, 400, '/lotSize'],
    [{ lotSize: 8 }, 422, '/lotSize'],
    [{ instrument: '' }, 400, '/instrument'],
  ])('begun with %o is refused by field', async (change, status, path) => {
    const answer = await desk.post('/v1/spot-checks', checkBody(change), 'regulator')
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { path } })
  })

  it.each([
    [{ code: 'NOBODYS' }, 422, '/code'],
    [{ grossG: 1.5 }, 400, '/grossG'],
    [{ leakFree: 'yes' }, 400, '/leakFree'],
    [{ sealed: undefined }, 400, '/sealed'],
    [{ photos: ['a'.repeat(64)] }, 422, '/photos/0'],
  ])('a look %o is refused by field', async (change, status, path) => {
    const [made, code] = [await begun(), await cylinder()]
    const answer = await look(made.id, { ...seen(code), ...change })
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { path } })
  })

  it('nothing looked at, a stranger’s signature: not concluded', async () => {
    const made = await begun()
    expect((await conclude(made.id)).body.code).toBe('CASE_STATE')
    const wrong = await conclude(made.id, { inspector: 'a'.repeat(64) })
    expect(wrong).toMatchObject({ status: 422, body: { path: '/inspector' } })
    const both = await conclude(made.id, { company: { kind: 'refused' } })
    expect(both).toMatchObject({ status: 400, body: { path: '/company/reason' } })
  })

  it('are read by the company and its region, and by nobody else', async () => {
    const made = await begun()
    const url = `/v1/spot-checks/${made.id}`
    expect((await desk.get(url)).status).toBe(200)
    expect((await look(made.id, seen(await cylinder()), 'office')).status).toBe(403)
    for (const as of [elsewhere, await desk.api.login('office-b')]) {
      expect((await desk.api.call('GET', url, as)).status).toBe(404)
      expect((await desk.api.call('GET', `${url}/pdf`, as)).status).toBe(404)
      expect((await desk.api.call('GET', '/v1/spot-checks', as)).body.items).toEqual([])
    }
    const open = await desk.get('/v1/spot-checks?state=open&limit=1', 'regulator')
    expect(open.body.items[0]).toMatchObject({ concludedAt: null, passed: null })
  })
})

describe('net-content sampling', () => {
  const lot = async (nets: readonly number[], lotSize = nets.length): Promise<Json> => {
    const made = await begun({ kind: 'net-content', lotSize, labelledNetG: 14_500 })
    for (const net of nets) {
      const answer = await look(made.id, seen(await cylinder(), net))
      expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    }
    return made
  }

  it.each([
    [[14_500, 14_500, 14_500], true, []],
    [[14_400, 14_600, 14_500], true, []],
    // Mean 14 499 g.
    [[14_497, 14_500, 14_500], false, ['MEAN_SHORT']],
    // One of three short by 151 g, and none may be in a lot of up to ten.
    [[14_349, 14_700, 14_700], false, ['TOO_MANY_SHORT']],
    [[14_350, 14_700, 14_700], true, []],
    [[14_199, 14_800, 14_800], false, ['ONE_FAR_SHORT']],
  ])('Order 70: nets %o pass: %s, %o', async (nets, passed, reasons) => {
    const { body } = await conclude((await lot(nets)).id)
    expect(body.verdict.lot).toMatchObject({ reasons, allowanceG: 150, certainty: 'from-memory' })
    expect(body.passed).toBe(passed)
    expect(body.caseId === null).toBe(passed)
  })

  it('of a larger lot as many are weighed as the plan says, and one labelled mass alone', async () => {
    const made = await lot([14_500, 14_500], 30)
    expect(made.plan).toMatchObject({ n: 10, certainty: 'from-memory' })
    const early = await conclude(made.id)
    expect(early).toMatchObject({ status: 409, body: { code: 'CASE_STATE' } })
    const other = await look(made.id, seen(await cylinder(), 14_500, { labelledNetG: 14_900 }))
    expect(other).toMatchObject({ status: 422, body: { path: '/labelledNetG' } })
  })
})
