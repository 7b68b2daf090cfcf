import { describe, expect, it } from 'vitest'
import { day } from '#domain/units.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import { readProfile } from '#rules/read-profile.ts'
import { shippedProfiles } from '#rules/shipped-profiles.ts'

const version = (id: string, validFrom: string, more: object = {}) => ({
  id,
  validFrom,
  name: { zh: '试', en: 'trial' },
  parent: 'cn-base',
  regionPrefixes: [],
  values: {},
  ...more,
})

describe('the shelf of profiles', () => {
  it('follows what is added, and whoever holds it sees it', () => {
    const shelf = createProfileShelf()
    const held = shelf
    const jan = version('cn-11', '2027-01-01', { regionPrefixes: ['11'] })
    expect(held.select('110000', day('2027-02-01'), [])).toBe('cn-base@2013-06-01')
    shelf.follow([jan])
    expect(held.select('110000', day('2027-02-01'), [])).toBe('cn-11@2027-01-01')
    expect(held.profiles).toHaveLength(shippedProfiles.length + 1)
    const law = held.resolve('cn-base@2013-06-01')
    shelf.follow([jan, version('cn-11', '2027-03-01', { regionPrefixes: ['11'] })])
    expect(held.resolve('cn-base@2013-06-01')).toEqual(law)
    expect(held.resolve('cn-11@2027-01-01').id).toBe('cn-11')
  })

  it('an older snapshot that comes late takes nothing away', () => {
    const shelf = createProfileShelf()
    shelf.follow([version('cn-11', '2027-01-01')])
    shelf.follow([])
    expect(shelf.resolve('cn-11@2027-01-01').ref).toBe('cn-11@2027-01-01')
  })

  it('a stored version that cannot be read is a defect, told with its field', () => {
    const broken = version('cn-11', '2027-01-01', { values: { sealRequired: { value: true } } })
    expect(() => createProfileShelf().follow([broken])).toThrow(/values\.sealRequired\.clause/)
  })

  it('a version that no longer names a prefix gives it up from its day on', () => {
    const book = createProfileBook([
      ...shippedProfiles,
      { ...version('cn-3704', '2027-01-01'), validFrom: day('2027-01-01') },
    ])
    expect(book.select('370402', day('2026-12-31'), [])).toBe('cn-3704@2021-01-01')
    expect(book.select('370402', day('2027-01-01'), [])).toBe('cn-base@2013-06-01')
  })

  it.each(['2026-02-29', '2026-04-31', '2100-02-29'])('%s is no day of a profile', (on) => {
    expect(readProfile(version('cn-11', on))).toMatchObject({ ok: false, path: 'validFrom' })
  })
})
