import type { Term } from '#domain/service/term.ts'
import { cited, citing } from '#rules/citation.ts'
import type { ProfileValues } from '#rules/profile.ts'

const cite = citing('2013-06-01')
/** Only a draft gives the number. */
const draft = (clause: string) => cite(clause, ['unconfirmed', 'document'])
/** The clause asks for it and no document gives the number: ours, shown as what it is. */
const ours = (clause: string) => cite(clause, ['unconfirmed', 'from-memory'])

const days = (count: number): Term => ({ count, unit: 'days' })

/** Home inspection and public notice under GB/T 28885-2012, which mostly leaves the number to other rules. */
export const cnBaseHomes = {
  // "By the rules": CJJ 51 was not seen.
  homeInspections: cited({ unit: 1, urban: 1, rural: 1 }, ours('R002-5.11.1-4')),
  refusalsBeforeSuspension: cited(3, ours('R000-5.2.6')),
  suspensionNotice: cited(days(7), ours('R000-5.2.6')),
  rectification: cited(days(15), ours('R002-5.11.6')),
  rectificationArchive: cited({ count: 36, unit: 'months' }, draft('R001-5.5-¶8')),
  majorHazardReport: cited({ count: 24, unit: 'hours' }, ours('R003-5.11.10')),
  // Appliances 8 years, rubber hoses 18 months, regulators and alarms 5 years: as printed on most of them.
  partLife: cited({ appliance: 96, hose: 18, regulator: 60, alarm: 60 }, ours('R000-5.3.5')),
  // "Periodically": no document says how often.
  odourTestDays: cited(30, ours('R000-4.1.1.3')),
  hoursNotice: cited({ count: 5, unit: 'working-days' }, draft('R000-6.1.2')),
  // "Within the local legal time", which is not in the documents.
  stationNotice: cited(days(30), ours('R002-7.1.3')),
  // A21: 90 working days here and in 003, 90 days in 001.
  closureNotice: cited({ count: 90, unit: 'working-days' }, draft('R000-4.2.2.4n')),
  // "In time": at least the day before.
  priceNotice: cited(days(1), ours('R000-5.1.3')),
} as const satisfies ProfileValues
