import { isNotLonger, type Term } from '#domain/service/term.ts'
import type { DeparturePapers } from '#domain/vehicle-papers.ts'
import type {
  FillStandard,
  GasLimit,
  HomeInspections,
  HomeTerms,
  InspectionCycle,
  OutdoorOnly,
  PartLife,
  PhoneAnswer,
  PremisesLimit,
  PremisesLimits,
  ProfileValues,
  ResolvedProfile,
  ServiceTerms,
  SingleValues,
  TableValues,
  TareBand,
} from './profile.ts'

/** Is a promised value at least as strict as the one in force? `undefined` = nothing is in force. */
type Stricter<T> = (promised: T, inForce: T | undefined) => boolean

const never: Stricter<unknown> = () => false
const notMore: Stricter<number> = (promised, inForce) =>
  inForce === undefined || promised <= inForce
const demanded: Stricter<boolean> = (promised) => promised
const forbidden: Stricter<boolean> = (promised) => !promised

/** Every size that had a shorter cycle keeps one at least as short. */
const shorterCycle: Stricter<InspectionCycle> = (promised, inForce) =>
  inForce === undefined ||
  (promised.months <= inForce.months &&
    promised.exceptions.every(({ months }) => months <= inForce.months) &&
    inForce.exceptions.every(
      ({ model, madeUntil, months }) =>
        promised.months <= months ||
        promised.exceptions.some(
          (own) => own.model === model && own.madeUntil >= madeUntil && own.months <= months,
        ),
    ))

const fewer = (promised: PremisesLimit, inForce: PremisesLimit): boolean =>
  promised.cylinders <= inForce.cylinders &&
  promised.massG <= inForce.massG &&
  promised.cylindersPerDay <= inForce.cylindersPerDay

const fewerEverywhere: Stricter<PremisesLimits> = (promised, inForce) =>
  inForce === undefined ||
  (['unit', 'gasStore', 'urban', 'rural'] as const).every((place) =>
    fewer(promised[place], inForce[place]),
  )

const moreOutdoors: Stricter<OutdoorOnly> = (promised, inForce) =>
  inForce === undefined ||
  (promised.from <= inForce.from &&
    inForce.models.every((model) => promised.models.includes(model)))

const morePapers: Stricter<DeparturePapers> = (promised, inForce) =>
  inForce === undefined ||
  (inForce.vehicle.every((kind) => promised.vehicle.includes(kind)) &&
    (['driver', 'escort', 'waybill'] as const).every((part) => promised[part] || !inForce[part]))

const notLonger: Stricter<Term> = (promised, inForce) =>
  inForce === undefined || isNotLonger(promised, inForce)
const longerWarranty: Stricter<Term> = (promised, inForce) =>
  inForce === undefined || (promised.unit === inForce.unit && promised.count >= inForce.count)

const soonerAnswer: Stricter<PhoneAnswer> = (promised, inForce) =>
  inForce === undefined ||
  (promised.withinMs <= inForce.withinMs &&
    (inForce.rings === null || (promised.rings !== null && promised.rings <= inForce.rings)) &&
    (promised.byPerson || !inForce.byPerson))

const terms: { readonly [K in keyof ServiceTerms]: Stricter<Term> } = {
  complaintAnswer: notLonger,
  complaintResolution: notLonger,
  messageAnswer: notLonger,
  letterAnswer: notLonger,
  firstAsked: notLonger,
  firstAskedSpecial: notLonger,
  repairVisit: notLonger,
  installVisit: notLonger,
  alterationReply: notLonger,
  alterationWork: notLonger,
  repairWarranty: longerWarranty,
  installWarranty: longerWarranty,
  repairProof: never,
  emergencyArrival: notLonger,
  companyDrill: notLonger,
  userDrill: notLonger,
}

const longer: Stricter<Term> = (promised, inForce) =>
  inForce === undefined || isNotLonger(inForce, promised)

const homes: { readonly [K in keyof HomeTerms]: Stricter<Term> } = {
  rectification: notLonger,
  rectificationArchive: longer,
  majorHazardReport: notLonger,
  suspensionNotice: longer,
  hoursNotice: longer,
  stationNotice: longer,
  closureNotice: longer,
  priceNotice: longer,
}

const notFewer: Stricter<number> = (promised, inForce) =>
  inForce === undefined || promised >= inForce

const oftener: Stricter<HomeInspections> = (promised, inForce) =>
  inForce === undefined ||
  (['unit', 'urban', 'rural'] as const).every((place) => promised[place] >= inForce[place])

const shorterLives: Stricter<PartLife> = (promised, inForce) =>
  inForce === undefined ||
  (['appliance', 'hose', 'regulator', 'alarm'] as const).every(
    (part) => promised[part] <= inForce[part],
  )

