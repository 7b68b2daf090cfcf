import type { DenyCode, FindingCode } from '#domain/codes.ts'
import type { ModelName } from '#domain/cylinder-model.ts'
import type { GasValues } from '#domain/event-types.ts'
import type { Certainty, Force } from '#domain/finding.ts'
import type { Term } from '#domain/service/term.ts'
import type { Day } from '#domain/units.ts'
import type { DeparturePapers } from '#domain/vehicle-papers.ts'

/** Where a value stands and how much it binds: no value without it. */
export type Citation = {
  /** Clause id of `standards/clauses.md`, or a section of `facts.md` (`F3`) where no clause gives the value. */
  readonly clause: string
  readonly from: Day
  readonly force: Force
  readonly certainty: Certainty
}

export type Cited<T> = Citation & { readonly value: T }
/** A parent's value that does not hold here, with the clause that says so. */
export type SwitchedOff = Citation & { readonly off: true }

/** 规定充装量 and its tolerance, g. */
export type FillStandard = { readonly nominalG: number; readonly toleranceG: number }
/** Difference of tares that warns, and that blocks, g. */
export type TareBand = { readonly warnG: number; readonly blockG: number }
/** Residual limit as a share of the last fill, in thousandths. */
export type ResidualShare = { readonly permille: number }

/** Order 70, Annex 3: a row holds for labelled masses up to `toG`, as thousandths or as a fixed mass. */
export type ShortageRow = {
  readonly toG: number
  readonly permille?: number
  readonly fixedG?: number
}

/**
 * Service life of cylinders made in a span of time (`madeUntil` excluded). `stampedYears` counts when the cylinder says nothing;
 * `extendedYears` = the end when an inspection passed that reaches beyond the design life.
 */
export type LifeRegime = {
  readonly name: string
  readonly madeFrom: Day | null
  readonly madeUntil: Day | null
  readonly stampedYears: number | null
  readonly endYears: number | null
  readonly extendable: boolean
}

/** What a weight curve (重量曲线) must show, g: least rise of a fill, largest drop within it, and how far its top may miss the gross. */
export type CurveBand = { readonly riseG: number; readonly dropG: number; readonly slackG: number }

export type InspectionCycle = {
  readonly months: number
  /** Other cycles for single sizes made before a day. */
  readonly exceptions: readonly {
    readonly model: ModelName
    readonly madeUntil: Day
    readonly months: number
  }[]
}

/** What may stand at one address, and what one sale may bring in a day. */
export type PremisesLimit = {
  readonly cylinders: number
  /** Together, by the masses that their sizes are stamped with, g. */
  readonly massG: number
  readonly cylindersPerDay: number
}

/** By class of premises; `gasStore` = a unit with a room of its own for cylinders (瓶组间). */
export type PremisesLimits = {
  readonly unit: PremisesLimit
  readonly gasStore: PremisesLimit
  readonly urban: PremisesLimit
  readonly rural: PremisesLimit
}

/** Sizes that may not stand inside a building, from a day on. */
export type OutdoorOnly = { readonly models: readonly ModelName[]; readonly from: Day }

/** 人工接通: in time is within so many rings where they were counted, else within so long; `byPerson` = an answering machine is no answer. */
export type PhoneAnswer = {
  readonly withinMs: number
  readonly rings: number | null
  readonly byPerson: boolean
}

/** Deadlines of service: complaints, messages, repairs, emergencies, drills. */
export type ServiceTerms = {
  readonly complaintAnswer: Term
  readonly complaintResolution: Term
  readonly messageAnswer: Term
  readonly letterAnswer: Term
  readonly firstAsked: Term
  readonly firstAskedSpecial: Term
  readonly repairVisit: Term
  readonly installVisit: Term
  readonly alterationReply: Term
  readonly alterationWork: Term
  readonly repairWarranty: Term
  readonly installWarranty: Term
  /** A user has it mended by a qualified firm and hands in the proof. */
  readonly repairProof: Term
  /** No document gives minutes: local governments and enterprises promise them. */
  readonly emergencyArrival: Term
  /** At least one drill in each period of the calendar, months. */
  readonly companyDrill: Term
  readonly userDrill: Term
}

/** 入户安检: how often a year, by class of premises; the year is parted evenly. */
export type HomeInspections = {
  readonly unit: number
  readonly urban: number
  readonly rural: number
}

/** How long a part in a home may be used when nothing is printed on it, months from its making. */
export type PartLife = {
  readonly appliance: number
  readonly hose: number
  readonly regulator: number
  readonly alarm: number
}

/** Periods of home inspection and of what is published. */
export type HomeTerms = {
  /** A hazard that nobody set a day for. */
  readonly rectification: Term
  /** The archive of rectifications is kept so long after they are closed. */
  readonly rectificationArchive: Term
  /** A major hazard is reported to the authority. */
  readonly majorHazardReport: Term
  /** Between the notice and the suspension of supply, where nobody is in danger. */
  readonly suspensionNotice: Term
  /** Other opening hours are announced so long before. */
  readonly hoursNotice: Term
  /** A station closes or moves: announced so long before. */
  readonly stationNotice: Term
  /** The enterprise stops its business: announced and reported so long before. */
  readonly closureNotice: Term
  /** Another price is published so long before it holds. */
  readonly priceNotice: Term
}

