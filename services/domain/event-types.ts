import type { Day, EpochMs, Grams } from './units.ts'
import type { CurveSummary } from './weight-curve.ts'

export type ReturnReason = 'used-up' | 'unused-gas' | 'faulty' | 'recall'
export type Condition = 'full' | 'empty'
export type CustodyKind = 'station' | 'vehicle' | 'customer' | 'lab' | 'scrap' | 'unknown'
export type Role = 'admin' | 'office' | 'station' | 'courier' | 'lab' | 'regulator' | 'customer'

/** 托管: to whom, under which contract, from and until which day (both included). */
export type Entrustment = {
  readonly entrustedTo?: string
  readonly entrustContractNo?: string
  readonly entrustedFrom?: Day
  readonly entrustedUntil?: Day
}

/** The facts on a cylinder's metal and in its papers (气瓶登记信息); what is not known stays absent. */
export type RegisteredFacts = Entrustment & {
  readonly code: string
  readonly model: string
  readonly waterVolumeMl?: number
  readonly stampedMaxG?: Grams
  readonly tareG?: Grams
  readonly medium?: string
  readonly madeOn?: string
  readonly designLifeYears?: number
  readonly manufacturer?: string
  readonly serialNo?: string
  readonly ownerId: string
  readonly inspectedOn?: Day
  readonly nextInspectionOn?: Day
  readonly retireOn?: Day
  readonly content?: 'empty' | 'partial' | 'full' | 'unknown'
  readonly custody?: { readonly kind: CustodyKind; readonly id?: string }
  readonly needsVacuum?: boolean
}

/** Own fields of every event of a cylinder's life, by type: what a device sent, or the API on a person's behalf. */
export type CylinderEventBodies = {
  'cylinder.scanned': { readonly purpose?: string }
  'residual.weighed': {
    readonly grossG: Grams
    readonly tareG?: Grams
    readonly returnReason?: ReturnReason
    readonly ambientC?: number
    readonly scale?: string
  }
  'residual.removed': { readonly grossG: Grams; readonly scale?: string }
  'vacuum.completed': { readonly pressurePa?: number; readonly method?: string }
  'prefill.checked': {
    readonly passed: boolean
    readonly defects?: readonly string[]
    readonly items?: Readonly<Record<string, boolean>>
  }
  'fill.requested': { readonly scale: string; readonly emptyGrossG?: Grams; readonly tank?: string }
  'fill.permitted': {
    readonly requestId: string
    readonly scale: string
    readonly targetNetG: Grams
    readonly maxNetG: Grams
    readonly tareG: Grams
    readonly targetGrossG: Grams
    readonly maxGrossG: Grams
    readonly expiresAt: EpochMs
  }
  'fill.denied': {
    readonly requestId: string
    readonly scale: string
    readonly codes: readonly string[]
    readonly clause: string
  }
  'fill.completed': FillBody
  /** What the weight curve of a fill shows, summed up when both were there. */
  'fill.curve-compared': CurveSummary & {
    readonly fillId: string
    readonly permitId: string
    readonly samples: number
    readonly grossG: Grams
    readonly tareG: Grams
  }
  'fill.aborted': FillBody
  'postfill.checked': {
    readonly checkWeighG?: Grams
    readonly checkScale?: string
    readonly leakFree: boolean
    readonly sealed: boolean
    readonly sealNo?: string
    readonly labelled?: boolean
    readonly labelledNetG?: Grams
  }
  'stock.in': StockBody
  'stock.out': StockBody
  'cylinder.registered': RegisteredFacts
  'tag.bound': { readonly scheme: string; readonly value: string; readonly by: string }
  'tag.released': { readonly scheme: string; readonly value: string; readonly by: string }
  'tare.corrected': { readonly tareG: Grams; readonly validFrom?: EpochMs; readonly by: string }
  'ownership.transferred': Entrustment & {
    readonly ownerId: string
    readonly validFrom?: EpochMs
    readonly by: string
  }
  'custody.handed-over': {
    readonly to: { readonly kind: CustodyKind; readonly id?: string }
    readonly by?: string
  }
  'delivery.completed': {
    readonly customerRef: string
    readonly orderId?: string
    readonly premisesRef?: string
    readonly premisesRegion?: string
    /** Sold by a company that neither owns it nor was entrusted with it. */
    readonly notOwn?: { readonly sellerId: string; readonly clause: string }
    readonly by?: string
  }
  'delivery.failed': { readonly reason: string; readonly orderId?: string; readonly by?: string }
  'cylinder.returned': {
    readonly reason?: ReturnReason
    readonly to?: { readonly kind: CustodyKind; readonly id?: string }
    readonly customerRef?: string
    readonly by?: string
  }
  'inspection.sent': { readonly labId: string; readonly batchId?: string; readonly by?: string }
  'inspection.completed': {
    readonly result: 'pass' | 'fail'
    readonly inspectedOn?: Day
    readonly nextInspectionOn?: Day
    readonly tareG?: Grams
    readonly reason?: string
    readonly labId?: string
    readonly by?: string
  }
  'cylinder.quarantined': { readonly reason: string; readonly by: string; readonly role: Role }
  'quarantine.released': {
    readonly reason: string
    readonly by: string
    readonly role: Role
    readonly codes?: readonly string[]
    /** Event ids of the orders that are lifted; absent = all of them. */
    readonly orders?: readonly string[]
  }
  'cylinder.reported-lost': { readonly reason?: string; readonly by: string }
  'cylinder.found': { readonly reason?: string; readonly by: string }
  'cylinder.retired': { readonly reason: string; readonly by: string }
  'cylinder.destroyed': {
    readonly method?: string
    readonly evidence?: string
    readonly by: string
  }
  'incident.reported': { readonly what: string; readonly by: string }
  'event.annulled': { readonly eventId: string; readonly reason: string; readonly by: string }
}

