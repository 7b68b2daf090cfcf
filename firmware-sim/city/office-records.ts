/** Personal data of a made-up person, normalised as the API would keep it. */
export interface CityPerson {
  readonly name?: string
  readonly phone: string
  readonly paper?: { readonly kind: string; readonly number: string; readonly country?: string }
  readonly paperUntil?: string
  readonly bornOn?: string
  readonly unitName?: string
  readonly uscc?: string
}

export interface CityUser {
  readonly id: string
  readonly username: string
  readonly role: 'office' | 'station' | 'courier' | 'lab'
  readonly enterpriseId: string
  readonly stationId?: string
}

export interface CityStaff {
  readonly enterpriseId: string
  readonly operator: string
  readonly certificate: {
    readonly id: string
    readonly kind: 'filling' | 'delivery' | 'inspection'
    readonly no: string
    readonly from: string
    readonly until: string
  }
  readonly badge: string
}

export interface CityTraining {
  readonly id: string
  readonly enterpriseId: string
  readonly heldOn: string
  readonly topics: readonly string[]
  readonly content: string
  readonly results: readonly { readonly operator: string; readonly score: number }[]
}

export interface CityPrice {
  readonly id: string
  readonly enterpriseId: string
  /** Canonical name of the size, as price lists have it. */
  readonly model: string
  readonly labelledNetG: number
  readonly gasFen: number
  readonly deliveryFeeFen: number
  readonly depositFen: number
  readonly publishedFenPerKg: number
  readonly validFrom: string
}

export interface CityPremises {
  readonly id: string
  readonly class: 'unit' | 'urban' | 'rural'
  readonly address: string
  readonly place: string
  readonly roomUse: string
  readonly floor: number
  readonly ventilation: string
  readonly gasAlarm: boolean
}

export interface CityCustomer {
  readonly id: string
  readonly personId: string
  readonly kind: 'resident' | 'unit'
  readonly enterpriseId: string
  readonly region: string
  readonly person: CityPerson
  /** Null: not verified yet. */
  readonly verifiedOn: string | null
  readonly reverifyOn: string | null
  readonly createdMs: number
  readonly premises: CityPremises
  readonly agent?: { readonly id: string; readonly personId: string; readonly person: CityPerson }
}

/** Who, where, whose: the same on an order, its visits, checks and returns. */
export interface CityParties {
  readonly enterpriseId: string
  readonly customerId: string
  readonly premisesId: string
  readonly region: string
}

export interface CityVisit {
  readonly id: string
  readonly outcome: string
  readonly happenedMs: number
  readonly recordedMs: number
  readonly delivered: readonly { readonly code: string; readonly eventId: string }[]
  /** As `POST /v1/orders/{id}/deliver` or `…/fail` took it. */
  readonly body: object
}

export interface CityOrder extends CityParties {
  readonly id: string
  readonly no: string
  readonly state: 'placed' | 'assigned' | 'delivered' | 'refused' | 'cancelled'
  readonly closedReason: string | null
  readonly appointmentMs: readonly [from: number, to: number] | null
  readonly courierId: string | null
  readonly courier: string
  readonly vehicle: string | null
  readonly createdMs: number
  readonly changedMs: number
  readonly price: CityPrice
  readonly quantity: number
  readonly visits: readonly CityVisit[]
}

export interface CityReturn {
  readonly id: string
  readonly enterpriseId: string
  readonly customerId: string
  /** The visit, or the batch of the counter. */
  readonly batchId: string
  readonly deliveryId: string | null
  readonly code: string
  readonly reason: 'used-up' | 'unused-gas'
  readonly vehicle: string
  readonly eventId: string
  readonly by: string
  readonly happenedMs: number
  readonly recordedMs: number
  weighedMs: number | null
}

export interface CityForeignEmpty {
  readonly id: string
  readonly enterpriseId: string
  readonly customerId: string
  readonly deliveryId: string
  readonly ownerId: string | null
  readonly code: string
  readonly by: string
  readonly happenedMs: number
  readonly handedOverMs: number | null
  readonly handOverId: string | null
}

export interface CityHomeCheck extends CityParties {
  readonly id: string
  readonly kind: 'delivery' | 'periodic'
  readonly outcome: 'passed' | 'failed' | 'refused-entry' | 'nobody-home'
  readonly orderId: string | null
  readonly deliveryId: string | null
  readonly inspectorId: string
  readonly inspector: string
  readonly items: readonly object[]
  readonly happenedMs: number
  readonly recordedMs: number
  /** Of the refusal that a closed door is, where it is one. */
  readonly refusalId: string
  readonly notice: {
    readonly id: string
    readonly dueOn: string
    readonly stopsSupply: boolean
    readonly closedMs: number | null
  } | null
}

export interface CityLabBatch {
  readonly id: string
  readonly enterpriseId: string
  readonly labId: string
  readonly sentBy: string
  readonly sentMs: number
  readonly items: readonly CityLabItem[]
}

export interface CityLabItem {
  readonly cylinder: number
  readonly code: string
  state: 'sent' | 'passed' | 'failed'
  result: 'pass' | 'fail' | null
  doneMs: number | null
  nextInspectionOn: string | null
  tareG: number | null
  reason: string | null
}

export interface CityDestruction {
  readonly cylinder: number
  readonly eventId: string
  readonly by: string
  readonly atMs: number
  readonly certificateNo: string
}

/** What offices, couriers and labs write down beside the events; the personal data of customers among it. */
export type OfficeRecord =
  | { readonly kind: 'user'; readonly value: CityUser }
  | { readonly kind: 'staff'; readonly value: CityStaff }
  | { readonly kind: 'training'; readonly value: CityTraining }
  | { readonly kind: 'price'; readonly value: CityPrice }
  | { readonly kind: 'customer'; readonly value: CityCustomer }
  | { readonly kind: 'order'; readonly value: CityOrder }
  | { readonly kind: 'return'; readonly value: CityReturn }
  | { readonly kind: 'foreign-empty'; readonly value: CityForeignEmpty }
  | { readonly kind: 'home-check'; readonly value: CityHomeCheck }
  | { readonly kind: 'lab-batch'; readonly value: CityLabBatch }
  | { readonly kind: 'destruction'; readonly value: CityDestruction }
