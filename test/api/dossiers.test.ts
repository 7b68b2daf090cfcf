import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuid7 } from '#app/uuid7.ts'
import { isSignedBy, parseCheckpoint, parseNote, parseNoteKey } from '#domain/ledger/checkpoint.ts'
import { epochMs } from '#domain/units.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import { signNote } from '#store/ledger/note-signer.ts'
import { LEDGER_SECRET, testLedger } from '#test/setup/ledger.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

const reason = '法院调取，案号 2026-118'

/** How many pages a file has, and what its streams hold: text itself stands in glyph numbers. */
const pagesOf = (pdf: Buffer): number =>
  pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
const streamsOf = (pdf: Buffer): number => {
  const text = pdf.toString('latin1')
  let size = 0
  for (const { 1: body = '' } of text.matchAll(/FlateDecode[^]*?stream\n([^]*?)\nendstream/g)) {
    try {
      size += inflateSync(Buffer.from(body, 'latin1')).length
    } catch {
      // A picture or a font in another filter.
    }
  }
  return size
}

describe('dossiers', () => {
  let api: ApiUnderTest
  let world: World
  let secrets: readonly string[] = [LEDGER_SECRET]
  const CODE = 'CYL-D'

  const tell = async (
    type: string,
    minutes: number,
    body: object,
    stationId: string | null = 'st-a',
  ) => {
    const at = epochMs(api.clock.now - 3_600_000 + minutes * 60_000)
    const event = { id: uuid7(), type, at, stationId, operator: 'op-7', body }
    await api.recorder.record(CODE, event as never)
    return event.id
  }
  const make = async (as = 'office', more: object = {}): Promise<Json> => {
    const answer = await api.call(
      'POST',
      `/v1/cylinders/${CODE}/dossiers`,
      world.tokens[as],
      { reason },
      more,
    )
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const pdfOf = async (id: string, as = 'office'): Promise<Buffer> => {
    const headers = { authorization: `Bearer ${world.tokens[as]}` }
    const answer = await api.app.inject({ url: `/v1/dossiers/${id}/pdf`, headers })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('application/pdf')
    return answer.rawPayload
  }

  beforeAll(async () => {
    api = await startApi({
      change: (deps) => ({
        ...deps,
        signNote: async (text, origin, keyIds) =>
          secrets.length === 0 || keyIds.length === 0 ? null : signNote(text, origin, secrets),
      }),
    })
    world = await buildWorld(api)
    await api.call(
      'POST',
      '/v1/cylinders',
      world.tokens['admin'],
      cylinderBody(CODE, { ownerId: 'ent-a' }),
    )
    await tell('residual.weighed', 1, { grossG: 16_700 })
    await tell('fill.completed', 4, {
      scale: 'scale-a',
      grossG: 32_480,
      tareG: 16_480,
      residualG: 0,
    })
    const wrong = await tell('stock.in', 5, {
      siteId: 'st-a',
      condition: 'empty',
      appearanceOk: true,
    })
    await tell('event.annulled', 6, { eventId: wrong, reason: '扫错', by: 'u-1' }, null)
    await testLedger(api.database.pool).write(api.clock.now)
  }, 60_000)
  afterAll(() => api.close())

  it('is a paper whose hash is signed by the ledger’s key, with who asked for it and why', async () => {
    const made = await make()
    expect(made).toMatchObject({ code: CODE, reason, role: 'office', partial: false, events: 5 })
    const pdf = await pdfOf(made.id)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(createHash('sha256').update(pdf).digest('hex')).toBe(made.sha256)
    const keys = await api.call('GET', '/v1/ledger/keys')
    const key = parseNoteKey(keys.body.items[0].key, nodeCrypto)
    const note = parseNote(made.note, nodeCrypto)
    if (key === null || note === null) throw new Error('no key or no note')
    expect(isSignedBy(note, key, nodeCrypto)).toBe(true)
    expect(note.text).toContain(`\nsha256 ${made.sha256}\n`)
    expect(note.text).toContain(`\ncylinder ${CODE}\n`)
    expect(note.text).toMatch(/\nevents 5 whole\n/)
    // The same key signs heads of the tree: nobody can take the one for the other.
    expect(parseCheckpoint(note.text, nodeCrypto)).toBeNull()
    const forged = { ...note, text: note.text.replace(made.sha256, 'f'.repeat(64)) }
    expect(isSignedBy(forged, key, nodeCrypto)).toBe(false)
  })

  it('the same life gives the same bytes, one more event others', async () => {
    const first = await make()
    api.clock.now += 5_000
    const second = await make('regulator')
    expect(second.sha256).toBe(first.sha256)
    expect(second.id).not.toBe(first.id)
    await tell('cylinder.scanned', 20, { purpose: 'inventory' })
    expect((await make()).sha256).not.toBe(first.sha256)
  })

  it('a request that is repeated makes one dossier', async () => {
    const headers = {
      authorization: `Bearer ${world.tokens['office']}`,
      'idempotency-key': 'dossier-1',
    }
    const [one, two] = [await make('office', { headers }), await make('office', { headers })]
    expect(two).toEqual(one)
    const { rows } = await api.database.pool.query('select id from dossier where id = $1', [one.id])
    expect(rows).toHaveLength(1)
  })

  it('grows with the life: table, findings and pages', async () => {
    const short = await pdfOf((await make()).id)
    for (let n = 0; n < 60; n += 1) await tell('residual.weighed', 21 + n / 10, { grossG: 16_900 })
    const long = await pdfOf((await make()).id)
    expect(pagesOf(long)).toBeGreaterThan(pagesOf(short))
    expect(streamsOf(long)).toBeGreaterThan(streamsOf(short))
  })

  it('without a key it says that nobody signed it', async () => {
    secrets = []
    expect((await make()).note).toBeNull()
    secrets = [LEDGER_SECRET]
  })

  it('is seen by the side that made it: what an inspector gathers is not the company’s to read', async () => {
    const inspectors = await make('regulator')
    const own = await make('office')
    const url = (id: string) => `/v1/dossiers/${id}`
    const status = async (id: string, as: string) =>
      (await api.call('GET', url(id), world.tokens[as])).status
    expect(await status(inspectors.id, 'office')).toBe(404)
    expect(
      (await api.call('GET', `${url(inspectors.id)}/pdf`, world.tokens['office'])).status,
    ).toBe(404)
    expect(await status(inspectors.id, 'regulator')).toBe(200)
    expect(await status(own.id, 'office')).toBe(200)
    expect(await status(own.id, 'admin')).toBe(200)
    const { items } = (await api.call('GET', `/v1/dossiers?code=${CODE}`, world.tokens['office']))
      .body
    expect(items.every(({ role }: Json) => role === 'office')).toBe(true)
    const user = {
      username: 'of-65',
      password: ADMIN_PASSWORD,
      role: 'regulator',
      regionPrefix: '65',
    }
    await api.call('POST', '/v1/users', world.tokens['admin'], user)
    const other = await api.login('of-65')
    expect((await api.call('GET', url(inspectors.id), other)).status).toBe(404)
    expect(
      (await api.call('POST', `/v1/cylinders/${CODE}/dossiers`, other, { reason })).status,
    ).toBe(404)
  })

  it('nobody changes or removes one past the routes', async () => {
    const { id } = await make()
    const client = await api.database.pool.connect()
    try {
      for (const statement of [
        `update dossier set reason = 'x' where id = $1`,
        'delete from dossier where id = $1',
      ]) {
        await client.query('begin')
        await client.query('set local role lpg_api')
        await client.query(`select set_config('lpg.role', 'admin', true)`)
        await expect(client.query(statement, [id])).rejects.toMatchObject({ code: '42501' })
        await client.query('rollback')
      }
    } finally {
      client.release()
    }
  })

  it.each([
    [{}, '/reason'],
    [{ reason: '  ' }, '/reason'],
    [{ reason: '当事人 370302198001011234 电话 13812345678' }, '/reason'],
  ])('a request %j is refused by field', async (body, path) => {
    const answer = await api.call(
      'POST',
      `/v1/cylinders/${CODE}/dossiers`,
      world.tokens['office'],
      body,
    )
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.body.path).toBe(path)
  })
})
