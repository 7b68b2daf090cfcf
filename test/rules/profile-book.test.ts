import { describe, expect, it } from 'vitest'
import { denyCodes } from '#domain/codes.ts'
import { day, grams } from '#domain/units.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import type { Profile, ProfileActivation } from '#rules/profile.ts'
import { readProfile } from '#rules/read-profile.ts'
import { rules } from '#rules/rules.ts'
import { shippedProfiles } from '#rules/shipped-profiles.ts'
import { tighten } from '#rules/tighten.ts'
import { Story, TARE } from './story.ts'

const book = createProfileBook()
const TODAY = day('2026-11-20')
const active: ProfileActivation[] = [
  { profile: 'cn-65', regionPrefix: '65', from: day('2026-07-01') },
]

const ours = {
  clause: 'promise-7',
  from: day('2026-01-01'),
  force: 'unconfirmed',
  certainty: 'document',
} as const

const office = (change: Partial<Profile>): Profile => ({
  id: 'cn-3703',
  validFrom: day('2027-01-01'),
  name: { zh: '淄博 2027', en: 'Zibo 2027' },
  parent: 'cn-base',
  regionPrefixes: ['3703'],
  values: {},
  ...change,
})

describe('which profile is in force where and when', () => {
  it.each([
    ['370302', TODAY, 'cn-3703@2021-06-11'],
    ['370302', day('2021-06-11'), 'cn-3703@2021-06-11'],
    ['370302', day('2021-06-10'), 'cn-base@2013-06-01'],
    ['370402', TODAY, 'cn-3704@2021-01-01'],
    ['370102', TODAY, 'cn-base@2013-06-01'],
    ['650102', TODAY, 'cn-base@2013-06-01'],
    ['999999', TODAY, 'cn-base@2013-06-01'],
    ['', TODAY, 'cn-base@2013-06-01'],
  ])('region %s on %s: %s', (region, on, ref) => {
    expect(book.select(region, on, [])).toBe(ref)
  })

  it('applies Xinjiang from the day of its activation on, and there alone', () => {
    expect(book.select('659001', TODAY, active)).toBe('cn-65@2023-06-01')
    expect(book.select('659001', day('2026-07-01'), active)).toBe('cn-65@2023-06-01')
    expect(book.select('659001', day('2026-06-30'), active)).toBe('cn-base@2013-06-01')
    expect(book.select('370302', TODAY, active)).toBe('cn-3703@2021-06-11')
  })

  it('prefers the longest prefix, then an activation, then the later one', () => {
    const of = (profile: string, regionPrefix: string, from: string) => ({
      profile,
      regionPrefix,
      from: day(from),
    })
    const [wide, equal] = [of('cn-draft', '37', '2026-01-01'), of('cn-draft', '3703', '2026-01-01')]
    expect(book.select('370302', TODAY, [wide])).toBe('cn-3703@2021-06-11')
    expect(book.select('370302', TODAY, [equal])).toBe('cn-draft@2013-06-01')
    const back = of('cn-base', '3703', '2026-05-01')
    expect(book.select('370302', TODAY, [back, equal])).toBe('cn-base@2013-06-01')
    expect(book.select('370302', TODAY, [of('no-such', '3703', '2026-05-01')])).toBe(
      'cn-3703@2021-06-11',
    )
  })

  it('a new version holds from its day on and changes nothing before it', () => {
    const wider = createProfileBook([...shippedProfiles, office({})])
    expect(wider.select('370302', day('2026-12-31'), [])).toBe('cn-3703@2021-06-11')
    expect(wider.select('370302', day('2027-01-01'), [])).toBe('cn-3703@2027-01-01')
    const old = wider.resolve('cn-3703@2021-06-11')
    expect(old).toEqual(book.resolve('cn-3703@2021-06-11'))
    expect(old.single.residualShare?.value).toEqual({ permille: 30 })
    expect(wider.resolve('cn-3703@2027-01-01').single.residualShare).toBeUndefined()
  })

  it("a parent's new version is a new reference of its children too", () => {
    const parent = office({ id: 'cn-base', parent: null, regionPrefixes: [''] })
    const wider = createProfileBook([...shippedProfiles, parent])
    expect(wider.select('370302', day('2026-12-31'), [])).toBe('cn-3703@2021-06-11')
    expect(wider.select('370302', day('2027-01-01'), [])).toBe('cn-3703@2027-01-01')
    expect(wider.resolve('cn-3703@2021-06-11')).toEqual(book.resolve('cn-3703@2021-06-11'))
    expect(wider.resolve('cn-3703@2027-01-01').tables.fill).toEqual({})
  })

  it('refuses two versions of one day, unknown parents, circles and unknown references', () => {
    const again = office({ validFrom: day('2021-06-11') })
    expect(() => createProfileBook([...shippedProfiles, again])).toThrow('PROFILE_TWICE')
    const orphan = office({ id: 'x', parent: 'y' })
    expect(() => createProfileBook([orphan])).toThrow('PROFILE_UNKNOWN')
    expect(() => createProfileBook([orphan, office({ id: 'y', parent: 'x' })])).toThrow(
      'PROFILE_CIRCLE',
    )
    expect(() => book.resolve('cn-77@2020-01-01')).toThrow('PROFILE_UNKNOWN')
  })
})

