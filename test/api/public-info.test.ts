import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { publicLanguages } from '#domain/public-languages.ts'
import { clauseById } from '#rules/clauses/clause-by-id.ts'
import { publishedTopics } from '#rules/published-topics.ts'
import { publicInfoQuery, publicTextCreate, publicTopics } from '#schemas/api/public-info.ts'
import { buildWorld, type World } from './small-world.ts'

let api: ApiUnderTest
let world: World

beforeAll(async () => {
  api = await startApi({ config: { sessionMs: 10 * 366 * 86_400_000 } })
  world = await buildWorld(api)
  // Of the notice for 2027: the Spring Festival from 5 to 11 February, worked off on 30 January and 13 February.
  const off = ['05', '06', '07', '08', '09', '10', '11'].map((day) => `('2027-02-${day}', 'off')`)
  await api.database.pool.query(
    `insert into calendar_day (day, kind, source, recorded_by, recorded_at)
     select v.day::date, v.kind, 'test', 'test', now() from (values ${off.join(', ')}, ('2027-01-30', 'work'), ('2027-02-13', 'work')) v (day, kind)`,
  )
  await api.database.pool.query(`update calendar_coverage set covered_until = '2027-12-28'`)
})

afterAll(() => api.close())

const post = (url: string, body: object, role = 'office') =>
  api.call('POST', url, world.tokens[role], body)

const look = (lang = 'zh', enterprise = 'ent-a') =>
  api.call('GET', `/v1/public/enterprises/${enterprise}?lang=${lang}`)

const at = async <T>(time: string, work: () => Promise<T>): Promise<T> => {
  const { now } = api.clock
  api.clock.now = Date.parse(time)
  try {
    return await work()
  } finally {
    api.clock.now = now
  }
}

const profile = (validFrom: string, more: object = {}) => ({
  validFrom,
  hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:30', to: '18:00' }],
  phones: {
    business: '0533-2345678',
    repair: '0533-2345679',
    complaint: '0533-2345670',
    supervision: '0533-2311111',
  },
  gas: { type: 'LPG', composition: 'C3 30 %, C4 70 %', calorificMjM3: 108.4, pressurePa: 2800 },
  payment: ['cash', 'wechat'],
  ...more,
})

const later = { hours: [{ days: ['sat'], from: '09:00', to: '12:00' }] }

describe('what an enterprise publishes', () => {
  it('R002-7.1.13 takes limits and periods from the rules in force there, and nowhere else', async () => {
    const a = await look()
    expect(a.status).toBe(200)
    const [rules] = a.body.rules
    expect(rules).toMatchObject({
      region: '370302',
      // Zibo: a share of the fill (R003-7.1.14c).
      residual: [{ model: null, permille: 30, clause: 'R003-7.1.14c' }],
      inspection: { months: 48 },
      homeInspections: { unit: 4, urban: 1, rural: 2, clause: 'R003-5.11.1' },
    })
    expect(rules.filling).toContainEqual(
      expect.objectContaining({ model: 'YSP-15', nominalG: 14_500, toleranceG: 500 }),
    )
    const b = await look('zh', 'ent-b')
    expect(b.body.rules[0].residual).toContainEqual(
      expect.objectContaining({ model: 'YSP-15', limitG: 450, clause: 'R002-7.1.14c' }),
    )
    expect(a.body.stations).toMatchObject([{ licenceNo: 'TS-1', licenceUntil: '2030-01-01' }])
    expect((await look('zh', 'nobody')).status).toBe(404)
  })

  it('is dated: what holds, and what comes next', async () => {
    expect((await post('/v1/public-profiles', profile('2026-11-20'))).status).toBe(201)
    const again = await post('/v1/public-profiles', profile('2026-11-20'))
    expect(again.status).toBe(409)
    const past = await post('/v1/public-profiles', profile('2026-11-19'))
    expect(past.body).toMatchObject({ path: '/validFrom', limit: '2026-11-20' })
    const phone = profile('2026-11-21', { phones: { ...profile('').phones, repair: '1' } })
    expect((await post('/v1/public-profiles', phone)).body.path).toBe('/phones/repair')
    const foreign = { ...profile('2026-11-25'), enterpriseId: 'ent-b' }
    expect((await post('/v1/public-profiles', foreign)).body.path).toBe('/enterpriseId')
    const shown = (await look()).body
    expect(shown.profile).toMatchObject({
      validFrom: '2026-11-20',
      phones: { repair: '0533-2345679' },
    })
    expect(shown.nextProfile).toBeNull()
  })

  it('R000-6.1.2 announces other hours five working days before, through a holiday', async () => {
    await at('2027-02-03T02:00:00.000Z', async () => {
      // 4 February is day 1; 5 to 11 are off, 12 is day 2, Saturday the 13th is worked: 3, 15: 4, 16: 5.
      const soon = await post('/v1/public-profiles', profile('2027-02-15', later))
      expect(soon.body).toMatchObject({
        code: 'NOTICE_TOO_LATE',
        path: '/validFrom',
        limit: '2027-02-16',
        clause: 'R000-6.1.2',
      })
      const good = await post('/v1/public-profiles', profile('2027-02-16', later))
      expect(good.body).toMatchObject({ late: false, clause: 'R000-6.1.2' })
      expect((await look()).body.nextProfile).toMatchObject({ validFrom: '2027-02-16' })
      const flagged = profile('2027-02-04', { hours: later.hours, lateReason: 'flood' })
      expect((await post('/v1/public-profiles', flagged)).body.late).toBe(true)
      // The reason is told to the authority, not to everybody.
      const shown = (await look()).body.nextProfile
      expect(shown).toMatchObject({ validFrom: '2027-02-04', late: true })
      expect(shown.lateReason).toBeUndefined()
    })
  })

  it('changes other things than hours at once', async () => {
    const gas = { type: 'LPG', composition: 'other', calorificMjM3: 100, pressurePa: 2800 }
    const { status, body } = await post('/v1/public-profiles', profile('2026-11-21', { gas }))
    expect([status, body.clause]).toEqual([201, null])
  })
})

