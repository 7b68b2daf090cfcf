import { describe, expect, it } from 'vitest'
import { day } from '#domain/units.ts'
import { type Buyer, mayBuy, mayPlace, type PremisesFacts } from '#rules/may-buy.ts'
import { createProfileBook } from '#rules/profile-book.ts'

const book = createProfileBook()
const TODAY = day('2026-11-20')
const xinjiang = book.resolve('cn-65@2023-06-01')
const zibo = book.resolve('cn-3703@2021-06-11')
const zaozhuang = book.resolve('cn-3704@2021-01-01')
const national = book.resolve('cn-base@2013-06-01')

const resident: Buyer = {
  kind: 'resident',
  identityState: 'verified',
  reverifyOn: day('2028-01-01'),
  identified: true,
  erased: false,
  authorisedUntil: null,
}
const unit: Buyer = { ...resident, kind: 'unit', authorisedUntil: day('2026-11-20') }
const home: PremisesFacts = {
  class: 'urban',
  inPipeArea: false,
  place: 'indoors',
  roomUse: 'kitchen',
  ventilation: 'window',
  closed: false,
}
const codes = (found: readonly { readonly code: string }[]) => found.map(({ code }) => code)

describe('who may buy where', () => {
  it.each([
    ['a verified resident', resident, home, xinjiang, []],
    ['a verified unit with an agent', unit, home, xinjiang, []],
    [
      'nobody verified, R000-4.3.3.2',
      { ...resident, identityState: 'unverified' },
      home,
      xinjiang,
      ['IDENTITY_UNVERIFIED'],
    ],
    [
      'nobody verified, R004-A2-31',
      { ...resident, identityState: 'unverified' },
      home,
      zaozhuang,
      ['IDENTITY_UNVERIFIED'],
    ],
    [
      'nobody verified where only an archive is asked for',
      { ...resident, identityState: 'unverified' },
      home,
      national,
      [],
    ],
    [
      'refused verification anywhere, R000-4.3.3.2n2',
      { ...resident, identityState: 'refused' },
      home,
      national,
      ['IDENTITY_REFUSED'],
    ],
    [
      'another person, R000-4.3.3.2n2',
      { ...resident, identityState: 'mismatch' },
      home,
      national,
      ['IDENTITY_MISMATCH'],
    ],
    [
      'verified too long ago, R000-4.3.3.2n3',
      { ...resident, reverifyOn: day('2026-11-19') },
      home,
      xinjiang,
      ['REVERIFICATION_DUE'],
    ],
    ['verified until today', { ...resident, reverifyOn: TODAY }, home, xinjiang, []],
    [
      'no number where it is demanded, R000-4.3.3.2n1',
      { ...resident, identified: false },
      home,
      xinjiang,
      ['ID_NUMBER_MISSING'],
    ],
    ['no number where it is not, C19', { ...resident, identified: false }, home, zibo, []],
    [
      'a unit without an agent',
      { ...unit, authorisedUntil: null },
      home,
      national,
      ['AUTHORISATION_MISSING'],
    ],
    [
      'a unit whose authorisation ended',
      { ...unit, authorisedUntil: day('2026-11-19') },
      home,
      national,
      ['AUTHORISATION_MISSING'],
    ],
    ['an erased customer', { ...resident, erased: true }, home, national, ['CUSTOMER_ERASED']],
    [
      'in a pipe area of Zibo, R003-7.1.1',
      resident,
      { ...home, inPipeArea: true },
      zibo,
      ['NO_BOTTLED_GAS_HERE'],
    ],
    ['in a pipe area elsewhere, C17', resident, { ...home, inPipeArea: true }, national, []],
    [
      'in a basement, R000-4.3.1.4b',
      resident,
      { ...home, roomUse: 'basement' },
      national,
      ['PREMISES_UNSUITABLE'],
    ],
    [
      'in a bedroom, R000-4.3.1.4b',
      resident,
      { ...home, roomUse: 'bedroom' },
      national,
      ['PREMISES_UNSUITABLE'],
    ],
    [
      'without ventilation, R000-4.3.1.4b',
      resident,
      { ...home, ventilation: 'none' },
      national,
      ['PREMISES_UNSUITABLE'],
    ],
    ['at closed premises', resident, { ...home, closed: true }, national, ['PREMISES_CLOSED']],
  ] as const)('%s', (_name, buyer, premises, profile, expected) => {
    const found = mayBuy(buyer, premises, profile, TODAY)
    expect(codes(found)).toEqual(expected)
    for (const { clause } of found) expect(clause).toMatch(/^R00\d-/)
  })

  it('cites a draft as a draft', () => {
    const [found] = mayBuy({ ...resident, identified: false }, home, xinjiang, TODAY)
    expect(found).toMatchObject({ clause: 'R000-4.3.3.2n1', force: 'draft' })
  })
})

describe('what may stand where', () => {
  const none = { onSite: [], soldToday: 0 }

  it.each([
    ['YSP-50 inside, F1', home, { ...none, asked: ['YSP118'] }, ['OUTDOORS_ONLY', 'TOO_MUCH_GAS']],
    [
      'YSP118/49.5 in a restaurant, F1',
      { ...home, class: 'unit' },
      { ...none, asked: ['YSP118/49.5'] },
      ['OUTDOORS_ONLY'],
    ],
    [
      'YSP-50 in the yard of a restaurant',
      { ...home, class: 'unit', place: 'outdoors' },
      { ...none, asked: ['YSP-50'] },
      [],
    ],
    [
      'YSP-50 in a gas store',
      { ...home, class: 'unit', place: 'gas-store' },
      { ...none, asked: ['YSP-50', 'YSP-50', 'YSP-50'] },
      [],
    ],
    ['YSP-12 (12 kg) inside is no YSP12', home, { ...none, asked: ['YSP-12'] }, []],
    [
      'a third one at home',
      home,
      { onSite: ['YSP-15', 'YSP-15'], soldToday: 0, asked: ['YSP-5'] },
      ['TOO_MANY_CYLINDERS', 'TOO_MUCH_GAS'],
    ],
    [
      'a third one in the country',
      { ...home, class: 'rural' },
      { onSite: ['YSP-15', 'YSP-15'], soldToday: 0, asked: ['YSP-15'] },
      [],
    ],
    [
      'a third one on one day',
      home,
      { onSite: [], soldToday: 2, asked: ['YSP-5'] },
      ['TOO_MANY_A_DAY'],
    ],
  ] as const)('%s', (_name, premises, placement, expected) => {
    expect(codes(mayPlace(premises, placement, national, TODAY))).toEqual(expected)
  })

  it('YSP118 stood inside before GB 5842-2023', () => {
    const asked = { ...none, asked: ['YSP118'] }
    const yard = { ...home, class: 'unit' } as const
    expect(mayPlace(yard, asked, national, day('2023-11-30'))).toEqual([])
    expect(mayPlace(yard, asked, national, day('2023-12-01'))).toMatchObject([
      { code: 'OUTDOORS_ONLY', clause: 'F1', force: 'mandatory' },
    ])
  })
})
