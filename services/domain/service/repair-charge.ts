import { addMonths, dayOf } from '#domain/calendar.ts'
import type { EpochMs } from '#domain/units.ts'
import type { CaseContext, CaseRefusal } from './case-step.ts'
import type { Repair, Warranty } from './repair.ts'
import type { RepairCommand } from './repair-command.ts'

type Complete = Extract<RepairCommand, { readonly type: 'complete' }>

/** Free warranty from the day of the work; rework begins a new one (R003-9.2.8). */
export const warrantyOf = (
  repair: Repair,
  at: EpochMs,
  { termOf }: CaseContext,
): Warranty | null => {
  const basis = termOf(repair.kind === 'repair' ? 'repairWarranty' : 'installWarranty')
  if (basis === null || repair.kind === 'alteration') return null
  const from = dayOf(at)
  return { from, until: addMonths(from, basis.term.count), clause: basis.clause }
}

/** Nothing is charged that was not accepted before, nothing within the warranty, and never without a receipt. */
export const unpaid = (repair: Repair, { chargedFen, receiptNo }: Complete): CaseRefusal | null => {
  const wrong = (path: string, clause: string, zh: string, en: string): CaseRefusal => ({
    code: 'INCONSISTENT_REQUEST',
    path,
    clause,
    zh,
    en,
  })
  if (chargedFen === 0) return null
  if (repair.free) {
    return wrong('/chargedFen', 'R003-9.2.8', '保修期内返修免费', 'within the warranty it is free')
  }
  if (repair.quotedFen === null || chargedFen > repair.quotedFen) {
    const en = 'nothing is charged that the user did not accept before: record the quote'
    return wrong('/chargedFen', 'R003-9.2.6', '收费应先公示并经用户同意', en)
  }
  return receiptNo === null
    ? wrong('/receiptNo', 'R003-9.2.6', '收费应开具票据', 'a charge has its receipt')
    : null
}
