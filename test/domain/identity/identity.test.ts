import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#domain/calendar.ts'
import { checkIdNumber, idNumberCheckDigit } from '#domain/identity/id-number.ts'
import { checkPersonName } from '#domain/identity/person-name.ts'
import { checkPhone } from '#domain/identity/phone.ts'
import { checkPlate } from '#domain/identity/plate.ts'
import { checkUscc, usccCheckDigit } from '#domain/identity/uscc.ts'
import { day } from '#domain/units.ts'

const TODAY = day('2026-11-21')
const withCheckDigit = (first17: string): string => first17 + idNumberCheckDigit(first17)

describe('ID numbers (GB 11643)', () => {
  it.each(['11010519491231002X', '440524188001010014', ' 11010519491231002x '])('%s', (text) => {
    expect(checkIdNumber(text, TODAY)).toMatchObject({
      ok: true,
      value: { number: text.trim().toUpperCase() },
    })
  })

  it.each([
    ['110105194912310021', 'CHECK_DIGIT'],
    [withCheckDigit('11010519490229002'), 'DATE'],
    [withCheckDigit('11010519491331002'), 'DATE'],
    [withCheckDigit('11010519490031002'), 'DATE'],
    [withCheckDigit('11010520261122002'), 'FUTURE'],
    ['110105491231002', 'FORMAT'],
    ['1101051949123100XX', 'FORMAT'],
    ['', 'FORMAT'],
  ])('%s is refused: %s', (text, refusal) => {
    expect(checkIdNumber(text, TODAY)).toEqual({ ok: false, refusal })
  })

  it.each([
    ['born today', '11010520261121002'],
    ['a leap day', '11010520000229002'],
    ['a region that no list knows', '99999919900101123'],
    ['a permit of Hong Kong', '81000019900101123'],
    ['a permit of Taiwan', '83000019900101123'],
  ])('%s passes', (_, first17) => {
    expect(checkIdNumber(withCheckDigit(first17), TODAY).ok).toBe(true)
  })

  const first17 = fc
    .tuple(
      fc.integer({ min: 100_000, max: 999_999 }),
      fc.integer({ min: 0, max: 40_000 }).map((n) => addDays(day('1910-01-01'), n)),
      fc.integer({ min: 0, max: 999 }).map((n) => String(n).padStart(3, '0')),
    )
    .map(([region, born, serial]) => `${region}${born.replaceAll('-', '')}${serial}`)

  it('property: with its check digit it passes and gives back the birthday', () => {
    fc.assert(
      fc.property(first17, (digits) => {
        const checked = checkIdNumber(withCheckDigit(digits), TODAY)
        expect(checked).toMatchObject({ ok: true, value: { region: digits.slice(0, 6) } })
        expect(checked.ok && checked.value.bornOn.replaceAll('-', '')).toBe(digits.slice(6, 14))
      }),
    )
  })

  it('property: one wrong digit, or two neighbours swapped, never passes', () => {
    fc.assert(
      fc.property(
        first17,
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (d, at, by) => {
          const good = withCheckDigit(d)
          const wrong = String((Number(good.charAt(at)) + by) % 10)
          expect(checkIdNumber(good.slice(0, at) + wrong + good.slice(at + 1), TODAY).ok).toBe(
            false,
          )
          const [a, b] = [good.charAt(at), good.charAt(at + 1)]
          if (a === b) return
          expect(checkIdNumber(good.slice(0, at) + b + a + good.slice(at + 2), TODAY).ok).toBe(
            false,
          )
        },
      ),
    )
  })
})

describe('USCC (GB 32100)', () => {
  const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'.split('')
  const code17 = fc
    .tuple(
      fc.constantFrom('91', '92', '12', '5A', 'N2'),
      fc.integer({ min: 110_000, max: 659_999 }),
      fc.array(fc.constantFrom(...ALPHABET), { minLength: 9, maxLength: 9 }),
    )
    .map(([kind, region, rest]) => `${kind}${region}${rest.join('')}`)

  it('91350100M000100Y43 passes, in lower case too', () => {
    expect(checkUscc('91350100M000100Y43')).toEqual({ ok: true, value: '91350100M000100Y43' })
    expect(checkUscc(' 91350100m000100y43')).toEqual({ ok: true, value: '91350100M000100Y43' })
  })

  it.each([
    ['91310115MA1H8R7C6D', 'CHECK_DIGIT'],
    ['91350100M000100Y4', 'FORMAT'],
    ['91350100I000100Y43', 'FORMAT'],
    ['9135010ZM000100Y43', 'FORMAT'],
    ['', 'FORMAT'],
  ])('%s is refused: %s', (text, refusal) => {
    expect(checkUscc(text)).toEqual({ ok: false, refusal })
  })

  it('remainder zero is written 0', () => {
    // All zeros: sum 0.
    expect(checkUscc('000000000000000000').ok).toBe(true)
    const found = fc
      .sample(code17, { numRuns: 2000, seed: 7 })
      .filter((code) => usccCheckDigit(code) === '0')
    expect(found.length).toBeGreaterThan(10)
    for (const code of found) expect(checkUscc(`${code}0`).ok, code).toBe(true)
  })

  it('property: exactly one of the 31 check digits passes', () => {
    fc.assert(
      fc.property(code17, (code) => {
        const passing = ALPHABET.filter((digit) => checkUscc(code + digit).ok)
        expect(passing).toEqual([usccCheckDigit(code)])
      }),
    )
  })
})

