import type { Day, EpochMs } from '#domain/units.ts'
import type { Person } from './case-step.ts'
import type { Feedback } from './feedback.ts'
import type { Appointment } from './repair.ts'

/** What a test at the end showed (R003-9.2.7): no leak, carbon monoxide in the flue gas and others. */
export type RepairTest = {
  readonly item: string
  readonly passed: boolean
  readonly value: string | null
}

/** 合格证 (R003-9.2.7 a–g); firm, user and address come with the case, signatures as objects. */
export type RepairCertificate = {
  readonly no: string
  readonly brand: string
  readonly model: string
  readonly tests: readonly RepairTest[]
  readonly inspectorId: string
  readonly phone: string
}

/** What may be done with a repair, an installation or an alteration. */
export type RepairCommand =
  | { readonly type: 'assign'; readonly to: Person }
  | { readonly type: 'note'; readonly shown: boolean }
  | { readonly type: 'reply'; readonly at: EpochMs; readonly accepted: boolean }
  | {
      readonly type: 'schedule'
      readonly appointment: Appointment
      /** Who asked for another time. */
      readonly wish: 'user' | 'firm'
    }
  | { readonly type: 'bring-in'; readonly pickUpOn: Day; readonly slipNo: string }
  | { readonly type: 'arrive'; readonly at: EpochMs; readonly userAbsent: boolean }
  | { readonly type: 'quote'; readonly totalFen: number; readonly accepted: boolean }
  | { readonly type: 'unfinished'; readonly at: EpochMs; readonly appointment: Appointment }
  | {
      readonly type: 'complete'
      readonly at: EpochMs
      readonly chargedFen: number
      readonly receiptNo: string | null
      readonly certificate: RepairCertificate | null
    }
  | { readonly type: 'refuse'; readonly at: EpochMs; readonly inWriting: boolean }
  | { readonly type: 'cancel' }
  | Feedback
  | { readonly type: 'close' }

export type RepairStep = RepairCommand['type']
