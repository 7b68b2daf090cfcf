import { modelNames } from '#domain/cylinder-model.ts'
import type { GasValues } from '#domain/event-types.ts'
import { vehiclePaperKinds } from '#domain/vehicle-papers.ts'
import { termUnits } from '#domain/service/term.ts'
import type { HomeTerms, ServiceTerms, SingleValues, TableValues } from './profile.ts'

type Shape = { readonly be: string; readonly test: (value: unknown) => boolean }
type Fields = Readonly<Record<string, unknown>>

const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const isDay = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)

const isOrNull =
  (test: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || test(value)

const record =
  (tests: Readonly<Record<string, (value: unknown) => boolean>>) =>
  (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).every((key) => Object.hasOwn(tests, key)) &&
    Object.entries(tests).every(([key, test]) => test((value as Fields)[key]))

const listOf =
  (test: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(test)

const isShortageRow = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const { toG, permille, fixedG } = value as Fields
  const one = (permille === undefined) !== (fixedG === undefined)
  return (
    isCount(toG) && one && (permille === undefined ? typeof fixedG === 'number' : isCount(permille))
  )
}

const isPremisesLimit = record({ cylinders: isCount, massG: isCount, cylindersPerDay: isCount })

const gasQuantities: readonly (keyof GasValues)[] = [
  'vapourPressureKpa',
  'c3c4Pct',
  'c5PlusPct',
  'residueMlPer100Ml',
  'sulfurMgPerM3',
  'h2sMgPerM3',
  'odorantMgPerM3',
  'copperClass',
  'freeWaterMl',
]

const isOptionalNumber = (value: unknown): boolean => value === undefined || Number.isFinite(value)

const isGasLimit = (value: unknown): boolean => {
  const limit = record({
    quantity: (name) => gasQuantities.some((known) => known === name),
    standard: (name) => typeof name === 'string' && name.length <= 64,
    min: isOptionalNumber,
    max: isOptionalNumber,
  })
  if (!limit(value)) return false
  const { min, max } = value as Fields
  return min !== undefined || max !== undefined
}

const isModel = (value: unknown): boolean => modelNames.some((name) => name === value)

const count: Shape = { be: 'a whole number, not negative', test: isCount }
const flag: Shape = { be: 'true or false', test: (value) => typeof value === 'boolean' }
const share: Shape = { be: '{"permille"}', test: record({ permille: isCount }) }

const term: Shape = {
  be: `{"count","unit"} with one of ${termUnits.join(', ')}`,
  test: record({
    count: (value) => isCount(value) && value !== 0,
    unit: (value) => termUnits.some((unit) => unit === value),
  }),
}

const serviceTerms = {
  complaintAnswer: term,
  complaintResolution: term,
  messageAnswer: term,
  letterAnswer: term,
  firstAsked: term,
  firstAskedSpecial: term,
  repairVisit: term,
  installVisit: term,
  alterationReply: term,
  alterationWork: term,
  repairWarranty: term,
  installWarranty: term,
  repairProof: term,
  emergencyArrival: term,
  companyDrill: term,
  userDrill: term,
} satisfies Readonly<Record<keyof ServiceTerms, Shape>>

const homeTerms = {
  rectification: term,
  rectificationArchive: term,
  majorHazardReport: term,
  suspensionNotice: term,
  hoursNotice: term,
  stationNotice: term,
  closureNotice: term,
  priceNotice: term,
} satisfies Readonly<Record<keyof HomeTerms, Shape>>

/** A plan has whole months: 1, 2, 3, 4, 6 or 12 times a year. */
const isYearly = (value: unknown): boolean =>
  isCount(value) && value !== 0 && 12 % Number(value) === 0

/** What a single value must look like when it comes from outside. */
export const singleShapes: { readonly [K in keyof SingleValues]: Shape } = {
  ...serviceTerms,
  ...homeTerms,
  homeInspections: {
    be: '{"unit","urban","rural"}, each 1, 2, 3, 4, 6 or 12',
    test: record({ unit: isYearly, urban: isYearly, rural: isYearly }),
  },
  refusalsBeforeSuspension: count,
  ruralLeakPublicity: count,
  odourTestDays: count,
  partLife: {
    be: '{"appliance","hose","regulator","alarm"} in months',
    test: record({ appliance: isCount, hose: isCount, regulator: isCount, alarm: isCount }),
  },
  agreedExtension: flag,
  phoneAnswer: {
    be: '{"withinMs","rings","byPerson"}',
    test: record({
      withinMs: isCount,
      rings: isOrNull(isCount),
      byPerson: (value) => typeof value === 'boolean',
    }),
  },
  residualShare: share,
  residualImplausible: share,
  shortage: {
    be: 'rows of {"toG", "permille" or "fixedG"}',
    test: listOf(isShortageRow),
  },
  prefillValidH: count,
  permitValidMs: count,
  requestValidMs: count,
  offlineAfterMs: count,
  defaultScaleToleranceG: count,
  curve: {
    be: '{"riseG","dropG","slackG"}',
    test: record({ riseG: isCount, dropG: isCount, slackG: isCount }),
  },
  inspectionCycle: {
    be: '{"months", "exceptions"}',
    test: record({
      months: isCount,
      exceptions: listOf(
        record({
          model: isModel,
          madeUntil: isDay,
          months: isCount,
        }),
      ),
    }),
  },
  life: {
    be: 'a list of service-life regimes',
    test: listOf(
      record({
        name: (value) => typeof value === 'string',
        madeFrom: isOrNull(isDay),
        madeUntil: isOrNull(isDay),
        stampedYears: isOrNull(isCount),
        endYears: isOrNull(isCount),
        extendable: (value) => typeof value === 'boolean',
      }),
    ),
  },
  entrustedFilling: flag,
  sealRequired: flag,
  labelRequired: flag,
  shiftCheckRequired: flag,
  knownOperatorRequired: flag,
  releasedGasRequired: flag,
  gasLimits: {
    be: 'rows of {"quantity", "standard", "min" and/or "max"}',
    test: listOf(isGasLimit),
  },
  claimPayment: term,
  realName: flag,
  contractRequired: flag,
  courierTrained: flag,
  collectIdNumber: flag,
  reverifyMonths: count,
  minimumAge: count,
  addressesPerIdentity: count,
  pipeAreaBan: flag,
  premisesLimits: {
    be: '{"cylinders","massG","cylindersPerDay"} for unit, gasStore, urban and rural',
    test: record({
      unit: isPremisesLimit,
      gasStore: isPremisesLimit,
      urban: isPremisesLimit,
      rural: isPremisesLimit,
    }),
  },
  outdoorOnly: {
    be: '{"models","from"}',
    test: record({ models: listOf(isModel), from: isDay }),
  },
  departurePapers: {
    be: `{"vehicle","driver","escort","waybill"}; vehicle = a list of ${vehiclePaperKinds.join(', ')}`,
    test: record({
      vehicle: listOf((value) => vehiclePaperKinds.some((kind) => kind === value)),
      driver: (value) => typeof value === 'boolean',
      escort: (value) => typeof value === 'boolean',
      waybill: (value) => typeof value === 'boolean',
    }),
  },
  retentionMonths: count,
}

/** … and a value by size. */
export const tableShapes: { readonly [K in keyof TableValues]: Shape } = {
  fill: {
    be: '{"nominalG","toleranceG"}',
    test: record({ nominalG: isCount, toleranceG: isCount }),
  },
  residual: count,
  tare: { be: '{"warnG","blockG"}', test: record({ warnG: isCount, blockG: isCount }) },
}
