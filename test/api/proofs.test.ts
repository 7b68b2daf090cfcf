import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuid7 } from '#app/uuid7.ts'
import { parseNoteKey } from '#domain/ledger/checkpoint.ts'
import {
  type ConsistencyProof,
  type LedgerProof,
  verifyConsistency,
  verifyProof,
} from '#domain/ledger/proof.ts'
import { epochMs } from '#domain/units.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import { LEDGER_ORIGIN, LEDGER_SECRET, ledgerKeyOf, testLedger } from '#test/setup/ledger.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld } from './small-world.ts'

let api: ApiUnderTest
let tokens: Readonly<Record<string, string>>
const NAME = '张三丰 13800138000'
const key = ledgerKeyOf()

const get = (url: string, who = 'office') => api.call('GET', url, tokens[who])
const write = () => testLedger(api.database.pool).write(api.clock.now)

const incident = async (what: string, code = 'CYL-a', stationId = 'st-a'): Promise<string> => {
  const id = uuid7()
  const at = epochMs(api.clock.now)
  const body = { what, by: 'u-1' }
  const told = { id, type: 'incident.reported' as const, at, stationId, operator: 's-1', body }
  await api.recorder.record(code, told)
  return id
}

const proofOf = async (id: string, who?: string): Promise<LedgerProof> => {
  const { status, body } = await get(`/v1/ledger/proof?event=${id}`, who)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

const checked = (proof: LedgerProof) => verifyProof(proof, key, nodeCrypto)

beforeAll(async () => {
  api = await startApi()
  ;({ tokens } = await buildWorld(api))
}, 60_000)
afterAll(() => api?.close())

describe('proofs', () => {
  it('before the first checkpoint there is nothing to prove', async () => {
    expect(await get('/v1/ledger/checkpoint')).toMatchObject({ status: 409 })
    const id = await incident('泄漏')
    expect((await get(`/v1/ledger/proof?event=${id}`)).body.code).toBe('LEDGER_PENDING')
    await write()
    expect(checked(await proofOf(id))).toMatchObject({ events: 1, problems: [] })
  })

  it('an event is proved by the public key alone, with its bytes', async () => {
    const id = await incident('阀门损坏')
    await write()
    const proof = await proofOf(id)
    expect(checked(proof)).toMatchObject({
      events: 1,
      problems: [],
      checkpoint: { origin: LEDGER_ORIGIN },
    })
    const bytes = Buffer.from(proof.leaves[0]?.opened?.bytes ?? '', 'base64').toString()
    expect(JSON.parse(bytes)).toMatchObject({ id, what: '阀门损坏' })
  })

  it('names what of a proof was changed', async () => {
    const proof = await proofOf(await incident('x').then(async (id) => (await write(), id)))
    const [leaf, batch] = [proof.leaves[0], proof.batches[0]]
    if (!leaf?.opened || batch === undefined) throw new Error('no leaf')
    const changed = (more: Partial<LedgerProof>) => checked({ ...proof, ...more }).problems[0]
    const edited = leaf.record.replace('st-a', 'st-b')
    expect(changed({ leaves: [{ ...leaf, record: edited }] })).toMatchObject({
      code: 'NOT_IN_BATCH',
      where: 'leaves/0',
    })
    const opened = { ...leaf.opened, body: leaf.opened.body.replace('x', 'y') }
    expect(changed({ leaves: [{ ...leaf, opened }] })?.code).toBe('CONTENT_DIFFERS')
    const root = batch.record.replace(/[0-9a-f]{8}"\]$/, '00000000"]')
    expect(changed({ batches: [{ ...batch, record: root }] })?.code).toBe('NOT_IN_TREE')
    expect(changed({ batches: [{ ...batch, index: batch.index + 1 }] })?.code).toBe('NOT_IN_TREE')
    const signed = proof.checkpoint.replace(/\n\d+\n/, '\n1\n')
    expect(changed({ checkpoint: signed })?.code).toBe('NOT_SIGNED_BY_KEY')
    expect(changed({ checkpoint: 'no note' })?.code).toBe('CHECKPOINT_UNREADABLE')
    const other = ledgerKeyOf(`${LEDGER_SECRET} other`)
    expect(verifyProof(proof, other, nodeCrypto).problems[0]?.code).toBe('NOT_SIGNED_BY_KEY')
  })

  it('an emptied event still has its proof, and nothing in it lets its content be guessed', async () => {
    const id = await incident(NAME)
    await write()
    const before = await proofOf(id)
    const body = { eventId: id, fields: ['what'], reason: '误填姓名' }
    const redacted = await api.call('POST', '/v1/redactions', tokens['office'], body)
    expect(redacted.status, JSON.stringify(redacted.body)).toBe(201)
    await write()
    const after = await proofOf(id)
    expect(checked(after)).toMatchObject({ events: 1, problems: [] })
    expect(after.leaves[0]).toMatchObject({ record: before.leaves[0]?.record, opened: null })
    expect(after.entries[0]?.record).toContain('"redaction"')
    const text = JSON.stringify(after)
    expect(text).not.toContain(NAME)
    expect(text).not.toContain(redacted.body.sha256)
    const { rows } = await api.database.pool.query(
      'select salt from cylinder_life where event_id = $1',
      [id],
    )
    expect(rows).toEqual([{ salt: null }])
  })

  it('a whole life comes in one file', async () => {
    await incident('first')
    await write()
    await incident('second')
    await write()
    await incident('third')
    const { status, body, headers } = await get('/v1/cylinders/CYL-a/proof')
    expect(status).toBe(200)
    expect(headers['content-disposition']).toContain('proof-CYL-a.json')
    expect(body.unproved).toMatchObject([{ why: 'pending' }])
    const { events, problems } = checked(body)
    expect(problems).toEqual([])
    expect(events).toBeGreaterThan(2)
  })

  it('an event of others is not there', async () => {
    const id = await incident('theirs', 'CYL-b', 'st-b')
    await write()
    for (const who of ['office', 'regulator']) {
      expect((await get(`/v1/ledger/proof?event=${id}`, who)).status, who).toBe(404)
    }
    expect((await get('/v1/cylinders/CYL-b/proof')).status).toBe(404)
    expect(checked(await proofOf(id, 'admin')).problems).toEqual([])
  })

  it('an event that was changed in the database has no proof', async () => {
    const id = await incident('as it was')
    await write()
    await api.database.pool.query(`update cylinder_life set operator = 's-2' where event_id = $1`, [
      id,
    ])
    expect((await get(`/v1/ledger/proof?event=${id}`)).body.code).toBe('LEDGER_ALTERED')
  })
})

describe('checkpoints', () => {
  it('everybody reads them, the keys, and that one follows from another', async () => {
    const { status, body, headers } = await api.call('GET', '/v1/ledger/checkpoint')
    expect(status).toBe(200)
    expect(headers['content-type']).toContain('text/plain')
    const listed = await api.call('GET', '/v1/ledger/checkpoints?limit=2')
    const [newest, older] = listed.body.items
    expect(newest.note).toBe(body)
    const { body: keys } = await api.call('GET', '/v1/ledger/keys')
    expect(parseNoteKey(keys.items[0].key, nodeCrypto)).toMatchObject({ name: LEDGER_ORIGIN })
    const { body: proof } = await api.call(
      'GET',
      `/v1/ledger/consistency?from=${older.size}&to=${newest.size}`,
    )
    const consistent = (one: ConsistencyProof) => verifyConsistency(one, key, nodeCrypto).problems
    expect(consistent(proof)).toEqual([])
    expect(consistent({ ...proof, path: proof.path.slice(1) })[0]?.code).toBe('HISTORY_CHANGED')
    const unknown = await api.call('GET', '/v1/ledger/consistency?from=999999')
    expect(unknown.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: 'from' })
  })

  it('while keys change both sign; the old one is dated when it is gone', async () => {
    const NEW = `${LEDGER_SECRET} new`
    const signedBy = async (secrets: readonly string[]) => {
      await incident('again')
      await testLedger(api.database.pool, undefined, secrets).write(api.clock.now)
      const { body } = await api.call('GET', '/v1/ledger/checkpoint')
      const { body: keys } = await api.call('GET', '/v1/ledger/keys')
      return { lines: body.split('\n\n')[1].trim().split('\n').length, keys: keys.items }
    }
    const both = await signedBy([NEW, LEDGER_SECRET])
    expect(both).toMatchObject({ lines: 2, keys: [{ until: null }, { until: null }] })
    const one = await signedBy([NEW])
    expect(one.lines).toBe(1)
    const strange = testLedger(api.database.pool, undefined, [`${LEDGER_SECRET} strange`])
    await expect(strange.write(api.clock.now)).rejects.toThrow('another key')
    expect(one.keys.filter(({ until }: { until: string | null }) => until !== null)).toHaveLength(1)
  })
})
