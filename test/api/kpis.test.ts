import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kpiTable } from '#rules/kpi-table.ts'
import { KpiTests } from '#store/books/kpi-tests.ts'
import { loadSmallCity } from '#test/lists/small-city.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { oracle } from './kpi-oracle.ts'
import { toTheEnd } from '#test/setup/to-the-end.ts'

const FROM = Date.parse('2025-11-20T00:00:00+08:00')
const NOW = Date.parse('2027-01-02T09:00:00+08:00')
const PERIOD = 'from=2025-11-20&to=2026-12-31'
const TO = Date.parse('2027-01-01T00:00:00+08:00')
/** Gas tests are proven in gas.test.ts. */
const APART = ['gas-quality']
/** 100000 for the city of the issue, a year long: some ten minutes and a good deal of memory. */
const CYLINDERS = Number(process.env['LPG_TEST_CITY'] ?? 800)
const DAYS = CYLINDERS === 800 ? 120 : 365
const PATIENCE_MS = CYLINDERS === 800 ? 120_000 : 3_600_000
const SIGN: Readonly<Record<string, string>> = { 'at-least': '>=', over: '>', 'at-most': '<=' }

const told = (item: Json) => ({
  value: item.value,
  numerator: item.numerator,
  denominator: item.denominator,
  retest: item.retest === null ? null : [item.retest.numerator, item.retest.denominator],
  target: item.target === null ? null : `${SIGN[item.target.bound]} ${item.target.value}`,
})