describe('stations that close or move (R001-6.2-1, R002-7.1.3)', () => {
  const closing = (effectiveOn: string, more: object = {}) => ({
    kind: 'station-closing',
    stationId: 'st-a',
    effectiveOn,
    arrangement: '用户由城东供应站继续供气',
    ...more,
  })

  it('are announced long enough before, or flagged with a reason', async () => {
    const soon = await post('/v1/public-notices', closing('2026-12-19'))
    expect(soon.body).toMatchObject({ code: 'NOTICE_TOO_LATE', limit: '2026-12-20' })
    const good = await post('/v1/public-notices', closing('2026-12-20'))
    expect(good.body).toMatchObject({ late: false, clause: 'R002-7.1.3', provisional: false })
    const late = await post('/v1/public-notices', closing('2026-11-25', { lateReason: 'fire' }))
    expect(late.body).toMatchObject({ late: true, lateReason: 'fire' })
    const seen = await api.call('GET', '/v1/public-notices', world.tokens['regulator'])
    expect(seen.body.items.filter((one: Json) => one.late)).toHaveLength(1)
    expect((await look()).body.notices).toHaveLength(2)
    const gone = await post(`/v1/public-notices/${late.body.id}/withdraw`, {})
    expect(gone.body.withdrawnAt).not.toBeNull()
    expect((await post(`/v1/public-notices/${late.body.id}/withdraw`, {})).status).toBe(409)
    expect((await look()).body.notices).toHaveLength(1)
  })

  it('R000-4.2.2.4n a business stops after ninety working days, provisional beyond the calendar', async () => {
    const stop = (effectiveOn: string) => ({
      kind: 'business-closure',
      effectiveOn,
      arrangement: '全部用户转由 B 公司供气',
    })
    const soon = await post('/v1/public-notices', stop('2026-12-31'))
    expect(soon.body.clause).toBe('R000-4.2.2.4n')
    const far = await at('2027-11-22T02:00:00.000Z', () =>
      post('/v1/public-notices', stop('2028-12-31')),
    )
    expect(far.body).toMatchObject({ provisional: true, late: false })
  })

  it('say where to, name what is wrong, and are the own enterprise’s', async () => {
    const lost = await post('/v1/public-notices', closing('2027-03-01', { kind: 'station-moving' }))
    expect(lost.body.path).toBe('/newPlace')
    const newPlace = {
      name: '新站',
      address: '柳泉路 9 号',
      phone: '0533-2345678',
      latitude: 36.8,
      longitude: 118.05,
    }
    const moving = { kind: 'station-moving', newPlace }
    expect((await post('/v1/public-notices', closing('2027-03-01', moving))).status).toBe(201)
    const nobody = closing('2027-03-01', { stationId: undefined })
    expect((await post('/v1/public-notices', nobody)).body.path).toBe('/stationId')
    const foreign = closing('2027-03-01', { stationId: 'st-b' })
    expect((await post('/v1/public-notices', foreign)).body.path).toBe('/stationId')
  })
})