describe('plates', () => {
  it.each([
    ['鲁C12345', 'standard'],
    ['鲁c·a1b23', 'standard'],
    ['新A 88888', 'standard'],
    ['鲁CD12345', 'new-energy-small'],
    ['京AF1234A', null],
    ['京ADF1234', 'new-energy-small'],
    ['京A12345D', 'new-energy-large'],
    ['京AK12345', 'new-energy-small'],
    ['鲁C1234挂', 'trailer'],
    ['鲁C1234学', 'learner'],
    ['鲁C1234警', 'police'],
    ['使014578', 'embassy'],
    ['224001使', 'embassy'],
    ['沪A0023领', 'consulate'],
    ['粤Z1234港', 'hong-kong'],
    ['粤ZAB12澳', 'macau'],
    ['鲁CI2345', null],
    ['鲁C1234O', null],
    ['鲁C1234', null],
    ['鲁C1234港', null],
    ['X12345', null],
  ])('car %s: %s', (text, expected) => {
    const checked = checkPlate('car', text)
    expect(checked.ok ? checked.value.class : null).toBe(expected)
  })

  it('of three-wheelers and e-bikes is whatever the city writes', () => {
    expect(checkPlate('three-wheeler', ' 淄博 电动 00123 ')).toEqual({
      ok: true,
      value: { kind: 'three-wheeler', plate: '淄博 电动 00123', class: 'free-text' },
    })
    expect(checkPlate('e-bike', '  ')).toEqual({ ok: false, refusal: 'EMPTY' })
    expect(checkPlate('other', 'x'.repeat(33))).toEqual({ ok: false, refusal: 'TOO_LONG' })
  })

  it('property: what passed passes again unchanged', () => {
    const parts = fc.tuple(
      fc.constantFrom('鲁', '新', '京', 'X'),
      fc.string({ minLength: 5, maxLength: 8, unit: fc.constantFrom(...'ADFIO·109 挂'.split('')) }),
    )
    fc.assert(
      fc.property(parts, ([province, rest]) => {
        const first = checkPlate('car', province + rest)
        if (first.ok) expect(checkPlate('car', first.value.plate)).toEqual(first)
      }),
    )
  })
})

describe('phones', () => {
  it.each([
    ['13812345678', 'mobile', '13812345678'],
    ['+86 138-1234-5678', 'mobile', '13812345678'],
    ['0086 19912345678', 'mobile', '19912345678'],
    ['１３８１２３４５６７８', 'mobile', '13812345678'],
    ['0533-2345678', 'landline', '0533-2345678'],
    ['(0533) 2345678', 'landline', '0533-2345678'],
    ['010 8888 6666', 'landline', '010-88886666'],
    ['+86 10 8888 6666', 'landline', '010-88886666'],
    ['0991-2345678转8001', 'landline', '0991-2345678-8001'],
    ['0991-2345678-8001', 'landline', '0991-2345678-8001'],
    ['400-820-8820', 'service', '4008208820'],
    ['+86 400 820 8820', 'service', '4008208820'],
  ])('%s', (text, kind, number) => {
    expect(checkPhone(text)).toEqual({ ok: true, value: { kind, number } })
  })

  it.each(['12812345678', '1381234567', '010-2345678', '2345678', '0533-123', '', 'abc', '40012'])(
    '%s is refused',
    (text) => {
      expect(checkPhone(text)).toEqual({ ok: false, refusal: 'FORMAT' })
    },
  )

  it('property: what passed passes again unchanged', () => {
    const number = fc.string({
      minLength: 7,
      maxLength: 16,
      unit: fc.constantFrom(...'0123458-'.split('')),
    })
    fc.assert(
      fc.property(number, (text) => {
        const first = checkPhone(text)
        if (first.ok) expect(checkPhone(first.value.number)).toEqual(first)
      }),
    )
  })
})

describe('names', () => {
  it.each([
    ['王小明', '王小明'],
    ['  欧阳  修 ', '欧阳 修'],
    ['买买提・吐尔逊', '买买提·吐尔逊'],
    ['买买提 • 吐尔逊', '买买提·吐尔逊'],
    ['买买提．吐尔逊', '买买提·吐尔逊'],
    ['买买提.吐尔逊', '买买提·吐尔逊'],
    ['阿卜杜热合曼·阿卜杜克热木·吐尔逊尼亚孜', '阿卜杜热合曼·阿卜杜克热木·吐尔逊尼亚孜'],
    ['ئابدۇرەھمان ئابدۇكېرىم', 'ئابدۇرەھمان ئابدۇكېرىم'],
    ['J. O’Neill-Smith', 'J. O’Neill-Smith'],
    ['张〇', '张〇'],
    ['𠮷田', '𠮷田'],
    ['Jose\u0301', 'José'],
  ])('%s', (text, name) => {
    expect(checkPersonName(text)).toEqual({ ok: true, value: name })
  })

  it.each([
    [' ', 'EMPTY'],
    ['·', 'CHARACTERS'],
    ['王··明', 'CHARACTERS'],
    ['王1', 'CHARACTERS'],
    ['王\u0000', 'CHARACTERS'],
    ['王<b>', 'CHARACTERS'],
    ['王'.repeat(101), 'TOO_LONG'],
  ])('%s is refused: %s', (text, refusal) => {
    expect(checkPersonName(text)).toEqual({ ok: false, refusal })
  })

  it('property: normalising twice changes nothing', () => {
    const piece = fc.constantFrom('王', '买', '·', '•', '．', '.', ' ', 'a', 'ئا', '\u0301', '〇')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const first = checkPersonName(pieces.join(''))
        if (first.ok) expect(checkPersonName(first.value)).toEqual(first)
      }),
    )
  })
})
