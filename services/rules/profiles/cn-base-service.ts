import type { Term } from '#domain/service/term.ts'
import { cited, citing } from '#rules/citation.ts'
import type { ProfileValues } from '#rules/profile.ts'

const cite = citing('2013-06-01')
const document = (clause: string) => cite(clause, ['recommended', 'document'])
/** Only a draft or another region's document gives the number: it keeps the work list sorted, and is shown as what it is. */
const elsewhere = (clause: string) => cite(clause, ['unconfirmed', 'document'])

const workingDays = (count: number): Term => ({ count, unit: 'working-days' })
const hours = (count: number): Term => ({ count, unit: 'hours' })
const months = (count: number): Term => ({ count, unit: 'months' })

/** Deadlines of service under GB/T 28885-2012, and what it leaves to promises. */
export const cnBaseService = {
  // 5.5.2: handled and answered, both within five working days.
  complaintAnswer: cited(workingDays(5), document('R002-5.5.2')),
  complaintResolution: cited(workingDays(5), document('R002-5.5.2')),
  // 5.5.4: explain and fix a date; it does not say that the deadline moves.
  agreedExtension: cited(false, document('R002-5.5.4')),
  messageAnswer: cited(hours(24), elsewhere('R000-6.4.4')),
  letterAnswer: cited(workingDays(5), elsewhere('R001-8.2-4')),
  firstAsked: cited(workingDays(5), elsewhere('R001-8.1-fa…ff')),
  firstAskedSpecial: cited(workingDays(7), elsewhere('R001-8.1-fa…ff')),
  repairVisit: cited(hours(24), elsewhere('R003-9.2.5b')),
  installVisit: cited(hours(48), elsewhere('R003-9.2.5a')),
  alterationReply: cited(workingDays(3), elsewhere('R000-5.4.3')),
  alterationWork: cited(workingDays(5), elsewhere('R000-5.4.3')),
  repairWarranty: cited(months(3), elsewhere('R003-9.2.8')),
  installWarranty: cited(months(12), elsewhere('R003-9.2.8')),
  repairProof: cited({ count: 10, unit: 'days' }, elsewhere('R001-6.1-5')),
  companyDrill: cited(months(6), elsewhere('R004-A2-20')),
  userDrill: cited(months(12), elsewhere('R003-5.12.4')),
  // Three rings; where nobody counted them 15 s, a ring being one second in five (from memory).
  phoneAnswer: cited({ withinMs: 15_000, rings: 3, byPerson: true }, document('R002-5.4.3')),
} as const satisfies ProfileValues
