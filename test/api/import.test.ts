import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

/** 气瓶编号,型号,皮重(kg),产权单位,制造单位 / G-1..,YSP-15,16.5,ent-a,钢瓶 in GBK: Node encodes none, so by hand. */
const gbk: Readonly<Record<string, readonly number[]>> = {
  气: [0xc6, 0xf8],
  瓶: [0xc6, 0xbf],
  编: [0xb1, 0xe0],
  号: [0xba, 0xc5],
  型: [0xd0, 0xcd],
  皮: [0xc6, 0xa4],
  重: [0xd6, 0xd8],
  产: [0xb2, 0xfa],
  权: [0xc8, 0xa8],
  单: [0xb5, 0xa5],
  位: [0xce, 0xbb],
  制: [0xd6, 0xc6],
  造: [0xd4, 0xec],
  钢: [0xb8, 0xd6],
}
const inGbk = (text: string): Buffer =>
  Buffer.from(Array.from(text).flatMap((char) => gbk[char] ?? [...Buffer.from(char)]))

describe('CSV import', () => {
  let api: ApiUnderTest
  let world: World
  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  const send = (file: string | Buffer, role = 'admin', headers: object = {}) =>
    api.call('POST', '/v1/cylinders/import', undefined, file, {
      headers: {
        authorization: `Bearer ${world.tokens[role]}`,
        'content-type': 'text/csv',
        ...headers,
      },
    })
  const get = (code: string) => api.call('GET', `/v1/cylinders/${code}`, world.tokens['admin'])

  it('takes good rows and reports bad ones by line, field and code', async () => {
    const file = [
      'code,model,tareG,ownerId,madeOn,qr,colour',
      'I-1,YSP-15,16480,ent-a,2020-05,https://q/1,silver',
      'I-2,YSP_15,16480,ent-a,2020-05,,',
      'I-3,YSP-15,-5,ent-a,2020-13,,',
      'I-1,YSP-15,16480,ent-a,2020-05,,',
      'CYL-a,YSP-15,16480,ent-a,2020-05,,',
      '"I-4","YSP-15",16480,ent-a,2020/5/7,https://q/1,',
      'I-5,YSP12,6300,ent-a,2020-05,,,surplus',
      'I-6,YSP12,6300,ent-a,2020-05',
      '',
    ].join('\r\n')
    const { status, body } = await send(file)
    expect(status).toBe(200)
    expect(body).toMatchObject({ rows: 8, created: 2, failed: 6, ignoredColumns: ['colour'] })
    const errors = body.errors.map((error: Json) => [error.line, error.field, error.code])
    expect(errors).toEqual([
      [3, 'model', 'UNKNOWN_MODEL'],
      [4, 'tareG', 'INVALID_REQUEST'],
      [4, 'madeOn', 'INVALID_REQUEST'],
      [5, 'code', 'DUPLICATE_IN_FILE'],
      [6, 'code', 'CYLINDER_EXISTS'],
      [7, 'qr', 'TAG_IN_USE'],
      [8, undefined, 'INVALID_REQUEST'],
    ])
    // A clerk reads the reason in Chinese: no English is left in it.
    expect(body.errors.map(({ messageZh }: Json) => messageZh)).toEqual([
      '型号 YSP_15：请按钢印填写，如 YSP-15（按充装量）、YSP35.5（按容积）或 YSP35.5/14.9（2023 版）',
      expect.stringMatching(/^应为/),
      expect.stringMatching(/^应为/),
      'I-1 已在第 2 行出现',
      'CYL-a 已被占用',
      'https://q/1 已被占用',
      expect.stringMatching(/^[^a-z]+$/),
    ])
    expect((await get('I-1')).body).toMatchObject({ tareG: 16_480, madeOn: '2020-05' })
    expect((await get('I-6')).status).toBe(200)
  })

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with BOM', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['GBK', inGbk],
  ])('reads Chinese names in %s', async (name, encode) => {
    const code = `Z-${name.replace(/[^A-Z0-9]/gi, '')}`
    const file = `气瓶编号,型号,皮重(kg),产权单位,制造单位\n${code},YSP-15,16.5,ent-a,钢瓶\n`
    const { body } = await send(encode(file))
    expect(body).toMatchObject({ rows: 1, created: 1, failed: 0 })
    expect((await get(code)).body).toMatchObject({ tareG: 16_500, manufacturer: '钢瓶' })
  })

  it('asks for the unit of a bare 皮重 that can only be kilograms', async () => {
    const { body } = await send(
      '气瓶编号,型号,皮重,产权单位\nU-1,YSP-15,16,ent-a\nU-2,YSP-15,16480,ent-a\n',
    )
    expect(body).toMatchObject({ created: 1, failed: 1, errors: [{ line: 2, field: 'tareG' }] })
  })

  it.each([
    ['', 'IMPORT_UNREADABLE'],
    ['a,b\n1,2\n', 'IMPORT_UNREADABLE'],
    [`code,model\nQ-1,"YSP-15\n${'x'.repeat(70_000)}`, 'IMPORT_UNREADABLE'],
  ])('says what is wrong with a file that is none: %#', async (file, code) => {
    expect(await send(file)).toMatchObject({ status: 422, body: { code } })
  })

  it('takes a form with a file', async () => {
    const boundary = 'xyz'
    const form = [
      `--${boundary}`,
      'Content-Disposition: form-data; name="file"; filename="瓶.csv"',
      'Content-Type: text/csv',
      '',
      'code,model,ownerId\nF-1,YSP-15,ent-a\n',
      `--${boundary}--`,
      '',
    ].join('\r\n')
    const type = { 'content-type': `multipart/form-data; boundary=${boundary}` }
    expect((await send(form, 'admin', type)).body).toMatchObject({ created: 1 })
  })

  it.each([
    [
      'two thousand fields',
      `--x\r\n${'content-disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\n'.repeat(2000)}--`,
    ],
    [
      'half a form',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\ncode,mo',
    ],
    ['no form at all', 'code,model\n'],
    ['a part without a head', '--x\r\n\r\n--x--'],
  ])('says what is wrong with %s, and does not break', async (_name, payload) => {
    const { statusCode, body } = await api.app.inject({
      method: 'POST',
      url: '/v1/cylinders/import',
      headers: {
        authorization: `Bearer ${world.tokens['office']}`,
        'content-type': 'multipart/form-data; boundary=x',
      },
      payload,
    })
    expect([statusCode, (JSON.parse(body) as { code: string }).code]).toEqual([
      422,
      'IMPORT_UNREADABLE',
    ])
  })

  it('fills in the own enterprise of an office and refuses another', async () => {
    const { body } = await send('code,model,ownerId\nO-1,YSP-15,\nO-2,YSP-15,ent-b\n', 'office')
    expect(body).toMatchObject({ created: 1, failed: 1, errors: [{ line: 3, field: 'ownerId' }] })
  })

  it('gives a repeat with the same key the same answer', async () => {
    const file = 'code,model,ownerId\nK-1,YSP-15,ent-a\n'
    const key = { 'idempotency-key': 'import-1' }
    const [one, two] = await Promise.all([send(file, 'admin', key), send(file, 'admin', key)])
    expect(one.body).toMatchObject({ created: 1, failed: 0 })
    expect(two.body).toEqual(one.body)
  })

  it('reports every one of many bad rows, streamed', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => `B-${i},NONE,ent-a`)
    const { body } = await send(`code,model,ownerId\n${rows.join('\n')}\n`)
    expect(body).toMatchObject({ rows: 5_000, failed: 5_000, created: 0 })
    expect(body.errors).toHaveLength(5_000)
    expect(body.errors[4_999]).toMatchObject({ line: 5_001, code: 'UNKNOWN_MODEL' })
  })

  it('survives an upload that breaks off, and keeps what came', async () => {
    await api.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = api.app.server.address() as AddressInfo
    const upload = httpRequest({
      port,
      method: 'POST',
      path: '/v1/cylinders/import',
      headers: { authorization: `Bearer ${world.tokens['admin']}`, 'content-type': 'text/csv' },
    })
    upload.on('error', () => undefined)
    const rows = Array.from({ length: 1_200 }, (_, i) => `A-${i},YSP-15,ent-a`)
    upload.write(`code,model,ownerId\n${rows.join('\n')}\n`)
    await expect.poll(async () => (await get('A-999')).status, { timeout: 10_000 }).toBe(200)
    const closed = new Promise((resolve) => upload.on('close', resolve))
    upload.destroy()
    await closed
    expect((await api.call('GET', '/health/ready')).status).toBe(200)
    expect((await send('code,model,ownerId\nA-after,YSP-15,ent-a\n')).body.created).toBe(1)
  })
})