export type FillBody = {
  readonly scale: string
  readonly grossG: Grams
  readonly tareG: Grams
  readonly residualG?: Grams
  readonly permitId?: string
  readonly tank?: string
}

export type StockBody = {
  readonly siteId: string
  readonly condition: Condition
  readonly appearanceOk: boolean
  readonly leakFree?: boolean
  readonly vehicle?: string
}

/** Events about a station's equipment, people and gas: kept in the same log, outside any cylinder's fold. */
export type SiteEventBodies = {
  'scale.checked': { readonly scale: string; readonly testMassG: Grams; readonly readG: Grams }
  'operator.signed-in': { readonly scale?: string }
  'operator.signed-out': { readonly scale?: string }
  'gas.received': GasBody & { readonly tankerPlate?: string }
  'gas.tested': GasBody & { readonly receiptId?: string; readonly awaitsRelease?: boolean }
  'gas.released': {
    readonly tank: string
    readonly testId: string
    readonly by: string
    readonly reason?: string
  }
}

/** What is measured of LPG (液化石油气质量); a test that was not done is absent. */
export type GasValues = {
  /** At 37.8 °C. */
  readonly vapourPressureKpa?: number
  readonly c3c4Pct?: number
  readonly c5PlusPct?: number
  readonly residueMlPer100Ml?: number
  readonly sulfurMgPerM3?: number
  readonly h2sMgPerM3?: number
  readonly odorantMgPerM3?: number
  readonly copperClass?: number
  readonly freeWaterMl?: number
}

export type GasBody = {
  readonly tank: string
  readonly massG?: Grams
  readonly supplier?: string
  readonly certificateNo?: string
  readonly composition?: Readonly<Record<string, number>>
  readonly odorant?: string | number | boolean
  readonly passed?: boolean
  readonly basis?: 'mol' | 'mass'
  readonly values?: GasValues
}

export type CylinderEventType = keyof CylinderEventBodies
export type SiteEventType = keyof SiteEventBodies
export type EventType = CylinderEventType | SiteEventType
