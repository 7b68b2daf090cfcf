import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallRule } from '#store/queries/kpi/kpi-sources.ts'
import { kpiQueries } from '#store/queries/kpi/kpis.ts'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

let desk: DeskWorld

beforeAll(async () => {
  desk = await startDesk()
}, 60_000)
afterAll(() => desk.api.close())

const csv = (url: string, file: string | Buffer, role = 'office', type = 'text/csv') =>
  desk.post(url, Buffer.from(file), role, {
    headers: { 'content-type': type, authorization: `Bearer ${desk.world.tokens[role]}` },
  })

const day = {
  from: Date.parse('2026-10-01T00:00:00+08:00'),
  to: Date.parse('2026-10-02T00:00:00+08:00'),
}
const all = { kind: 'all' } as const
/** As the KPIs count it: of how many, and what is good of them. */
const counted = async (
  source: 'calls' | 'waits',
  rule?: Omit<CallRule, 'enterpriseId' | 'any'>,
  any = false,
) => {
  const calls = rule === undefined ? [] : [{ enterpriseId: 'ent-a', ...rule, any }]
  const [row] = await kpiQueries(desk.api.database.pool).counts(source, {
    scope: all,
    ...day,
    calls,
  })
  return [row?.good, row?.all, row?.amount]
}

/** GBK of the few characters that the file needs. */
const gbk: Readonly<Record<string, readonly number[]>> = {
  线: [0xcf, 0xdf],
  路: [0xc2, 0xb7],
  流: [0xc1, 0xf7],
  水: [0xcb, 0xae],
  号: [0xba, 0xc5],
  振: [0xd5, 0xf1],
  铃: [0xc1, 0xe5],
  时: [0xca, 0xb1],
  间: [0xbc, 0xe4],
  应: [0xd3, 0xa6],
  答: [0xb4, 0xf0],
  方: [0xb7, 0xbd],
  式: [0xca, 0xbd],
  人: [0xc8, 0xcb],
  工: [0xb9, 0xa4],
}
const inGbk = (text: string): Buffer =>
  Buffer.from(
    Array.from(text).flatMap((character) => gbk[character] ?? [character.codePointAt(0) ?? 0]),
  )

it('imports calls as the exchange writes them, each bad row by its line, and never a number of a caller', async () => {
  const file = [
    '线路,流水号,主叫号码,来电时间,接通时间,结束时间,振铃次数,接听方式,录音编号',
    '12345,A1,13812345678,2026-10-01 08:00:00,2026-10-01 08:00:15,2026-10-01 08:03:00,,人工,REC-1',
    '12345,A2,13812345679,2026-10-01 08:10:00,2026-10-01 08:10:15.001,2026/10/1 8:11:00,,人工',
    '12345,A3,,2026-10-01T00:20:00.000Z,2026-10-01T00:20:01.000Z,,1,自动',
    '12345,A4,,2026-10-01 08:30:00,,2026-10-01 08:31:00,9,未接',
    '12345,A5,,2026-10-01 08:40:00,2026-10-01 08:40:30,,3,人工',
    '12345,A6,,2026-10-01 08:50:00,2026-10-01 08:50:30,,4,',
    '12345,A6,,2026-10-01 08:50:00,2026-10-01 08:50:30,,4,',
    '12345,B1,,2026-10-01 25:00:00,,,,',
    '12345,B2,,2026-10-01 09:00:00,2026-10-01 08:59:00,,x,机器人',
    '12345,,,2026-10-01 09:00:00,,,,',
    '12345,B4,,2026-10-01 09:00:00,,,,人工',
  ].join('\n')
  const { status, body } = await csv('/v1/calls/import', file)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    rows: 11,
    created: 6,
    repeated: 0,
    failed: 5,
    ignoredColumns: ['主叫号码'],
  })
  expect(body.errors.map((one: Json) => [one.line, one.field, one.code])).toEqual([
    [8, undefined, 'DUPLICATE_IN_FILE'],
    [9, 'ringAt', 'INVALID_REQUEST'],
    [10, 'answeredBy', 'INVALID_REQUEST'],
    [10, 'rings', 'INVALID_REQUEST'],
    [10, 'answeredAt', 'INVALID_REQUEST'],
    [11, 'reference', 'INVALID_REQUEST'],
    [12, 'answeredAt', 'INVALID_REQUEST'],
  ])
  // 15 s to a person: A1; three rings: A5. An answering machine answers nobody.
  const rule = { withinMs: 15_000, rings: 3, byPerson: true }
  expect(await counted('calls', rule)).toEqual([2, 6, 0])
  expect(await counted('calls', { ...rule, rings: null })).toEqual([1, 6, 0])
  expect(await counted('calls', { ...rule, byPerson: false })).toEqual([3, 6, 0])
  // R001-9.4-1: connected at all.
  expect(await counted('calls', rule, true)).toEqual([5, 6, 0])
  const { rows } = await desk.api.database.pool.query(
    `select string_agg(c::text, ' ') as all from service_call c`,
  )
  expect(rows[0].all).not.toContain('138123')
})

