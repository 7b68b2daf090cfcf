import type { Evidence } from './coverage-row.ts'

/** The service desk: complaints, repairs, emergencies, and what a company keeps beside them. */
export const deskEvidence = {
  complaints: {
    by: ['POST /v1/complaints', 'POST /v1/complaints/{id}/steps', 'GET /v1/complaints/{id}'],
    proof: [
      'api/complaint-handling.test.ts › runs from answer to close with the five fields of feedback, and is appealed against by other hands',
      'api/complaint-deadlines.test.ts › is kept in the last millisecond and overdue after it',
      'api/complaints.test.ts › names the wrong field',
    ],
  },
  complaintTerms: {
    by: [
      'value complaintAnswer of cn-base',
      'value complaintAnswer of cn-3703',
      'value complaintAnswer of cn-3704',
      'value complaintAnswer of cn-65',
      'value complaintAnswer of cn-draft',
      'job work-deadlines',
    ],
    proof: [
      'api/complaint-deadlines.test.ts › %s in %s %o: %s by %s',
      'api/complaint-deadlines.test.ts › is provisional where the notices end',
      'api/complaint-work.test.ts › is counted anew when the notice of the next year is loaded; what was agreed stays',
    ],
  },
  twoTimes: {
    by: ['value complaintResolution of cn-65', 'POST /v1/complaints/{id}/steps'],
    proof: ['api/complaint-deadlines.test.ts › answered and resolved are two times (C10)'],
  },
  extension: {
    by: ['value agreedExtension of cn-base', 'value agreedExtension of cn-65'],
    proof: [
      'api/complaint-deadlines.test.ts › an agreed extension in %s moves the deadline: %s %s',
      'api/complaint-deadlines.test.ts › no agreement mends a deadline that is over',
    ],
  },
  forwarded: {
    by: ['POST /v1/complaints'],
    proof: [
      'api/complaint-deadlines.test.ts › a forwarded one has the deadline of its authority, beside the law',
    ],
  },
  recusal: {
    by: ['POST /v1/complaints/{id}/steps'],
    proof: [
      'api/complaint-handling.test.ts › whoever is complained about neither handles nor reads it (R000-8.0.4.5)',
      'api/complaint-handling.test.ts › with an interest one steps aside for good',
    ],
  },
  secrecy: {
    by: ['POST /v1/complaints/{id}/reveal', 'file services/store/people/person-vault.ts'],
    proof: [
      'api/complaints.test.ts › keeps what was written sealed, and shows numbers only for a reason',
    ],
  },
  progress: {
    by: ['GET /v1/complaints/{id}', 'GET /v1/repairs/{id}'],
    proof: [
      'api/complaints-of-customers.test.ts › tell us, follow what becomes of it, appeal and withdraw; they see nothing of the inside',
      'api/complaints-of-customers.test.ts › never reach the cases of others',
    ],
  },
  messages: {
    by: [
      'value messageAnswer of cn-65',
      'value letterAnswer of cn-draft',
      'value firstAsked of cn-draft',
      'value firstAskedSpecial of cn-draft',
    ],
    proof: [
      'api/complaint-deadlines.test.ts › %s in %s %o: %s by %s',
      'api/complaint-handling.test.ts › an answered message is done',
    ],
  },
  repairs: {
    by: [
      'POST /v1/repairs',
      'POST /v1/repairs/{id}/steps',
      'value repairVisit of cn-3703',
      'value installVisit of cn-3703',
    ],
    proof: [
      'api/repairs.test.ts › %s in %s, %s: %s by %s',
      'api/repairs.test.ts › an agreed time stands for the deadline; one that the firm moves does not',
      'api/repairs.test.ts › is kept to the last millisecond',
    ],
  },
  alterations: {
    by: ['value alterationReply of cn-65', 'value alterationWork of cn-65'],
    proof: [
      'api/repairs.test.ts › an alteration is worked within 5 working days of the agreed time, and provisional where the notices end',
    ],
  },
  broughtIn: {
    by: ['POST /v1/repairs/{id}/steps'],
    proof: ['api/repairs.test.ts › what is brought in is done at once, or picked up on a day'],
  },
  charges: {
    by: ['POST /v1/repairs/{id}/steps', 'value repairWarranty of cn-3703'],
    proof: [
      'api/repairs.test.ts › charges only what was accepted, with a receipt, and never within the warranty',
    ],
  },
  repairCertificate: {
    by: ['GET /v1/repairs/{id}/certificate', 'value installWarranty of cn-3703'],
    proof: [
      'api/repairs.test.ts › an installation passes its tests and has its certificate (R003-9.2.7)',
    ],
  },
  repairers: {
    by: ['POST /v1/repairs/{id}/steps', 'POST /v1/staff-certificates'],
    proof: ['api/repairs.test.ts › whose certificate is over does not repair (R003-9.2.2)'],
  },
  feedback: {
    by: ['POST /v1/complaints/{id}/steps', 'POST /v1/repairs/{id}/steps'],
    proof: [
      'api/repairs.test.ts › records the five fields afterwards, refusals and what was not finished',
      'api/complaint-handling.test.ts › runs from answer to close with the five fields of feedback, and is appealed against by other hands',
    ],
  },
  leakCall: {
    by: ['GET /v1/incidents/prompts', 'POST /v1/incidents', 'POST /v1/incidents/{id}/steps'],
    proof: [
      'api/incidents.test.ts › says what to read out, in both languages, before anything else',
      'api/incidents.test.ts › counts the arrival from the call, against the promise; without one there is no deadline',
    ],
  },
  atTheScene: {
    by: ['POST /v1/incidents/{id}/steps'],
    proof: [
      'api/incidents.test.ts › from 20 % LEL on four measures are a must before the end (R000-9.2.3), then cause and prevention',
    ],
  },
  plans: {
    by: ['POST /v1/emergency-plans', 'POST /v1/drills', 'GET /v1/drill-periods'],
    proof: [
      'api/insurance-and-drills.test.ts › keeps plans by version, with who starts them and where they are filed',
      'api/insurance-and-drills.test.ts › a half-year is missed when its last day is over',
    ],
  },
  insurance: {
    by: ['POST /v1/insurance-policies', 'GET /v1/insurance-policies'],
    proof: [
      'api/insurance-and-drills.test.ts › knows which policy ends when, and tells the insurer of an accident',
    ],
  },
  companyHazards: {
    by: ['POST /v1/company-hazards', 'POST /v1/company-hazards/{id}/steps'],
    proof: [
      'api/company-hazards.test.ts › closes the loop only by other eyes, a major one only after the report (R004-A2-9, R003-5.11.10)',
      'api/company-hazards.test.ts › lists open ones by day, overdue from the day after',
    ],
  },
  patrols: {
    by: ['POST /v1/patrol-routes', 'POST /v1/patrols'],
    proof: [
      'api/company-hazards.test.ts › a round looks at every item, and what is wrong becomes a hazard, once',
    ],
  },
  calls: {
    by: [
      'POST /v1/calls/import',
      'GET /v1/calls',
      'value phoneAnswer of cn-base',
      'value phoneAnswer of cn-65',
    ],
    proof: [
      'api/calls.test.ts › imports calls as the exchange writes them, each bad row by its line, and never a number of a caller',
      'api/calls.test.ts › counts rows that an earlier file brought, and reads GBK',
    ],
  },
} as const satisfies Readonly<Record<string, Evidence>>