describe("an enterprise's published promises", () => {
  const values: Profile['values'] = {
    prefillValidH: { ...ours, value: 6 },
    offlineAfterMs: { ...ours, value: 900_000 },
    entrustedFilling: { ...ours, value: true },
    shiftCheckRequired: { ...ours, value: true },
    residualShare: { ...ours, value: { permille: 50 } },
    residual: { 'YSP-15': { ...ours, value: 449 }, 'YSP-10': { ...ours, value: 301 } },
    fill: {
      'YSP-15': { ...ours, value: { nominalG: 14_500, toleranceG: 300 } },
      'YSP-10': { ...ours, value: { nominalG: 9_600, toleranceG: 300 } },
      'YSP-5': { ...ours, off: true },
    },
    duties: { OVERFILL: ours },
  }
  const promise = office({
    id: 'promise-e-1',
    validFrom: day('2026-01-01'),
    parent: null,
    regionPrefixes: [],
    promisedBy: 'e-1',
    values,
  })
  const wider = createProfileBook([...shippedProfiles, promise])

  it('only tighten: what would loosen, or touch the law, is passed over and named', () => {
    const ref = wider.select('110000', TODAY, [], 'e-1')
    expect(ref).toBe('cn-base@2013-06-01+promise-e-1@2026-01-01')
    const { single, tables, duties } = wider.resolve(ref)
    const base = book.resolve('cn-base@2013-06-01')
    expect(single.prefillValidH?.value).toBe(6)
    expect(single.shiftCheckRequired?.value).toBe(true)
    expect(single.offlineAfterMs).toEqual(base.single.offlineAfterMs)
    expect(single.entrustedFilling?.value).toBe(false)
    expect(tables.residual['YSP-15']?.value).toBe(449)
    expect(tables.fill['YSP-15']?.value.toleranceG).toBe(300)
    expect([tables.fill['YSP-10'], tables.fill['YSP-5'], tables.residual['YSP-10']]).toEqual([
      base.tables.fill['YSP-10'],
      base.tables.fill['YSP-5'],
      base.tables.residual['YSP-10'],
    ])
    expect(duties).toEqual(base.duties)
    expect(tighten(base, values).loosening).toEqual([
      'offlineAfterMs',
      'entrustedFilling',
      'residualShare',
      'fill.YSP-10',
      'fill.YSP-5',
      'residual.YSP-10',
      'duties.OVERFILL',
    ])
  })

  it('hold for that enterprise alone, from their day on, in every region', () => {
    expect(wider.select('110000', TODAY, [], 'e-2')).toBe('cn-base@2013-06-01')
    expect(wider.select('110000', day('2025-12-31'), [], 'e-1')).toBe('cn-base@2013-06-01')
    expect(wider.select('110000', day('2026-01-01'), [], 'e-1')).toContain('+promise-e-1@')
    expect(wider.select('370302', TODAY, [], 'e-1')).toBe(
      'cn-3703@2021-06-11+promise-e-1@2026-01-01',
    )
    expect(() => wider.resolve('cn-base@2013-06-01+promise-e-9@2026-01-01')).toThrow(
      'PROFILE_UNKNOWN',
    )
  })

  it('judge: nine grams beyond the promise is an underfill', () => {
    const short = (ref: string) =>
      new Story(wider)
        .under(ref)
        .registered()
        .filled(TARE + 14_191)
        .codes()
    expect(short('cn-base@2013-06-01')).toEqual([])
    expect(short('cn-base@2013-06-01+promise-e-1@2026-01-01')).toEqual(['UNDERFILL'])
  })
})