it('counts rows that an earlier file brought, and reads GBK', async () => {
  const file =
    '线路,流水号,振铃时间,应答时间,应答方式\n12345,A1,2026-10-01 08:00:00,2026-10-01 08:00:15,人工\n12345,C1,2026-10-01 23:59:59,2026-10-02 00:00:05,人工\n'
  const { body } = await csv('/v1/calls/import', inGbk(file))
  expect(body).toMatchObject({ rows: 2, created: 1, repeated: 1, failed: 0 })
  const again = await Promise.all([1, 2, 3].map(() => csv('/v1/calls/import', file)))
  expect(again.map((one) => one.body.repeated)).toEqual([2, 2, 2])
  const listed = await desk.get(
    '/v1/calls?from=2026-10-01T00:00:00%2B08:00&to=2026-10-02T00:00:00%2B08:00&limit=3',
  )
  expect(listed.body.items).toHaveLength(3)
  expect(listed.body.next).not.toBeNull()
})

it('refuses a file without the columns, and another enterprise', async () => {
  expect(
    (await csv('/v1/calls/import', '流水号,来电时间\nA,2026-10-01 08:00:00')).body,
  ).toMatchObject({ code: 'IMPORT_UNREADABLE', path: 'line' })
  expect((await csv('/v1/calls/import', '')).body.code).toBe('IMPORT_UNREADABLE')
  expect((await csv('/v1/calls/import', 'line,reference,ringAt,线路\n')).body).toMatchObject({
    path: 'line',
  })
  expect(
    (await csv('/v1/calls/import?enterpriseId=ent-b', 'line,reference,ringAt\n')).body.code,
  ).toBe('UNKNOWN_REFERENCE')
  expect(
    (await desk.get('/v1/calls?from=2026-10-01T00:00:00Z&to=2026-10-05T00:00:00Z', 'office-b')).body
      .items,
  ).toEqual([])
  expect(
    (await desk.get('/v1/calls?from=2026-10-01T00:00:00Z&to=2026-10-01T00:00:00Z')).body.path,
  ).toBe('to')
})

it('samples of waiting at the window: a mean of minutes, by station', async () => {
  const file = [
    '网点,票号,取号时间,叫号时间',
    'st-a,A001,2026-10-01 09:00:00,2026-10-01 09:10:00',
    ',A002,2026-10-01 09:01:00,2026-10-01 09:21:00',
    'st-b,A003,2026-10-01 09:02:00,2026-10-01 09:03:00',
    'st-a,A004,2026-10-01 09:05:00,2026-10-01 09:04:00',
  ].join('\r\n')
  const { body } = await csv('/v1/window-waits/import', file, 'station')
  expect(body).toMatchObject({ rows: 4, created: 2, failed: 2 })
  expect(body.errors.map((one: Json) => [one.line, one.field, one.code])).toEqual([
    [4, 'stationId', 'UNKNOWN_REFERENCE'],
    [5, 'servedAt', 'INVALID_REQUEST'],
  ])
  expect((await csv('/v1/window-waits/import', file, 'station')).body).toMatchObject({
    created: 0,
    repeated: 2,
  })
  expect(await counted('waits')).toEqual([2, 2, 30 * 60])
  expect(
    (await csv('/v1/window-waits/import', '票号,取号时间,叫号时间\n', 'office')).body.path,
  ).toBe('stationId')
})
