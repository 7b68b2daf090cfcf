import { cited, citing } from '#rules/citation.ts'
import type { Profile } from '#rules/profile.ts'
import { type Day, day } from '#domain/units.ts'
import { cnBaseDuties } from './cn-base-duties.ts'
import { cnBaseHomes } from './cn-base-homes.ts'
import { cnBaseService } from './cn-base-service.ts'

const cite = citing('2013-06-01')
/** 15 kg: the table of GB 17267-1998 as seen in a bureau's notice (facts F2); the standard binds by 7.1.14 b. */
const seen = cite('R002-7.1.14b', ['recommended', 'seen-elsewhere'])
/** The other rows of that table: from memory, and the same as in the draft 001. */
const remembered = cite('R002-7.1.14b', ['recommended', 'from-memory'])
/** YSP-12 stands only in the draft (R001-6.2-cv, A1 "needs confirmation"). */
const draftOnly = cite('R002-7.1.14b', ['unconfirmed', 'seen-elsewhere'])
const document = (clause: string) => cite(clause, ['recommended', 'document'])
/** Values that no document gives: they keep the product working and are shown as what they are. */
const ours = (clause: string) => cite(clause, ['unconfirmed', 'from-memory'])

const band = (warnG: number, blockG: number) => cited({ warnG, blockG }, ours('R002-7.1.14b'))

/** facts F1: GB 5842-2023, mandatory from that day on; its text was not seen. */
const OUTDOOR_ONLY = { models: ['YSP-50'], from: day('2023-12-01') } as const

/** No document gives these: two small cylinders in a home, 100 kg in a building, 1 000 kg with a room of their own. */
const PREMISES_LIMITS = {
  unit: { cylinders: 6, massG: 100_000, cylindersPerDay: 6 },
  gasStore: { cylinders: 20, massG: 1_000_000, cylindersPerDay: 20 },
  urban: { cylinders: 2, massG: 30_000, cylindersPerDay: 2 },
  rural: { cylinders: 3, massG: 45_000, cylindersPerDay: 3 },
} as const

/** GB 11174-2011, table 1, commercial propane-butane mixture, as remembered: no document that we hold prints it. */
const GAS_STANDARD = 'GB 11174-2011'
const GAS_LIMITS = [
  { quantity: 'vapourPressureKpa', max: 1_380, standard: GAS_STANDARD },
  { quantity: 'c3c4Pct', min: 95, standard: GAS_STANDARD },
  { quantity: 'c5PlusPct', max: 3, standard: GAS_STANDARD },
  { quantity: 'residueMlPer100Ml', max: 0.05, standard: GAS_STANDARD },
  { quantity: 'sulfurMgPerM3', max: 343, standard: GAS_STANDARD },
  { quantity: 'h2sMgPerM3', max: 10, standard: GAS_STANDARD },
  { quantity: 'copperClass', max: 1, standard: GAS_STANDARD },
  { quantity: 'freeWaterMl', max: 0, standard: GAS_STANDARD },
] as const

const ORDER_2007: Day = day('2007-02-01')
const ORDER_2023: Day = day('2023-12-01')

