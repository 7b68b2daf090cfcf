import type { Force } from '#domain/finding.ts'
import type { ResolvedProfile } from './profile.ts'

/** Duties of sale, delivery and home check: not verdicts on an event but on what people agree or leave undone. */
export const serviceDuties = [
  'UNSAFE_HOME',
  'SUPPLIED_UNSAFE_HOME',
  'IDENTITY_REFUSED',
  'INSTALLATION_DECLINED',
  'NOT_INSTALLED',
  'NOT_LEAK_TESTED',
  'LEAK_TEST_FAILED',
  'NOT_IGNITED',
  'NOT_INSPECTED',
  'NOT_SIGNED',
  'NO_MANUAL',
  'NOTICE_TOO_SHORT',
  'MISSED_APPOINTMENT',
  'NOT_OWN_CYLINDER',
  'NOT_ORDERED',
  'OVERPAID',
  'NOT_FULL',
  'BEFORE_ORDER',
  'BEFORE_STOCK_OUT',
  'ORDER_CLOSED',
  'OTHER_COURIER',
] as const

export type ServiceDuty = (typeof serviceDuties)[number]

export type ServiceCitation = { readonly clause: string; readonly force: Force }

type Clauses = { readonly [D in ServiceDuty]: string }

const national: Clauses = {
  UNSAFE_HOME: 'R002-5.11.1-4',
  SUPPLIED_UNSAFE_HOME: 'R002-5.11.1-4',
  IDENTITY_REFUSED: 'R000-4.3.3.2',
  INSTALLATION_DECLINED: 'R002-7.2.2',
  NOT_INSTALLED: 'R002-7.2.2',
  NOT_LEAK_TESTED: 'R002-7.2.2',
  LEAK_TEST_FAILED: 'R002-7.2.2',
  NOT_IGNITED: 'R002-7.2.2',
  NOT_INSPECTED: 'R000-5.2.7.1',
  NOT_SIGNED: 'R002-7.2.2',
  NO_MANUAL: 'R002-5.6.2',
  NOTICE_TOO_SHORT: 'R002-5.9.2',
  MISSED_APPOINTMENT: 'R002-7.2.1',
  NOT_OWN_CYLINDER: 'R002-7.1.7',
  NOT_ORDERED: 'R002-7.2.1',
  OVERPAID: 'R000-5.1.2',
  NOT_FULL: 'R002-7.1.14b',
  BEFORE_ORDER: 'R002-7.2.1',
  BEFORE_STOCK_OUT: 'R002-7.1.4',
  ORDER_CLOSED: 'R002-7.2.1',
  OTHER_COURIER: 'R002-7.2.1',
}

const regional: Readonly<Record<string, Partial<Clauses>>> = {
  'cn-3703': {
    UNSAFE_HOME: 'R003-5.11.2-5',
    SUPPLIED_UNSAFE_HOME: 'R003-5.11.2-5',
    INSTALLATION_DECLINED: 'R003-7.2.2',
    NOT_INSTALLED: 'R003-7.2.2',
    NOT_LEAK_TESTED: 'R003-7.2.2',
    LEAK_TEST_FAILED: 'R003-7.2.2',
    NOT_IGNITED: 'R003-7.2.2',
    NOT_SIGNED: 'R003-7.2.2',
    NO_MANUAL: 'R003-7.2.2',
    NOT_OWN_CYLINDER: 'R003-7.1.4',
    MISSED_APPOINTMENT: 'R003-7.2.1',
  },
  'cn-65': {
    UNSAFE_HOME: 'R000-4.3.1.4b',
    SUPPLIED_UNSAFE_HOME: 'R000-4.3.1.4b',
    NOT_INSTALLED: 'R000-4.3.2.3',
    NOT_SIGNED: 'R000-4.3.2.3',
    NOT_OWN_CYLINDER: 'R000-4.3.1.4a',
    MISSED_APPOINTMENT: 'R000-4.3.2.1',
  },
  'cn-draft': {
    INSTALLATION_DECLINED: 'R001-6.3-3',
    NOT_INSTALLED: 'R001-6.3-3',
    NOT_LEAK_TESTED: 'R001-6.3-3',
    LEAK_TEST_FAILED: 'R001-6.3-3',
    NOT_IGNITED: 'R001-6.3-3',
    NOT_SIGNED: 'R001-6.3-3',
    NO_MANUAL: 'R001-6.1-3',
    MISSED_APPOINTMENT: 'R001-6.3-1',
  },
}

/** R000 and R001 are drafts: cited where no other document says it, and never as more than that. */
const forceOf = (clause: string): Force => (/^R00[01]-/.test(clause) ? 'draft' : 'recommended')

/** The clause behind a duty at a place; the profile's own document first, else the national one. */
export const serviceCitation = (profile: ResolvedProfile, duty: ServiceDuty): ServiceCitation => {
  const clause = regional[profile.id]?.[duty] ?? national[duty]
  return { clause, force: forceOf(clause) }
}