describe('texts by language (R000-4.2.1.2)', () => {
  const write = (lang: string, body: string, topic = 'about') =>
    post('/v1/public-texts', { topic, lang, body })
  const review = (id: string) => post(`/v1/public-texts/${id}/review`, {})
  const shown = async (lang: string): Promise<Json> =>
    (await look(lang)).body.texts.find((one: Json) => one.topic === 'about')

  it('are shown when a person has reviewed them, and while the Chinese text stands', async () => {
    expect((await write('ug', 'تەرجىمە')).body.path).toBe('/lang')
    const zh = (await write('zh', '本公司成立于 2001 年')).body
    expect(await shown('zh')).toBeUndefined()
    await review(zh.id)
    expect(await shown('zh')).toMatchObject({ lang: 'zh', dir: 'ltr' })
    const ug = (await write('ug', 'شىركىتىمىز')).body
    expect(ug).toMatchObject({ state: 'draft', version: 1, sourceVersion: 1 })
    // A draft is nowhere: neither its text nor its language.
    const before = (await look('ug')).body
    expect(before).toMatchObject({ lang: 'zh', dir: 'ltr' })
    expect(JSON.stringify(before)).not.toContain('شىركىتىمىز')
    expect(before.languages.map((one: Json) => one.lang)).toEqual(['zh', 'en'])
    await review(ug.id)
    expect((await look('ug')).body).toMatchObject({ lang: 'ug', dir: 'rtl' })
    expect(await shown('ug')).toMatchObject({ lang: 'ug', dir: 'rtl', body: 'شىركىتىمىز' })
    const next = (await write('zh', '本公司成立于 2002 年')).body
    expect(await shown('ug')).toMatchObject({ lang: 'ug' })
    await review(next.id)
    expect(await shown('ug')).toMatchObject({ lang: 'zh', dir: 'ltr', body: next.body })
    const stale = (await write('ug', 'يېڭى')).body
    expect(stale.sourceVersion).toBe(2)
    await review((await write('zh', '本公司成立于 2003 年')).body.id)
    expect((await review(stale.id)).body.code).toBe('CHANGED_MEANWHILE')
  })

  it('R001-8.1-1: what the documents want published and nobody has, is told with clause, until its Chinese text is reviewed', async () => {
    const missing = async (role = 'office') =>
      api.call('GET', '/v1/public-texts/missing?enterpriseId=ent-a', world.tokens[role])
    const topics = (await missing()).body.topics.map((one: Json) => one.topic)
    expect(topics).toContain('accountability')
    expect(publishedTopics.map(([topic]) => topic)).toEqual([...publicTopics])
    for (const [, clauses] of publishedTopics) {
      for (const id of clauses) expect(clauseById(id), id).toBeDefined()
    }
    const draft = (await write('zh', '首问负责人应受理一切事项', 'first-asked')).body
    expect((await missing()).body.topics.map((one: Json) => one.topic)).toEqual(topics)
    await review(draft.id)
    const after = (await missing('regulator')).body.topics.map((one: Json) => one.topic)
    expect(after).toEqual(topics.filter((topic: string) => topic !== 'first-asked'))
  })

  it('are taken in the languages that the page knows, in each place', () => {
    const known = Object.keys(publicLanguages)
    expect(publicTextCreate.shape.lang.options).toEqual(known)
    expect(publicInfoQuery.shape.lang.unwrap().options).toEqual(known)
  })

  it('number their versions one after the other, also at once', async () => {
    const rows = await Promise.all(['a', 'b', 'c'].map((body) => write('zh', body, 'safety')))
    expect(rows.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual([1, 2, 3])
    const id = rows[0]?.body.id
    const reviews = await Promise.all([review(id), review(id)])
    expect(reviews.filter(({ status }) => status === 200)).toHaveLength(1)
    const b = await api.call('POST', `/v1/public-texts/${id}/review`, world.tokens['regulator'])
    expect(b.status).toBe(403)
  })
})

describe('the page', () => {
  it('runs without a script, in Chinese or English, and turns round for scripts from right to left', async () => {
    const zh = await api.call('GET', '/e/ent-a')
    expect(zh.headers['content-type']).toContain('text/html')
    expect(zh.headers['content-security-policy']).toContain("default-src 'none'")
    expect(zh.body).toContain('<html lang="zh-CN" dir="ltr">')
    expect(zh.body).toContain('残液标准')
    expect(zh.body).toContain('R003-7.1.14c')
    expect(zh.body).not.toContain('<script')
    const en = await api.call('GET', '/e/ent-a?lang=en')
    expect(en.body).toContain('Residual standard')
    const body = '<script>alert(1)</script> & 承诺'
    const draft = (await post('/v1/public-texts', { topic: 'promises', lang: 'zh', body })).body
    await post(`/v1/public-texts/${draft.id}/review`, {})
    const ug = await post('/v1/public-texts', { topic: 'promises', lang: 'ug', body: 'ۋەدە' })
    await post(`/v1/public-texts/${ug.body.id}/review`, {})
    const rtl = await api.call('GET', '/e/ent-a?lang=ug')
    expect(rtl.body).toContain('<html lang="ug" dir="rtl">')
    expect(rtl.body).toContain('<section lang="ug" dir="rtl">')
    expect((await api.call('GET', '/e/ent-a')).body).toContain('&lt;script&gt;')
    expect((await api.call('GET', '/e/nobody')).status).toBe(404)
    expect((await api.call('GET', '/e/ent-a?lang=xx')).status).toBe(200)
  })
})