describe('what a profile says', () => {
  it('C4 switches its parent off: Xinjiang has a shortage table and no residual limit', () => {
    const { tables, single } = book.resolve('cn-65@2023-06-01')
    expect(tables.residual).toEqual({})
    expect(single.shortage?.force).toBe('draft')
    expect(tables.fill['YSP-15']).toMatchObject({ clause: 'R002-7.1.14b', force: 'recommended' })
  })

  it('gives every rule what it needs, and every refusal and finding a clause', () => {
    for (const { id, validFrom } of shippedProfiles) {
      const { duties } = book.resolve(`${id}@${validFrom}`)
      const missing = [...denyCodes, ...rules.flatMap(({ codes }) => codes)].filter(
        (code) => duties[code] === undefined,
      )
      const byValue = ['TARE_MISMATCH', 'UNSEALED', 'UNLABELLED', 'NET_CONTENT_SHORT']
      expect(missing.filter((code) => !byValue.includes(code))).toEqual([])
    }
  })

  it('never calls what is from memory or from a draft mandatory', () => {
    const text = JSON.stringify(shippedProfiles)
    expect(text).not.toMatch(/"force":"mandatory","certainty":"from-memory"/)
    for (const { id, validFrom } of shippedProfiles.filter(({ id }) => /65|draft/.test(id))) {
      const own = shippedProfiles.find((profile) => profile.id === id)
      expect(JSON.stringify(own)).not.toMatch(/"force":"(mandatory|recommended)"/)
      expect(validFrom >= '2013-06-01').toBe(true)
    }
  })
})

describe('profiles from outside', () => {
  const json = (change: object): unknown => ({
    ...JSON.parse(JSON.stringify(office({}))),
    ...change,
  })
  const cited = {
    clause: 'R002-7.1.14c',
    from: '2027-01-01',
    force: 'recommended',
    certainty: 'document',
  }
  const residual = (row: object) => json({ values: { residual: { 'YSP-15': row } } })

  it('reads what ships, after a round trip through JSON', () => {
    for (const profile of shippedProfiles) {
      expect(readProfile(JSON.parse(JSON.stringify(profile)))).toEqual({ ok: true, profile })
    }
  })

  it.each([
    ['values.residual.YSP-15.clause', residual({ ...cited, clause: undefined, value: 400 })],
    ['values.residual.YSP-15.from', residual({ ...cited, from: undefined, value: 400 })],
    ['values.residual.YSP-15.from', residual({ ...cited, from: '2027-01-02', value: 400 })],
    ['values.residual.YSP-15.force', residual({ ...cited, force: 'law', value: 400 })],
    ['values.residual.YSP-15.certainty', residual({ ...cited, certainty: 1, value: 400 })],
    ['values.residual.YSP-15.value', residual({ ...cited, value: 0.4 })],
    ['values.residual.YSP-15.value', residual({ ...cited, value: -1 })],
    ['values.residual.YSP15', json({ values: { residual: { YSP15: { ...cited, value: 1 } } } })],
    ['values.fill.YSP-15.value', json({ values: { fill: { 'YSP-15': { ...cited, value: 1 } } } })],
    ['values.fill', json({ values: { fill: 1 } })],
    ['values.life.value', json({ values: { life: { ...cited, value: [{}] } } })],
    ['values.duties.OVERFULL', json({ values: { duties: { OVERFULL: cited } } })],
    [
      'values.duties.OVERFILL.clause',
      json({ values: { duties: { OVERFILL: { force: 'draft' } } } }),
    ],
    ['values.nonsense', json({ values: { nonsense: cited } })],
    ['values', json({ values: null })],
    ['id', json({ id: 'CN 65' })],
    ['validFrom', json({ validFrom: 'soon' })],
    ['name', json({ name: 'x' })],
    ['parent', json({ parent: 5 })],
    ['regionPrefixes', json({ regionPrefixes: ['37x'] })],
    ['promisedBy', json({ promisedBy: 5 })],
    ['', 'text'],
  ])('refuses %s', (path, input) => {
    expect(readProfile(input)).toMatchObject({ ok: false, path })
  })

  it('takes a value that is whole, and the judge uses it', () => {
    const read = readProfile(residual({ ...cited, value: 400 }))
    if (!read.ok) throw new Error(read.path)
    const wider = createProfileBook([...shippedProfiles, read.profile])
    expect(wider.resolve('cn-3703@2027-01-01').tables.residual['YSP-15']?.value).toBe(grams(400))
  })
})
