import type { NamedObject } from '#api/sales/uploaded.ts'
import { signedObject } from '#api/sales/visit-desk.ts'
import { spanOf } from '#api/sales/instant-of.ts'
import { problem } from '#api/problem.ts'
import type { Person } from '#domain/service/case-step.ts'
import type {
  RepairCertificate,
  RepairCommand,
  RepairStep,
} from '#domain/service/repair-command.ts'
import type { Appointment } from '#domain/service/repair.ts'
import { day, type EpochMs } from '#domain/units.ts'
import type { RepairStepBody } from '#schemas/api/repair.ts'
import { happenedAt } from './case-desk.ts'
import { feedbackCommand } from './complaint-command.ts'

/** What the customer may do with their own request. */
export const REPAIR_BY_CUSTOMER: readonly RepairStep[] = ['note', 'schedule', 'cancel']

const TOLD: readonly RepairStep[] = ['reply', 'bring-in', 'unfinished', 'refuse', 'complete']

export const isRepairStepShown = (step: RepairStepBody): boolean =>
  step.type === 'note' ? step.shown : TOLD.includes(step.type)

type Known = {
  readonly now: EpochMs
  readonly to: Person | null
  readonly by: string
  /** Of the certificate: the number of the case. */
  readonly no: string
}

type Complete = Extract<RepairStepBody, { readonly type: 'complete' }>

/** @throws INVALID_REQUEST, INCONSISTENT_REQUEST for a span that is none */
export const appointmentOf = (
  span: { readonly from: string; readonly to: string },
  path: string,
): Appointment => {
  const found = spanOf(span, path)
  if (found === null) throw problem('INVALID_REQUEST', { path })
  return found
}

const certificateOf = ({ certificate }: Complete, no: string): RepairCertificate | null =>
  certificate === undefined
    ? null
    : {
        no,
        brand: certificate.brand,
        model: certificate.model,
        tests: certificate.tests.map(({ item, passed, value }) => ({
          item,
          passed,
          value: value ?? null,
        })),
        inspectorId: certificate.inspectorId,
        phone: certificate.phone,
      }

/** A step as it came in, as a command of the domain. */
export const repairCommand = (step: RepairStepBody, { now, to, by, no }: Known): RepairCommand => {
  switch (step.type) {
    case 'assign':
      return { type: 'assign', to: to ?? { userId: step.userId, username: '' } }
    case 'note':
      return { type: 'note', shown: step.shown }
    case 'reply':
      return { type: 'reply', at: happenedAt(step.at, now), accepted: step.accepted }
    case 'schedule':
      return { type: 'schedule', appointment: appointmentOf(step, ''), wish: step.wish }
    case 'bring-in':
      return { type: 'bring-in', pickUpOn: day(step.pickUpOn), slipNo: step.slipNo }
    case 'arrive':
      return { type: 'arrive', at: happenedAt(step.at, now), userAbsent: step.userAbsent }
    case 'quote':
      return { type: 'quote', totalFen: step.totalFen, accepted: step.accepted }
    case 'unfinished': {
      const appointment = appointmentOf(step.appointment, '/appointment')
      return { type: 'unfinished', at: happenedAt(step.at, now), appointment }
    }
    case 'complete': {
      const { type, chargedFen, receiptNo } = step
      const certificate = certificateOf(step, no)
      const at = happenedAt(step.at, now)
      return { type, at, chargedFen, receiptNo: receiptNo ?? null, certificate }
    }
    case 'refuse':
      return { type: 'refuse', at: happenedAt(step.at, now), inWriting: step.inWriting }
    case 'feedback':
      return feedbackCommand(step, now, by)
    case 'cancel':
    case 'close':
      return { type: step.type }
  }
}

/** What stands in the record beside the decision: who signed, photos, the lines of a quote. */
export const repairFacts = (step: RepairStepBody): Readonly<Record<string, unknown>> => {
  if (step.type === 'quote') return { lines: step.lines ?? [], signature: step.signature ?? null }
  if (step.type !== 'complete') return {}
  const { signature, photos, certificate } = step
  return {
    signature,
    photos: photos ?? [],
    certificateSignatures: {
      inspector: certificate?.inspectorSignature ?? null,
      installer: certificate?.installerSignature ?? null,
    },
  }
}

/** Uploaded objects that a step names, with their fields. */
export const repairObjects = (step: RepairStepBody): readonly NamedObject[] => {
  if (step.type !== 'complete' && step.type !== 'quote') return []
  const named = [...signedObject('/signature', step.signature)]
  if (step.type === 'quote') return named
  for (const [i, photo] of (step.photos ?? []).entries()) named.push([`/photos/${i}`, photo])
  const { inspectorSignature, installerSignature } = step.certificate ?? {}
  if (inspectorSignature !== undefined) {
    named.push(['/certificate/inspectorSignature', inspectorSignature, 'signature'])
  }
  if (installerSignature !== undefined) {
    named.push(['/certificate/installerSignature', installerSignature, 'signature'])
  }
  return named
}
