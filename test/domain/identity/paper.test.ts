import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idNumberCheckDigit } from '#domain/identity/id-number.ts'
import { maskAddress, maskField, maskName, maskNumber, maskPhone } from '#domain/identity/mask.ts'
import {
  ageOn,
  checkBirthday,
  checkPaper,
  identityText,
  type PaperKind,
} from '#domain/identity/paper.ts'
import { day } from '#domain/units.ts'

const TODAY = day('2026-11-20')
const withCheck = (first17: string): string => first17 + idNumberCheckDigit(first17)
const check = (kind: PaperKind, number: string, country?: string) =>
  checkPaper({ kind, number, country }, TODAY)

describe('the number of an identity paper', () => {
  it.each([
    ['id-card', '11010519491231002x', undefined, '11010519491231002X'],
    ['id-card', '１１０１０５１９４９１２３１００２Ｘ', undefined, '11010519491231002X'],
    [
      'hmt-residence-permit',
      withCheck('81000019900101123'),
      undefined,
      withCheck('81000019900101123'),
    ],
    [
      'hmt-residence-permit',
      withCheck('83000019900101123'),
      undefined,
      withCheck('83000019900101123'),
    ],
    ['hm-travel-permit', 'h 12345678', undefined, 'H12345678'],
    ['hm-travel-permit', 'M1234567801', undefined, 'M1234567801'],
    ['tw-travel-permit', '0123456789', undefined, '0123456789'],
    ['foreign-permanent-residence', 'kaz650080010112', undefined, 'KAZ650080010112'],
    [
      'foreign-permanent-residence',
      withCheck('91165019800101123'),
      undefined,
      withCheck('91165019800101123'),
    ],
    ['passport', 'n1234567', 'kaz', 'N1234567'],
  ] as const)('%s %s', (kind, number, country, normal) => {
    expect(check(kind, number, country)).toMatchObject({
      ok: true,
      value: { kind, number: normal },
    })
  })

  it.each([
    ['id-card', withCheck('81000019900101123'), undefined, 'OTHER_PAPER'],
    ['id-card', withCheck('91165019800101123'), undefined, 'OTHER_PAPER'],
    ['hmt-residence-permit', '11010519491231002X', undefined, 'OTHER_PAPER'],
    ['foreign-permanent-residence', '11010519491231002X', undefined, 'OTHER_PAPER'],
    ['id-card', '110105194912310021', undefined, 'CHECK_DIGIT'],
    ['id-card', withCheck('11010519490230002'), undefined, 'DATE'],
    ['id-card', '110105491231002', undefined, 'FORMAT'],
    ['hm-travel-permit', 'X12345678', undefined, 'FORMAT'],
    ['tw-travel-permit', '123', undefined, 'FORMAT'],
    ['passport', 'N1234567', undefined, 'COUNTRY'],
    ['passport', 'N1234567', '7', 'COUNTRY'],
    ['passport', 'N-1', 'KAZ', 'FORMAT'],
  ] as const)('%s %s is refused', (kind, number, country, refusal) => {
    expect(check(kind, number, country)).toEqual({ ok: false, refusal })
  })

  it('is one identity across kinds where it has 18 digits, else only within kind and country', () => {
    const of = (kind: PaperKind, number: string, country: string | null = null) =>
      identityText({ kind, number, country })
    expect(of('id-card', '11010519491231002X')).toBe('11010519491231002X')
    expect(of('passport', 'N1234567', 'KAZ')).not.toBe(of('passport', 'N1234567', 'RUS'))
    expect(of('tw-travel-permit', '12345678')).not.toBe(of('hm-travel-permit', '12345678'))
  })

  it.each([
    ['2008-11-20', 18],
    ['2008-11-21', 17],
    ['1926-11-20', 100],
  ] as const)('who was born on %s is %i', (bornOn, age) => {
    expect(ageOn(day(bornOn), TODAY)).toBe(age)
  })

  it('who was born on 29 February is of age on 1 March', () => {
    expect(ageOn(day('2008-02-29'), day('2026-02-28'))).toBe(17)
    expect(ageOn(day('2008-02-29'), day('2026-03-01'))).toBe(18)
  })
})

describe('masks', () => {
  it.each([
    [maskName('张三'), '张*'],
    [maskName('阿不都热依木·买买提'), '阿***'],
    [maskName('𠮷野家'), '𠮷**'],
    [maskName('A'), 'A*'],
    [maskPhone('13800001234'), '138****1234'],
    [maskPhone('0991-2345678'), '0991-*****78'],
    [maskNumber('11010519491231002X'), `1${'*'.repeat(16)}X`],
    [maskAddress('新疆乌鲁木齐市天山区解放北路 18 号'), '新疆乌鲁木齐***'],
    [maskAddress('后街 3 号'), '后街***'],
    [maskField('address:1', '后街 3 号'), '后街***'],
    [maskField('bornOn', '1980-01-01'), '***'],
    [maskField('object:ab', 'AAAA'), '***'],
  ])('%s', (masked, expected) => {
    expect(masked).toBe(expected)
  })

  it('never show more than a half, whatever was typed', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 2, maxLength: 60 })
    fc.assert(
      fc.property(text, (typed) => {
        for (const mask of [maskNumber, maskAddress]) {
          const shown = Array.from(mask(typed)).filter((character) => character !== '*').length
          expect(shown).toBeLessThanOrEqual(Math.max(2, Array.from(typed).length / 2))
        }
      }),
    )
  })
})

describe('what no paper of a living buyer says', () => {
  const today = day('2026-11-20')
  const digits = '37030218000101001'
  it('born in 1800, with a check digit that fits', () => {
    const number = `${digits}${idNumberCheckDigit(digits)}`
    expect(checkPaper({ kind: 'id-card', number }, today)).toEqual({ ok: false, refusal: 'DATE' })
    expect(checkBirthday('1899-12-31', today)).toEqual({ ok: false, refusal: 'DATE' })
  })
  it.each(['ZZZ', 'CHN', 'HKG', 'TWN', 'D', ''])('a foreign passport of %s', (country) => {
    const paper = { kind: 'passport', number: 'N1234567', country } as const
    expect(checkPaper(paper, today)).toEqual({ ok: false, refusal: 'COUNTRY' })
  })
})