/** Every limit in force keeps one at least as narrow. */
const narrowerGas: Stricter<readonly GasLimit[]> = (promised, inForce) =>
  (inForce ?? []).every(({ quantity, min, max }) => {
    const own = promised.find((limit) => limit.quantity === quantity)
    if (own === undefined) return false
    const low = min === undefined || (own.min !== undefined && own.min >= min)
    return low && (max === undefined || (own.max !== undefined && own.max <= max))
  })

/** What may be promised at all. A share of the fill stands before the limits by size, so it may only replace a share. */
const single: { readonly [K in keyof SingleValues]: Stricter<SingleValues[K]> } = {
  ...terms,
  ...homes,
  homeInspections: oftener,
  refusalsBeforeSuspension: never,
  ruralLeakPublicity: notFewer,
  odourTestDays: notMore,
  partLife: shorterLives,
  agreedExtension: never,
  phoneAnswer: soonerAnswer,
  residualShare: (promised, inForce) =>
    inForce !== undefined && promised.permille <= inForce.permille,
  residualImplausible: never,
  shortage: never,
  prefillValidH: notMore,
  permitValidMs: notMore,
  requestValidMs: notMore,
  offlineAfterMs: notMore,
  defaultScaleToleranceG: notMore,
  curve: never,
  inspectionCycle: shorterCycle,
  life: never,
  entrustedFilling: forbidden,
  sealRequired: demanded,
  labelRequired: demanded,
  shiftCheckRequired: demanded,
  knownOperatorRequired: demanded,
  releasedGasRequired: demanded,
  gasLimits: narrowerGas,
  claimPayment: notLonger,
  realName: demanded,
  contractRequired: demanded,
  courierTrained: demanded,
  // More data is no stricter service: only the law asks for it.
  collectIdNumber: forbidden,
  reverifyMonths: notMore,
  minimumAge: notFewer,
  addressesPerIdentity: notMore,
  pipeAreaBan: demanded,
  premisesLimits: fewerEverywhere,
  outdoorOnly: moreOutdoors,
  departurePapers: morePapers,
  retentionMonths: never,
}

const withinStandard: Stricter<FillStandard> = (promised, inForce) =>
  inForce === undefined ||
  Math.abs(promised.nominalG - inForce.nominalG) + promised.toleranceG <= inForce.toleranceG

const narrower: Stricter<TareBand> = (promised, inForce) =>
  inForce === undefined || (promised.warnG <= inForce.warnG && promised.blockG <= inForce.blockG)

const tables: {
  readonly [K in keyof TableValues]: Stricter<NonNullable<TableValues[K][keyof TableValues[K]]>>
} = { fill: withinStandard, residual: notMore, tare: narrower }

type Row = { readonly value?: unknown; readonly off?: true }
type Rows = Readonly<Record<string, Row | undefined>>

/** A promise as far as it tightens, and the paths of what was passed over. */
export type Tightened = { readonly kept: ProfileValues; readonly loosening: readonly string[] }

const pick = (
  promised: Rows,
  inForce: Rows,
  [prefix, isStricter]: readonly [string, (key: string) => Stricter<unknown>],
) => {
  const kept: Record<string, Row> = {}
  const loosening: string[] = []
  for (const [key, row] of Object.entries(promised)) {
    if (row === undefined) continue
    const strict = row.off !== true && isStricter(key)(row.value, inForce[key]?.value)
    if (strict) kept[key] = row
    else loosening.push(`${prefix}${key}`)
  }
  return { kept, loosening }
}

/**
 * An enterprise's published promises (服务承诺) may only tighten what is in force: whatever would loosen it, switch it off or cite
 * another clause for the law is passed over, and named so that the API can refuse it.
 */
export const tighten = (inForce: ResolvedProfile, promise: ProfileValues): Tightened => {
  const { fill, residual, tare, duties, ...singles } = promise
  const ofSingle = (key: string) => (single as Record<string, Stricter<unknown>>)[key] ?? never
  const own = pick(singles as Rows, inForce.single as Rows, ['', ofSingle])
  const rows = ([name, table]: readonly [keyof TableValues, object | undefined]) => ({
    name,
    ...pick((table ?? {}) as Rows, inForce.tables[name] as Rows, [
      `${name}.`,
      () => tables[name] as Stricter<unknown>,
    ]),
  })
  const byTable = (
    [
      ['fill', fill],
      ['residual', residual],
      ['tare', tare],
    ] as const
  ).map(rows)
  const changedLaw = Object.keys(duties ?? {}).map((code) => `duties.${code}`)
  return {
    kept: {
      ...own.kept,
      ...Object.fromEntries(byTable.map(({ name, kept }) => [name, kept])),
    } as ProfileValues,
    loosening: [...own.loosening, ...byTable.flatMap((table) => table.loosening), ...changedLaw],
  }
}
