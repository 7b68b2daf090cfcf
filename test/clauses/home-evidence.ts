import type { Evidence } from './coverage-row.ts'

/** Customers' accounts, homes, and what is published. */
export const homeEvidence = {
  account: {
    by: [
      'POST /v1/sessions/codes',
      'POST /v1/sessions/phone',
      'GET /v1/me',
      'POST /v1/me/orders',
      'GET /v1/me/orders/{id}',
      'GET /v1/me/cylinders',
      'GET /v1/me/receipts',
    ],
    proof: [
      'api/phone-login.test.ts › answers alike for a number that somebody has and one that nobody has',
      'api/phone-login.test.ts › is good once, for ten minutes, for five guesses, and only the newest',
      'api/my-account.test.ts › places, moves and cancels an order as the rules allow',
      'api/my-account.test.ts › reaches nothing of another customer, by whatever id',
    ],
  },
  ratings: {
    by: ['POST /v1/me/orders/{id}/rating', 'GET /v1/ratings'],
    proof: [
      'api/my-account.test.ts › shows the cylinders at home with their checks, and is rated once when it was delivered',
    ],
  },
  care: {
    by: ['POST /v1/customers/{id}/care', 'GET /v1/home-plans'],
    proof: [
      'api/my-account.test.ts › R000-3.0.11 is visited first where there is special care, and nobody reads why',
      'api/home-plans.test.ts › R000-3.0.11 puts special care first, and says nowhere in the open why',
    ],
  },
  plan: {
    by: [
      'value homeInspections of cn-base',
      'value homeInspections of cn-3703',
      'value homeInspections of cn-3704',
      'POST /v1/home-plans',
      'GET /v1/home-plans/summary',
      'file services/jobs/home-plans.ts',
    ],
    proof: [
      'api/home-plans.test.ts › R003-5.11.1 parts the year evenly: unit 4, urban 1, rural 2, by the profile of the region',
      'api/home-plans.test.ts › is done by a check that is complete and signed, by no other',
      'api/home-plans.test.ts › is done by a delivery with a whole check and a signature, and only then',
      'jobs/home-plans.test.ts › R003-5.11.1, R004-A2-11 is made for each home by its region, and once',
    ],
  },
  refusals: {
    by: ['POST /v1/safety-inspections', 'GET /v1/home-refusals'],
    proof: [
      'api/home-checks.test.ts › are told with their time, and a note is left with a phone and the next day',
    ],
  },
  hazards: {
    by: [
      'value rectification of cn-base',
      'GET /v1/rectifications',
      'POST /v1/rectifications/{id}/close',
    ],
    proof: [
      'api/home-hazards.test.ts › has a numbered notice, a grade and a day; without one the profile sets it',
      'api/home-hazards.test.ts › may be graded up by whoever saw it',
    ],
  },
  report: {
    by: [
      'value majorHazardReport of cn-base',
      'POST /v1/rectifications/{id}/report',
      'GET /v1/rectifications/unreported',
    ],
    proof: [
      'api/home-hazards.test.ts › R003-5.11.10 that is major is reported within a day, to whom and under which number',
    ],
  },
  suspension: {
    by: [
      'value suspensionNotice of cn-base',
      'value refusalsBeforeSuspension of cn-base',
      'POST /v1/supply-suspensions',
      'POST /v1/supply-suspensions/{id}/lift',
    ],
    proof: [
      'api/supply-suspensions.test.ts › wants three closed doors and seven days of notice, and then refuses an order with its clause',
      'api/supply-suspensions.test.ts › comes at once where somebody is in danger',
      'api/supply-suspensions.test.ts › follows a hazard that is overdue, or that the customer will not mend',
    ],
  },
  proof: {
    by: [
      'value repairProof of cn-draft',
      'POST /v1/rectifications/{id}/proofs',
      'POST /v1/me/rectifications/{id}/proofs',
      'POST /v1/repair-proofs/{id}/decision',
    ],
    proof: [
      'api/home-hazards.test.ts › R001-6.1-5 takes the proof of the user for ten days, through a holiday; later ones say so',
      'api/my-account.test.ts › shows what was found at the own home alone, and takes the proof of its repair',
    ],
  },
  parts: {
    by: ['value partLife of cn-base', 'POST /v1/home-parts', 'GET /v1/home-parts'],
    proof: [
      'api/home-parts.test.ts › end on the printed day, else by the profile from their making; the next due first',
      'api/home-parts.test.ts › are read at the door: another day is another part, and late news do not undo newer ones',
      'api/home-parts.test.ts › are replaced once, by one of their kind',
    ],
  },
  published: {
    by: [
      'GET /v1/public/enterprises/{enterprise}',
      'page /e/{enterprise}',
      'POST /v1/public-profiles',
    ],
    proof: [
      'api/public-info.test.ts › R002-7.1.13 takes limits and periods from the rules in force there, and nowhere else',
      'api/public-info.test.ts › is dated: what holds, and what comes next',
      'api/public-info.test.ts › runs without a script, in Chinese or English, and turns round for scripts from right to left',
    ],
  },
  hours: {
    by: ['value hoursNotice of cn-65', 'POST /v1/public-profiles'],
    proof: [
      'api/public-info.test.ts › R000-6.1.2 announces other hours five working days before, through a holiday',
    ],
  },
  moving: {
    by: ['value stationNotice of cn-base', 'POST /v1/public-notices', 'GET /v1/public-notices'],
    proof: [
      'api/public-info.test.ts › are announced long enough before, or flagged with a reason',
      'api/public-info.test.ts › say where to, name what is wrong, and are the own enterprise’s',
    ],
  },
  closure: {
    by: ['value closureNotice of cn-65', 'POST /v1/public-notices'],
    proof: [
      'api/public-info.test.ts › R000-4.2.2.4n a business stops after ninety working days, provisional beyond the calendar',
    ],
  },
  texts: {
    by: ['POST /v1/public-texts', 'POST /v1/public-texts/{id}/review', 'GET /v1/public-texts'],
    proof: [
      'api/public-info.test.ts › are shown when a person has reviewed them, and while the Chinese text stands',
    ],
  },
} as const satisfies Readonly<Record<string, Evidence>>