/** GB/T 28885-2012 燃气服务导则, in force 2013-06-01: the law where no region says more. */
export const cnBase: Profile = {
  id: 'cn-base',
  validFrom: day('2013-06-01'),
  name: { zh: '国家标准 GB/T 28885-2012', en: 'National, GB/T 28885-2012' },
  parent: null,
  regionPrefixes: [''],
  values: {
    fill: {
      'YSP-5': cited({ nominalG: 4_800, toleranceG: 200 }, remembered),
      'YSP-10': cited({ nominalG: 9_500, toleranceG: 300 }, remembered),
      'YSP-12': cited({ nominalG: 11_600, toleranceG: 400 }, draftOnly),
      'YSP-15': cited({ nominalG: 14_500, toleranceG: 500 }, seen),
      'YSP-50': cited({ nominalG: 49_000, toleranceG: 1_000 }, remembered),
    },
    residual: {
      'YSP-5': cited(150, document('R002-7.1.14c')),
      'YSP-10': cited(300, document('R002-7.1.14c')),
      'YSP-12': cited(360, document('R002-7.1.14c')),
      'YSP-15': cited(450, document('R002-7.1.14c')),
      'YSP-50': cited(1_500, document('R002-7.1.14c')),
    },
    // A tare wrong by the whole fill tolerance turns a right fill into a wrong one: that blocks; a fifth of it warns.
    tare: {
      'YSP-5': band(40, 200),
      'YSP-10': band(60, 300),
      'YSP-12': band(80, 400),
      'YSP-15': band(100, 500),
      'YSP-50': band(200, 1_000),
      other: band(100, 300),
    },
    residualImplausible: cited({ permille: 200 }, ours('R002-7.1.14c')),
    prefillValidH: cited(12, ours('R002-7.1.5')),
    permitValidMs: cited(600_000, ours('F4')),
    requestValidMs: cited(10_000, ours('F4')),
    offlineAfterMs: cited(600_000, ours('F4')),
    defaultScaleToleranceG: cited(50, ours('R002-7.1.2')),
    // R002-7.1.14d asks for compensation and leaves its term to what is published (7.1.13a); the draft R001-6.2-6 says 5.
    claimPayment: cited({ count: 5, unit: 'working-days' }, ours('R002-7.1.14d')),
    gasLimits: cited(GAS_LIMITS, ours('R002-4.2.2')),
    // Above what a hose and a nozzle weigh when they are hung on or taken off.
    curve: cited({ riseG: 500, dropG: 500, slackG: 100 }, ours('R002-7.1.4')),
    inspectionCycle: cited(
      {
        months: 48,
        exceptions: [{ model: 'YSP-50', madeUntil: ORDER_2007, months: 36 }],
      },
      cite('R002-7.1.1', ['recommended', 'seen-elsewhere']),
    ),
    // facts F3: 15 years under GB 8334-2011; 8 + 4 under GB 5842-2006; the stamped life since GB 5842-2023.
    life: cited(
      [
        {
          name: '15',
          madeFrom: null,
          madeUntil: ORDER_2007,
          stampedYears: null,
          endYears: 15,
          extendable: false,
        },
        {
          name: '8+4',
          madeFrom: ORDER_2007,
          madeUntil: ORDER_2023,
          stampedYears: 8,
          endYears: 12,
          extendable: true,
        },
        {
          name: 'stamped',
          madeFrom: ORDER_2023,
          madeUntil: null,
          stampedYears: null,
          endYears: null,
          extendable: false,
        },
      ],
      cite('F3', ['recommended', 'seen-elsewhere']),
    ),
    entrustedFilling: cited(false, document('R002-7.1.7')),
    sealRequired: cited(true, cite('R001-6.2-8', ['unconfirmed', 'seen-elsewhere'])),
    labelRequired: cited(true, document('R002-7.1.5')),
    shiftCheckRequired: cited(false, ours('R002-7.1.2')),
    knownOperatorRequired: cited(false, ours('R002-5.7.1')),
    releasedGasRequired: cited(false, ours('R002-4.2.2')),
    // C19: an archive is asked for, an identity or its number is not.
    realName: cited(false, document('R002-5.8.2')),
    collectIdNumber: cited(false, document('R002-5.8.2')),
    // R000 asks for it "periodically" and gives no period.
    reverifyMonths: cited(24, ours('R000-4.3.3.2n3')),
    minimumAge: cited(18, ours('R000-4.3.3.2')),
    addressesPerIdentity: cited(2, ours('R000-4.3.3.2n1')),
    // C17: R001 and R002 serve everybody in the licensed area.
    pipeAreaBan: cited(false, ours('R002-5.8.2')),
    premisesLimits: cited(PREMISES_LIMITS, ours('R000-4.3.1.4b')),
    outdoorOnly: cited(OUTDOOR_ONLY, cite('F1', ['mandatory', 'seen-elsewhere'])),
    // Filling data two years at least (F4, DB4114), rectification three (R001 5.5): five is above both.
    retentionMonths: cited(60, ours('F4')),
    ...cnBaseService,
    ...cnBaseHomes,
    duties: cnBaseDuties,
  },
}
