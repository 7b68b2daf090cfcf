import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grams } from '#domain/units.ts'
import { story, TARE } from './story.ts'

/**
 * Written from the documents, in kilograms as they are printed, and not from the code: 001 6.2 ct–cx with GB 17267 by 002 7.1.14 b,
 * facts F1 for volume and stamp, 002 7.1.14 c / 001 6.2 cy–dc for residual, 003 7.1.14 c (3 %), Order 70 by facts F5.
 */
type Row = {
  readonly codes: readonly string[]
  readonly litres: number
  readonly stamp: number
  readonly lower: number | null
  readonly upper: number
  readonly residual: Readonly<Record<string, number | null>>
  readonly shortage: number | null
}

const BASE = 'cn-base@2013-06-01'
const ZIBO = 'cn-3703@2021-06-11'
const ZAOZHUANG = 'cn-3704@2021-01-01'
const XINJIANG = 'cn-65@2023-06-01'
const DRAFT = 'cn-draft@2013-06-01'
const profiles = [BASE, ZIBO, ZAOZHUANG, XINJIANG, DRAFT]

const residual = (base: number, draft: number, threePercent: number): Row['residual'] => ({
  [BASE]: base,
  [ZAOZHUANG]: base,
  [DRAFT]: draft,
  [ZIBO]: threePercent,
  [XINJIANG]: null,
})
/** Sizes without a row: only Zibo's 3 % reaches them, of what they may hold. */
const only = (zibo: number): Row['residual'] => ({
  ...Object.fromEntries(profiles.map((profile) => [profile, null])),
  [ZIBO]: zibo,
})

const table: readonly Row[] = [
  {
    codes: ['YSP-5', 'YSP12', 'YSP12/5.0'],
    litres: 12,
    stamp: 5.0,
    lower: 4.6,
    upper: 5.0,
    residual: residual(0.15, 0.15, 0.144),
    shortage: 0.072,
  },
  {
    codes: ['YSP-10', 'YSP23.5', 'YSP23.5/9.8'],
    litres: 23.5,
    stamp: 9.8,
    lower: 9.2,
    upper: 9.8,
    residual: residual(0.3, 0.3, 0.285),
    shortage: 0.143,
  },
  {
    codes: ['YSP-12', 'YSP---12型', 'YSP28.6'],
    litres: 28.6,
    stamp: 12.0,
    lower: 11.2,
    upper: 12.0,
    residual: residual(0.36, 0.4, 0.348),
    shortage: 0.15,
  },
  {
    codes: ['YSP-15', 'YSP—15', 'YSP35.5', 'YSP35.5/14.9'],
    litres: 35.5,
    stamp: 14.9,
    lower: 14.0,
    upper: 14.9,
    residual: residual(0.45, 0.5, 0.435),
    shortage: 0.15,
  },
  {
    codes: ['YSP-50', 'YSP118', 'YSP118/49.5', 'YSP118/液/49.5'],
    litres: 118,
    stamp: 49.5,
    lower: 48.0,
    upper: 49.5,
    residual: residual(1.5, 1.5, 1.47),
    shortage: 0.49,
  },
  {
    codes: ['YSP-2', 'YSP4.7'],
    litres: 4.7,
    stamp: 1.9,
    lower: null,
    upper: 1.9,
    residual: only(0.057),
    shortage: null,
  },
  {
    codes: ['YSP26.2'],
    litres: 26.2,
    stamp: 11.0,
    lower: null,
    upper: 11.0,
    residual: only(0.33),
    shortage: null,
  },
]

const nominal = ({ lower, codes }: Row): number =>
  ({ 'YSP-5': 4.8, 'YSP-10': 9.5, 'YSP-12': 11.6, 'YSP-15': 14.5, 'YSP-50': 49.0 })[
    codes[0] ?? ''
  ] ??
  lower ??
  0

const g = (kg: number): number => Math.round(kg * 1000)

const cylinder = (row: Row, code: string, profile: string) =>
  story()
    .under(profile)
    .registered({
      model: code,
      waterVolumeMl: g(row.litres),
      stampedMaxG: grams(g(row.stamp)),
    })

const verdict = (row: Row, code: string, profile: string, netG: number) => {
  const found = cylinder(row, code, profile)
    .prefill()
    .fill(TARE + netG)
    .codes()
  return {
    over: found.includes('OVERFILL'),
    under: found.includes('UNDERFILL'),
    noRow: found.includes('NO_FILL_STANDARD'),
    short: found.includes('NET_CONTENT_SHORT'),
  }
}

const expected = (row: Row, profile: string, netG: number) => ({
  over: netG > g(row.upper),
  under: row.lower !== null && netG < g(row.lower),
  noRow: row.lower === null,
  short: profile === XINJIANG && row.shortage !== null && g(nominal(row)) - netG > g(row.shortage),
})

describe('every size × profile × boundary, against the documents', () => {
  for (const row of table) {
    for (const code of row.codes) {
      for (const profile of profiles) {
        it(`R002-7.1.14b ${code} under ${profile}: fill`, () => {
          const short = row.shortage === null ? [] : [g(nominal(row)) - g(row.shortage)]
          const edges = [row.upper, row.lower ?? row.upper, row.litres * 0.42].map(g)
          for (const edge of [...edges, ...short]) {
            for (const netG of [edge - 1, edge, edge + 1]) {
              expect({ netG, ...verdict(row, code, profile, netG) }).toEqual({
                netG,
                ...expected(row, profile, netG),
              })
            }
          }
        })

        const limit = row.residual[profile] ?? null
        it(`R002-7.1.14c ${code} under ${profile}: residual`, () => {
          const edge = limit === null ? 300 : g(limit)
          for (const residualG of [edge - 1, edge, edge + 1]) {
            const over = limit !== null && residualG > edge
            const weighed = cylinder(row, code, profile).weighed(residualG)
            expect(weighed.codes().includes('RESIDUAL_OVER_LIMIT')).toBe(over)
            const asked = cylinder(row, code, profile)
              .prefill()
              .denied(TARE + residualG)
            expect(asked.includes('RESIDUAL_TOO_HIGH')).toBe(over)
          }
        })
      }
    }
  }

  it('R002-7.1.14b holds between the boundaries too', () => {
    const any = fc.record({
      row: fc.constantFrom(...table),
      profile: fc.constantFrom(...profiles),
      netG: fc.integer({ min: 0, max: 60_000 }),
    })
    fc.assert(
      fc.property(any, ({ row, profile, netG }) => {
        const code = row.codes[0] ?? ''
        expect(verdict(row, code, profile, netG)).toEqual(expected(row, profile, netG))
      }),
      { numRuns: 500 },
    )
  })

  it('F1 trap 1: 11.6 kg is a good fill of a YSP-12 and 6.6 kg too much for a YSP12', () => {
    const [five, , twelve] = table
    if (five === undefined || twelve === undefined) throw new Error('no rows')
    expect(verdict(twelve, 'YSP-12', BASE, 11_600).over).toBe(false)
    const found = cylinder(five, 'YSP12', BASE)
      .prefill()
      .fill(TARE + 11_600)
      .finding('OVERFILL')
    expect(found).toMatchObject({ measured: 11_600, limit: 5_000 })
  })
})
