import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anomalyKinds } from '#domain/anomalies/anomaly.ts'
import { thresholdTable } from '#rules/anomalies/threshold-table.ts'
import { anomalyKindNames } from '#schemas/api/anomaly.ts'
import { AuditNotes } from '#store/ledger/audit/audit-finding.ts'
import { auditRegistry } from '#store/ledger/audit/audit-registry.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { plantedAnomaly } from './posts/anomaly-posts.ts'
import { buildWorld, type World } from './small-world.ts'

describe('anomalies over the API', () => {
  let api: ApiUnderTest
  let world: World
  const sql = async (text: string, values: unknown[] = []): Promise<Json[]> =>
    (await api.database.pool.query(text, values)).rows
  const call = (method: string, url: string, as: string, body?: unknown) =>
    api.call(method, url, world.tokens[as], body)
  const must = async (method: string, url: string, as: string, body?: unknown): Promise<Json> => {
    const answer = await call(method, url, as, body)
    if (answer.status < 300) return answer.body
    throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  }, 60_000)
  afterAll(() => api.close())

  it('names the same kinds in the contract and in the rules', () => {
    expect([...anomalyKindNames]).toEqual([...anomalyKinds])
  })

  it('are listed by what they are filtered by, with their reason in words and numbers', async () => {
    const id = await plantedAnomaly({ sql })
    const { items } = await must(
      'GET',
      '/v1/anomalies?kind=TAG_IN_TWO_PLACES&status=open',
      'office',
    )
    expect(items.map((one: Json) => one.id)).toContain(id)
    const one = items.find((item: Json) => item.id === id)
    expect(one).toMatchObject({ measured: 400, limit: 100, unit: 'km/h', stationId: 'st-a' })
    expect(one.why.zh).toContain('400 km/h')
    expect(one.why.en).toContain('200 km away')
    for (const none of ['kind=GAS_LOST', 'status=explained', 'stationId=st-b', 'subject=CYL-b']) {
      expect((await must('GET', `/v1/anomalies?${none}`, 'office')).items).toEqual([])
    }
    const after = '/v1/anomalies?from=2026-11-19T08:31:00Z'
    expect((await must('GET', after, 'office')).items).toEqual([])
  })

  it('are explained by the office and confirmed by a regulator, whom no office overrules; every step is kept', async () => {
    const id = await plantedAnomaly({ sql })
    const reason = '标签损坏后补贴，两张同号'
    await must('POST', `/v1/anomalies/${id}/explain`, 'office', { reason })
    const confirmed = await must('POST', `/v1/anomalies/${id}/confirm`, 'regulator', {
      reason: '现场见两只同号瓶',
    })
    expect(confirmed.status).toBe('confirmed')
    const again = await call('POST', `/v1/anomalies/${id}/explain`, 'office', { reason })
    expect(again).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
    const { steps } = await must('GET', `/v1/anomalies/${id}`, 'office')
    expect(steps.map(({ type, role }: Json) => [type, role])).toEqual([
      ['explained', 'office'],
      ['confirmed', 'regulator'],
    ])
    expect(steps[0].reason).toBe(reason)
  })

  it.each([
    [{}, '/reason'],
    [{ reason: ' ' }, '/reason'],
    [{ reason: '电话 13812345678' }, '/reason'],
  ])('a decision %j is refused by field', async (body, path) => {
    const id = await plantedAnomaly({ sql })
    const answer = await call('POST', `/v1/anomalies/${id}/explain`, 'office', body)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.body.path).toBe(path)
  })

  it('thresholds say where each default comes from', async () => {
    const { kinds } = await must('GET', '/v1/anomaly-thresholds', 'office')
    expect(kinds.map(({ kind }: Json) => kind)).toEqual([...anomalyKinds])
    for (const { thresholds } of kinds) {
      for (const one of thresholds) {
        expect(one.source.zh.length, one.name).toBeGreaterThan(3)
        expect(one.value).toBe(one.default)
        expect(one.least <= one.value && one.value <= one.most, one.name).toBe(true)
      }
    }
  })

  it('a threshold of an enterprise goes before its region’s, and falls back to it', async () => {
    const url = '/v1/anomaly-thresholds/GAS_LOST'
    const reason = '本地秤精度较高'
    const lossOf = async (query = ''): Promise<number> => {
      const { kinds } = await must('GET', `/v1/anomaly-thresholds${query}`, 'regulator')
      const { thresholds } = kinds.find(({ kind }: Json) => kind === 'GAS_LOST')
      return thresholds.find(({ name }: Json) => name === 'lossG').value
    }
    const shipped = thresholdTable.GAS_LOST.lossG.value
    await must('PUT', url, 'regulator', { region: '3703', values: { lossG: 200 }, reason })
    expect(await lossOf('?enterpriseId=ent-a')).toBe(200)
    expect(await lossOf('?region=37')).toBe(shipped)
    await must('PUT', url, 'regulator', { enterpriseId: 'ent-a', values: { lossG: 150 }, reason })
    expect(await lossOf('?enterpriseId=ent-a')).toBe(150)
    await must('PUT', url, 'regulator', { enterpriseId: 'ent-a', values: {}, reason: '恢复' })
    expect(await lossOf('?enterpriseId=ent-a')).toBe(200)
    const { items } = await must('GET', '/v1/anomaly-thresholds/changes', 'office')
    expect(items.map(({ values }: Json) => values.lossG ?? null)).toEqual([null, 150, 200])
    // And the time before is looked at again.
    expect(await sql('select region from anomaly_redo order by no')).toHaveLength(3)
  })

  it.each([
    [{ region: '65', values: {}, reason: 'x' }, 'UNKNOWN_REFERENCE', '/region'],
    [{ enterpriseId: 'ent-b', values: {}, reason: 'x' }, 'UNKNOWN_REFERENCE', '/enterpriseId'],
    [{ values: {}, reason: 'x' }, 'INCONSISTENT_REQUEST', '/enterpriseId'],
    [{ region: '37', values: { lossG: 1 }, reason: 'x' }, 'INVALID_REQUEST', '/values/lossG'],
    [{ region: '37', values: { other: 1 }, reason: 'x' }, 'INVALID_REQUEST', '/values/other'],
    [
      { region: '37', values: { constructor: 1 }, reason: 'x' },
      'INVALID_REQUEST',
      '/values/constructor',
    ],
  ])('thresholds %j are refused as %s', async (body, code, path) => {
    const answer = await call('PUT', '/v1/anomaly-thresholds/GAS_LOST', 'regulator', body)
    expect(answer.body).toMatchObject({ code, path })
  })

  it('are not set by those whom they watch, neither by the route nor past it', async () => {
    const body = { enterpriseId: 'ent-a', values: { lossG: 20_000 }, reason: 'x' }
    expect((await call('PUT', '/v1/anomaly-thresholds/GAS_LOST', 'office', body)).status).toBe(403)
    const insert = `insert into anomaly_threshold (kind, enterprise_id, region, values, reason, set_by, set_at)
      values ('GAS_LOST', 'ent-a', '370302', '{}', 'x', gen_random_uuid(), now())`
    const client = await api.database.pool.connect()
    try {
      await client.query('begin')
      await client.query('set local role lpg_api')
      await client.query(
        `select set_config('lpg.role', 'office', true), set_config('lpg.enterprise', 'ent-a', true)`,
      )
      await expect(client.query(insert)).rejects.toMatchObject({ code: '42501' })
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  it('loosened in the database itself they are named by the audit of the ledger', async () => {
    const body = { enterpriseId: 'ent-a', values: { driftG: 100 }, reason: '更严' }
    await must('PUT', '/v1/anomaly-thresholds/TARE_DRIFT', 'regulator', body)
    const client = await api.database.pool.connect()
    try {
      await client.query('begin')
      const before = new AuditNotes()
      await auditRegistry(client, before)
      expect(before.report.findings.filter(({ table }) => table === 'anomaly_threshold')).toEqual(
        [],
      )
      await client.query('alter table anomaly_threshold disable trigger entered_in_ledger')
      await client.query(
        `update anomaly_threshold set values = '{"driftG":5000}' where kind = 'TARE_DRIFT'`,
      )
      const after = new AuditNotes()
      await auditRegistry(client, after)
      const named = after.report.findings.filter(({ table }) => table === 'anomaly_threshold')
      expect(named).toMatchObject([{ what: 'changed', columns: ['values'] }])
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  it('a region beyond the own prefix is not looked at again', async () => {
    const user = {
      username: 'of-370302',
      password: ADMIN_PASSWORD,
      role: 'regulator',
      regionPrefix: '370302',
    }
    await must('POST', '/v1/users', 'admin', user)
    const token = await api.login('of-370302')
    const body = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }
    expect((await api.call('POST', '/v1/anomalies/recompute', token, body)).status).toBe(202)
    const others = { ...body, enterpriseId: 'ent-b' }
    const refused = await api.call('POST', '/v1/anomalies/recompute', token, others)
    expect(refused.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/enterpriseId' })
    const [{ region }] = await sql('select region from anomaly_redo order by no desc limit 1')
    expect(region).toBe('370302')
  })
})