describe('KPIs of a city, against a plain second count', () => {
  let api: ApiUnderTest
  let admin: string
  let enterprise: string
  const get = async (url: string, token = admin): Promise<Json> => {
    const { status, body } = await api.call('GET', url, token)
    if (status !== 200) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`)
    return body
  }
  const items = async (url: string, token = admin): Promise<Record<string, Json>> => {
    const { items: list } = await get(url, token)
    return Object.fromEntries(list.map((item: Json) => [item.id, item]))
  }

  beforeAll(async () => {
    api = await startApi({ config: { sessionMs: 400 * 86_400_000 } })
    api.clock.now = NOW
    const { pool } = api.database
    await loadSmallCity(api.database, { cylinders: CYLINDERS, days: DAYS, seed: 11 })
    admin = await api.login('admin')
    const { rows } = await pool.query<{ id: string }>(
      `select enterprise_id as id from station where region = '370302' order by id limit 1`,
    )
    enterprise = rows[0]?.id ?? ''
    await new KpiTests(pool).count(NOW, toTheEnd)
  }, PATIENCE_MS)
  afterAll(() => api.close())

  /** Moves the whole city under other rules: regions are data, activations are the law's. */
  const moveTo = async (region: string, profile: string | null): Promise<void> => {
    const { pool } = api.database
    for (const table of [
      'station',
      'kpi_test',
      'service_deadline',
      'sale_order',
      'order_rating',
      'call_back',
      'home_plan',
      'residual_claim',
    ]) {
      await pool.query(`update ${table} set region = $1 where enterprise_id = $2`, [
        region,
        enterprise,
      ])
    }
    if (profile !== null) {
      await pool.query(
        `insert into rule_profile_activation (profile_id, region_prefix, valid_from, reason, activated_by, recorded_at)
         values ($1, $2, '2026-01-01', 'test', 'admin', now())`,
        [profile, region.slice(0, 2)],
      )
    }
  }

  it.each([
    ['370302', null, 'cn-3703'],
    ['370402', null, 'cn-3704'],
    ['110101', null, 'cn-base'],
    ['650102', 'cn-65', 'cn-65'],
    ['330106', 'cn-draft', 'cn-draft'],
  ] as const)(
    '%s under %s: every figure and target as the oracle has it (%s)',
    async (region, activated, profile) => {
      await moveTo(region, activated)
      const expected = await oracle(api.database.pool, { from: FROM, to: TO, enterprise, profile })
      const found = await items(`/v1/kpis?${PERIOD}&enterprise=${enterprise}`)
      const compared = Object.fromEntries(
        Object.entries(found)
          .filter(([id]) => !APART.includes(id))
          .map(([id, item]) => [id, told(item)]),
      )
      const wanted = Object.fromEntries(
        Object.entries(expected).map(([id, figure]) => [
          id,
          { ...figure, value: figure.value === null ? null : expect.closeTo(figure.value, 6) },
        ]),
      )
      expect(compared).toEqual(wanted)
      // Not a comparison of nothing with nothing.
      for (const id of [
        'filling-pass',
        'leak-free',
        'complaint-timeliness',
        'complaint-closure',
        'repair-response',
        'phone-connection',
        'window-wait',
        'on-site-punctuality',
        'emergency-arrival',
        'home-success',
        'satisfaction',
        'compensation',
        'window-compliance',
        'hotline-compliance',
        'on-site-compliance',
        'staff-compliance',
      ]) {
        expect(found[id].denominator, id).toBeGreaterThan(0)
        if (id !== 'compensation') expect(found[id].numerator, id).toBeGreaterThan(0)
      }
    },
  )

  it('drills down to the very records: as many as the denominator, flagged as the numerator', async () => {
    const all = await items(`/v1/kpis?${PERIOD}&enterprise=${enterprise}`)
    for (const { id } of kpiTable) {
      const seen: Json[] = []
      let next: string | null = null
      do {
        const cursor: string = next === null ? '' : `&cursor=${next}`
        const page = await get(
          `/v1/kpis/${id}/records?${PERIOD}&enterprise=${enterprise}&limit=97${cursor}`,
        )
        seen.push(...page.items)
        next = page.next
      } while (next !== null)
      const item = all[id]
      const first = seen.filter(({ retest }) => !retest)
      expect(new Set(seen.map((row) => row.id)).size, id).toBe(seen.length)
      expect(first.length, id).toBe(item.denominator ?? 0)
      if (item.unit === 'share')
        expect(first.filter(({ inNumerator }) => inNumerator).length, id).toBe(item.numerator ?? 0)
      expect(seen.length - first.length, id).toBe(item.retest?.denominator ?? 0)
    }
  })

  it('nothing to divide by is null, not 100 %, with its reason', async () => {
    const empty = await items('/v1/kpis?from=2001-01-01&to=2001-12-31')
    for (const item of Object.values(empty)) {
      if (item.cohort === 'end-of-period') continue
      expect(item, item.id).toMatchObject({ value: null, met: null })
      expect(item.reason.en, item.id).not.toBe('')
    }
  })

  it('a deadline that has not come counts in nothing', async () => {
    const before = api.clock.now
    api.clock.now = Date.parse('2026-10-15T00:00:00+08:00')
    const capped = await get(`/v1/kpis?${PERIOD}&enterprise=${enterprise}`)
    const whole = await items(`/v1/kpis?from=2025-11-20&to=2026-10-14&enterprise=${enterprise}`)
    expect(capped.until).toBe('2026-10-14T16:00:00.000Z')
    for (const item of capped.items) expect(item.denominator).toBe(whole[item.id].denominator)
    api.clock.now = before
  })

  it('regulators compare companies inside their region, and see no other', async () => {
    const user = {
      username: 'kpi-reg',
      password: ADMIN_PASSWORD,
      role: 'regulator',
      regionPrefix: '3704',
    }
    await api.call('POST', '/v1/users', admin, user)
    const token = await api.login('kpi-reg')
    const found = await items(`/v1/kpis?${PERIOD}&by=enterprise`, token)
    const members = found['leak-free'].enterprises
    expect(members.length).toBeGreaterThan(0)
    for (const { enterpriseId, denominator, profile } of members) {
      expect(enterpriseId).not.toBe(enterprise)
      expect(denominator).toBeGreaterThan(0)
      expect(profile).toBe('cn-3704')
    }
    const sum = members.reduce((all: number, one: Json) => all + one.denominator, 0)
    expect(sum).toBe(found['leak-free'].denominator)
    const { status } = await api.call('GET', `/v1/kpis?${PERIOD}&enterprise=${enterprise}`, token)
    expect(status).toBe(404)
    const rows = await get(`/v1/kpis/leak-free/records?${PERIOD}&limit=500`, token)
    expect(rows.items.some((row: Json) => row.enterpriseId === enterprise)).toBe(false)
  })

  it('a station by itself: what it has of its own, and the reason for the rest', async () => {
    const { rows } = await api.database.pool.query<{ id: string }>(
      `select id from station where enterprise_id = $1 and kind = 'filling' order by id limit 1`,
      [enterprise],
    )
    const found = await items(`/v1/kpis?${PERIOD}&station=${rows[0]?.id}`)
    expect(found['filling-pass'].denominator).toBeGreaterThan(0)
    expect(found['complaint-closure']).toMatchObject({ value: null, denominator: null })
    expect(found['complaint-closure'].reason.en).toContain('not by station')
  })

  it('refuses what it cannot read, naming the field', async () => {
    for (const [query, path] of [
      ['from=2026-02-01&to=2026-01-01', 'to'],
      ['from=2026-02-30&to=2026-03-01', 'from'],
      ['from=2026-01-01&to=2026-02-01&region=x', 'region'],
      ['from=2026-01-01&to=2026-02-01&enterprise=nobody', 'enterprise'],
    ] as const) {
      const { status, body } = await api.call('GET', `/v1/kpis?${query}`, admin)
      expect(status, query).toBeGreaterThanOrEqual(400)
      expect(JSON.stringify(body), query).toContain(path)
    }
    const { status } = await api.call('GET', `/v1/kpis/none/records?${PERIOD}`, admin)
    expect(status).toBe(404)
  })
})
