import type { Evidence } from './coverage-row.ts'

/** Quality of service, publicity, warnings, and what came last at the counter and the door. */
export const dutyEvidence = {
  /** Every person's pages: no error, nothing inaccessible, a first view that loads fast; in Chinese and English. */
  console: {
    by: ['file services/console/shell/app.tsx', 'file services/console/customer/pages.tsx'],
    proof: [
      'console/pages.test.ts › as %s: no error, no overflow, nothing inaccessible',
      'console/pages.test.ts › is at most 250 kB of script, compressed',
    ],
  },
  accountPages: {
    by: [
      'file services/console/customer/pages.tsx',
      'file services/console/customer/service-page.tsx',
    ],
    proof: [
      'console/phone.test.ts › orders, cancels, complains, and follows the complaint',
      'console/phone.test.ts › signs in by phone and code, and is told when the code is wrong',
    ],
  },
  conduct: {
    by: ['GET /v1/survey-items', 'POST /v1/surveys', 'GET /v1/kpis'],
    proof: [
      'api/surveys.test.ts › R002-5.9.3-6, R003-5.9.1-7: conduct in the home is surveyed item by item, and counted as a share',
      'api/surveys.test.ts › R000-10.0.3: what is looked at stands in clauses, and is told',
    ],
  },
  hotline: {
    by: ['POST /v1/surveys', 'POST /v1/calls/import', 'POST /v1/complaints', 'POST /v1/repairs'],
    proof: [
      'api/surveys.test.ts › a window belongs to its station, a hotline to none',
      'api/calls.test.ts › imports calls as the exchange writes them, each bad row by its line, and never a number of a caller',
    ],
  },
  callBacks: {
    by: [
      'POST /v1/call-backs',
      'POST /v1/call-back-plans',
      'GET /v1/call-backs/summary',
      'GET /v1/call-backs/due',
    ],
    proof: [
      'api/call-backs.test.ts › R001-8.1-fo-fp: the share of a year that was called back stands against its plan',
      'api/call-backs.test.ts › refuses %s by field',
    ],
  },
  guidance: {
    by: ['POST /v1/call-backs', 'GET /v1/call-backs/due'],
    proof: [
      'api/call-backs.test.ts › R003-9.3.1: who was not reached for as long as the plan says is due, and no longer after the call',
    ],
  },
  satisfaction: {
    by: ['GET /v1/satisfaction', 'GET /v1/kpis'],
    proof: [
      'api/call-backs.test.ts › R001-9.4.2, R002-9.4.5: satisfaction by grade, and by what it is made of',
    ],
  },
  publicity: {
    by: [
      'POST /v1/publicity-plans',
      'POST /v1/publicity-events',
      'GET /v1/publicity-events/summary',
    ],
    proof: [
      'api/publicity.test.ts › R001-8.1-8..10: a plan has topic, content, ways, period and who organises it, and is counted against what was held',
    ],
  },
  leakPublicity: {
    by: ['value ruralLeakPublicity of cn-3703', 'GET /v1/publicity-events/summary'],
    proof: [
      'api/publicity.test.ts › R003-5.12.5: rural residents of Zibo are told twice a year what to do at a leak; elsewhere nobody says how often',
    ],
  },
  manualItself: {
    by: ['POST /v1/safety-manuals', 'GET /v1/safety-manuals'],
    proof: [
      'api/publicity.test.ts › R002-5.6.2, R003-5.10.1: its contents stand in clauses; what is left out is told, and without a review it is not ready',
    ],
  },
  manualHanded: {
    by: ['POST /v1/manual-handovers', 'GET /v1/manual-handovers/missing'],
    proof: [
      'api/publicity.test.ts › R001-6.1-3: whoever applied gets one; until then the archive says who did not',
    ],
  },
  warnings: {
    by: [
      'POST /v1/supply-warnings',
      'POST /v1/supply-warnings/{id}/level',
      'POST /v1/supply-warnings/{id}/report',
      'job supply-warnings',
      'page /e/{enterprise}',
    ],
    proof: [
      'api/supply-warnings.test.ts › R003-5.12.6-8: weather is told to the customers of the area once, published, and changed by level',
      'api/supply-warnings.test.ts › R003-5.12.6-8: an important one waits for its report, once',
    ],
  },
  outages: {
    by: ['GET /v1/supply-warnings', 'POST /v1/supply-warnings/{id}/lift'],
    proof: [
      'api/supply-warnings.test.ts › R000-6.2.5: an interruption says cause and what to do to whoever asks, and that it is over',
    ],
  },
  visitTold: {
    by: ['POST /v1/home-plans/{id}/visit', 'job home-dues'],
    proof: [
      'api/visit-notices.test.ts › R000-5.2.2: that an inspection is due is told thirty days before, once',
      'api/visit-notices.test.ts › R000-5.2.2, R002-5.11.1-4, R003-5.11.2-5: the time of a planned visit is told before, once',
      'api/visit-notices.test.ts › counts for punctuality: whoever came by the end of the agreed time was there',
    ],
  },
  apology: {
    by: ['POST /v1/orders/{id}/fail', 'POST /v1/home-plans/{id}/visit'],
    proof: [
      'api/visit-notices.test.ts › R000-6.3.1.1: another time says why, with an apology',
      'api/visit-notices.test.ts › R000-6.3.1.1: who cannot bring an order apologises; where the fault is not ours nobody does',
    ],
  },
  weighedForCustomer: {
    by: ['POST /v1/sites/{id}/customer-weighings', 'GET /v1/customer-weighings'],
    proof: [
      'api/service-duties.test.ts › R001-6.2-11, R002-7.1.8: a cylinder is weighed and leak-checked before the customer, against the limits of the place',
    ],
  },
  universal: {
    by: ['GET /v1/service-refusals', 'POST /v1/service-refusals', 'GET /v1/statistics-returns'],
    proof: [
      'api/service-duties.test.ts › R001-6.1-1, R002-4.2.5: whoever is eligible is served; whoever is turned away stands in a list with rule and clause, and in the returns',
    ],
  },
  archivePage: {
    by: ['GET /v1/customers/{id}/archive'],
    proof: [
      'api/service-duties.test.ts › R001-8.2-2, R002-5.8.2: the archive of a user is one page: basic data starred out, use, and what was seen at home',
    ],
  },
  hiddenJoints: {
    by: ['POST /v1/safety-inspections'],
    proof: [
      'api/service-duties.test.ts › R002-5.11.5: hidden joints, firm connections and flues are items of their own; what nobody looked at is told',
    ],
  },
  odourDue: {
    by: ['GET /v1/gas-tests/odour-due', 'value odourTestDays of cn-base'],
    proof: [
      'api/service-duties.test.ts › R000-4.1.1.3: the odour of each tank is tested again in time, and reminded of when not',
    ],
  },
  greenChannel: {
    by: ['GET /v1/repairs', 'POST /v1/customers/{id}/care'],
    proof: [
      'api/service-duties.test.ts › R000-3.0.11: repairs of people with special care are a channel of their own, and nobody reads why',
    ],
  },
  badgeCard: {
    by: ['GET /v1/badges/{badge}/card.pdf'],
    proof: [
      'api/service-duties.test.ts › R001-8.3-4, R002-5.7.5, R003-5.6.4: a badge prints with all that it has to show',
    ],
  },
  containerPhones: {
    by: ['GET /v1/public/cylinders/{code}', 'page /t/{code}'],
    proof: [
      'api/service-duties.test.ts › R001-6.2-ck: the page behind a cylinder shows company, service phone and supervision phone',
    ],
  },
  community: {
    by: ['POST /v1/home-refusals/{id}/linkage'],
    proof: [
      'api/home-checks.test.ts › are told with their time, and a note is left with a phone and the next day',
    ],
  },
  assessedLoss: {
    by: ['POST /v1/incidents/{id}/steps'],
    proof: [
      'api/insurance-and-drills.test.ts › R003-11.2-4: the assessed sum is told to the user after the insurer was told, and damaged parts are kept',
    ],
  },
  topics: {
    by: ['POST /v1/trainings', 'GET /v1/trainings'],
    proof: [
      'api/staff-papers.test.ts › R000-7.0.1-5: trainings with what, when, who and the result',
    ],
  },
  prefillList: {
    by: ['GET /v1/stations/{id}/prefill-items', 'deny PREFILL_FAILED', 'message prefill.checked'],
    proof: [
      'rules/prefill-items.test.ts › R001-6.2-cl…cs: the draft asks for each of its letters, one item each',
      'rules/prefill-items.test.ts › every profile has what its own document and its parents ask for, and no more',
      'rules scenarios › the check before the fill failed',
    ],
  },
  managementPublished: {
    by: ['GET /v1/public-texts/missing', 'POST /v1/public-texts'],
    proof: [
      'api/public-info.test.ts › R001-8.1-1: what the documents want published and nobody has, is told with clause, until its Chinese text is reviewed',
    ],
  },
  activation: {
    by: ['POST /v1/rule-profiles/{id}/activations'],
    proof: [
      'rules/profile-book.test.ts › applies Xinjiang from the day of its activation on, and there alone',
    ],
  },
  freeChoice: {
    by: ['POST /v1/orders', 'POST /v1/returns'],
    proof: [
      'api/service-duties.test.ts › R001-6.2-10: whoever buys chooses the station: any of the company serves, no order is bound to one',
    ],
  },
  payOnline: {
    by: ['GET /v1/me/account', 'POST /v1/me/payments', 'POST /v1/public/payment-notices'],
    proof: [
      'api/online-payments.test.ts › opens what is owed with a signed request, and books it once when the signed notice comes',
      'api/online-payments.test.ts › believes no notice that is not signed, is old, or says another sum',
    ],
  },
  funds: {
    by: ['GET /v1/trial-balance', 'POST /v1/payments', 'file services/domain/money/posting.ts'],
    proof: [
      'store/ledger.property.test.ts › any sales, crashes, returns, refunds, reversals and repeats add up: per entry, customer and enterprise; deposits are those held',
      'api/my-account.test.ts › reaches nothing of another customer, by whatever id',
    ],
  },
} as const satisfies Readonly<Record<string, Evidence>>