/** Limits of one measured quantity of the gas, both ends allowed, and the standard that gives them. */
export type GasLimit = {
  readonly quantity: keyof GasValues
  readonly min?: number
  readonly max?: number
  readonly standard: string
}

/** Values that stand once in a profile. */
export type SingleValues = ServiceTerms &
  HomeTerms & {
    readonly homeInspections: HomeInspections
    /** Visits to a closed or refused door before supply may be suspended for it. */
    readonly refusalsBeforeSuspension: number
    readonly partLife: PartLife
    /** Rural residents are told what to do at a leak so many times a year. */
    readonly ruralLeakPublicity: number
    /** The smell of the gas of a tank is tested again after so many days. */
    readonly odourTestDays: number
    /** An extension that the complainant agreed to moves the deadline; else it is explained and the deadline stays (C10). */
    readonly agreedExtension: boolean
    readonly phoneAnswer: PhoneAnswer
    /** Residual limit as a share; goes before the limits by size. */
    readonly residualShare: ResidualShare
    /** Above this share of the nominal fill a residual is no residual: a person decides. Thousandths. */
    readonly residualImplausible: ResidualShare
    readonly shortage: readonly ShortageRow[]
    readonly prefillValidH: number
    readonly permitValidMs: number
    readonly requestValidMs: number
    readonly offlineAfterMs: number
    /** What a scale is taken to err by when nobody registered it, g. */
    readonly defaultScaleToleranceG: number
    readonly curve: CurveBand
    readonly inspectionCycle: InspectionCycle
    readonly life: readonly LifeRegime[]
    /** Fill cylinders of others that are entrusted (托管) to the station's enterprise. */
    readonly entrustedFilling: boolean
    readonly sealRequired: boolean
    readonly labelRequired: boolean
    readonly shiftCheckRequired: boolean
    readonly knownOperatorRequired: boolean
    readonly releasedGasRequired: boolean
    readonly gasLimits: readonly GasLimit[]
    /** A claim (赔付) is paid so long after the day of the weighing at the latest (clauses A4). */
    readonly claimPayment: Term
    /** Real-name purchase (实名购气): no sale to somebody whose identity was not verified. */
    readonly realName: boolean
    /** No sale without a supply contract (供用气合同) in force. */
    readonly contractRequired: boolean
    /** Whoever delivers has passed a safety training, or holds a certificate for deliveries. */
    readonly courierTrained: boolean
    /** Ask for the number of the identity paper. Where it is not demanded it is not taken (data minimisation, C19). */
    readonly collectIdNumber: boolean
    /** Identity is verified again after so many months. */
    readonly reverifyMonths: number
    readonly minimumAge: number
    /** More addresses than these under one identity are looked at by a person. */
    readonly addressesPerIdentity: number
    /** No bottled gas where the pipe network reaches. */
    readonly pipeAreaBan: boolean
    readonly premisesLimits: PremisesLimits
    readonly outdoorOnly: OutdoorOnly
    /** A loaded vehicle does not depart without them. */
    readonly departurePapers: DeparturePapers
    /** Personal data of a customer is kept so long after the last supply. */
    readonly retentionMonths: number
  }

/** Values by size. `tare` has a row `other` for sizes without their own. */
export type TableValues = {
  readonly fill: { readonly [M in ModelName]?: FillStandard }
  readonly residual: { readonly [M in ModelName]?: number }
  readonly tare: { readonly [M in ModelName | 'other']?: TareBand }
}

export type RuleCode = FindingCode | DenyCode

type OrOff<T> = Cited<T> | SwitchedOff

/** What a profile says, as plain data: JSON in, JSON out. */
export type ProfileValues = {
  readonly [K in keyof SingleValues]?: OrOff<SingleValues[K]>
} & {
  readonly [K in keyof TableValues]?: {
    readonly [M in keyof TableValues[K]]?: OrOff<NonNullable<TableValues[K][M]>>
  }
} & {
  /** The clause behind each verdict that does not follow from a value above. */
  readonly duties?: { readonly [C in RuleCode]?: Citation }
}

/** A rule profile (规则集), one version of it. */
export type Profile = {
  readonly id: string
  readonly validFrom: Day
  readonly name: { readonly zh: string; readonly en: string }
  readonly parent: string | null
  /** GB/T 2260 prefixes where it applies by itself; empty = only where activated. `''` = everywhere. */
  readonly regionPrefixes: readonly string[]
  /** Set on an enterprise's published promises: an overlay that may only tighten, wherever its stations are. */
  readonly promisedBy?: string
  readonly values: ProfileValues
}

/** Somebody put a profile into force for a place: `POST /v1/rule-profiles/{id}/activations`. */
export type ProfileActivation = {
  readonly profile: string
  readonly regionPrefix: string
  readonly from: Day
}

/** A profile with its parents' values filled in; what is switched off is absent. */
export type ResolvedProfile = {
  readonly ref: string
  readonly id: string
  readonly single: { readonly [K in keyof SingleValues]?: Cited<SingleValues[K]> }
  readonly tables: {
    readonly [K in keyof TableValues]: {
      readonly [M in keyof TableValues[K]]?: Cited<NonNullable<TableValues[K][M]>>
    }
  }
  readonly duties: { readonly [C in RuleCode]?: Citation }
}
