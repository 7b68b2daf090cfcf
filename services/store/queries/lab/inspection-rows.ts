import type { EventOfCylinder } from '#store/queries/system/untold-events.ts'

export type BatchRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly labId: string
  readonly note: string | null
  readonly sentBy: string
  readonly sentAt: number
  readonly items: number
  /** Not yet inspected; inspected but not reviewed; passed; failed. */
  readonly waiting: number
  /** Seen by the lab. */
  readonly received: number
  readonly toReview: number
  readonly passed: number
  readonly failed: number
}

type ItemState = 'sent' | 'inspected' | 'passed' | 'failed'

export type ItemRow = {
  readonly cylinderId: string
  readonly code: string
  readonly state: ItemState
  readonly result: 'pass' | 'fail' | null
  readonly inspectedOn: string | null
  readonly nextInspectionOn: string | null
  readonly tareG: number | null
  readonly checks: Readonly<Record<string, unknown>> | null
  readonly failCode: string | null
  readonly reason: string | null
  readonly reportNo: string | null
  readonly inspector: string | null
  readonly inspectedBy: string | null
  readonly inspectedAt: number | null
  readonly reviewer: string | null
  readonly reviewedBy: string | null
  readonly reviewedAt: number | null
  readonly receivedAt: number | null
  readonly returnedAt: number | null
  /** The requests that reviewed it and gave it back, so that their repeats are known. */
  readonly reviewedIn: string | null
  readonly returnedIn: string | null
}

export type NewBatch = {
  readonly id: string
  readonly enterpriseId: string
  readonly labId: string
  readonly note: string | null
  readonly sentBy: string
  readonly sentAt: number
  readonly cylinders: readonly { readonly code: string }[]
  /** What tells that they were sent. */
  readonly events: readonly EventOfCylinder[]
}

/** A step of some cylinders of a batch, with the events that tell it. */
export type BatchStep = {
  readonly requestId: string
  /** Whose the events are until they stand in the lives. */
  readonly keptFor: string
  readonly events: (items: readonly ItemRow[]) => readonly EventOfCylinder[]
}

export type NewResult = {
  readonly code: string
  readonly result: 'pass' | 'fail'
  readonly inspectedOn: string
  readonly nextInspectionOn: string | null
  readonly tareG: number | null
  readonly checks: Readonly<Record<string, unknown>>
  readonly failCode: string | null
  readonly reason: string | null
  readonly reportNo: string | null
  readonly inspector: string
}

export type Person = { readonly id: string; readonly name: string; readonly at: number }
