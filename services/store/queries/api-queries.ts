import type { Pool } from 'pg'
import type { PersonVault } from '#store/people/person-vault.ts'
import { asFreshAs } from '#store/replica/freshness.ts'
import { beyondReach, withinReach } from '#store/reach.ts'
import { anomalyQueries } from './anomalies/anomalies.ts'
import { anomalyThresholdQueries } from './anomalies/anomaly-thresholds.ts'
import { balanceQueries } from './money/balances.ts'
import { cashUpQueries } from './money/cash-ups.ts'
import { depositQueries } from './money/deposits.ts'
import { journalQueries } from './money/journal.ts'
import { onlinePaymentQueries } from './money/online-payments.ts'
import { paymentQueries } from './money/payments.ts'
import { receiptQueries } from './money/receipts.ts'
import { notificationQueries } from './notifications/notifications.ts'
import { customerAccountQueries } from './account/customer-accounts.ts'
import { loginCodeQueries } from './account/login-codes.ts'
import { careQueries } from './homes/care.ts'
import { hazardWorkQueries } from './homes/hazard-work.ts'
import { homePartQueries } from './homes/home-parts.ts'
import { homeArchiveQueries } from './homes/home-archive.ts'
import { homeVisitQueries } from './homes/home-visits.ts'
import { homePlanQueries } from './homes/home-plans.ts'
import { suspensionQueries } from './homes/suspensions.ts'
import { publicInfoQueries } from './public/public-info.ts'
import { supplyWarningQueries } from './public/supply-warnings.ts'
import { publicTextQueries } from './public/public-texts.ts'
import { ratingQueries } from './account/ratings.ts'
import { calendarQueries } from './system/calendar.ts'
import { customerAgentQueries } from './people/customer-agents.ts'
import { customerQueries } from './people/customers.ts'
import { cylinderEndQueries } from './registry/cylinder-ends.ts'
import { cylinderQueries } from './registry/cylinders.ts'
import { deadlineQueries } from './system/deadlines.ts'
import { deviceQueries } from './registry/devices.ts'
import { enterpriseQueries } from './registry/enterprises.ts'
import { idempotencyQueries } from './system/idempotency.ts'
import { untoldEventQueries } from './system/untold-events.ts'
import { inspectionQueries } from './lab/inspections.ts'
import { identityCaseQueries } from './people/identity-cases.ts'
import { liveQueries } from './system/live.ts'
import { stationLiveQueries } from './system/station-live.ts'
import { lockQueries } from './registry/locks.ts'
import { peopleQueries } from './people/people.ts'
import { premisesQueries } from './people/premises.ts'
import { odourDueQueries } from './gas/odour-dues.ts'
import { counterQueries } from './sales/counter.ts'
import { customerArchiveQueries } from './people/customer-archive.ts'
import { gasFigureQueries } from './gas/gas-figures.ts'
import { gasLogQueries } from './gas/gas-log.ts'
import { tankDayQueries } from './gas/tank-days.ts'
import { tankQueries } from './gas/tanks.ts'
import { spotCheckQueries } from './supervision/spot-checks.ts'
import { stationDayQueries } from './supervision/station-days.ts'
import { statisticsQueries } from './supervision/statistics.ts'
import { supervisionQueries } from './supervision/supervision-cases.ts'
import { evaluationQueries } from './supervision/evaluations.ts'
import { ledgerQueries } from './evidence/ledger.ts'
import { recallQueries } from './evidence/recalls.ts'
import { redactionQueries } from './evidence/redactions.ts'
import { rejectedMessageQueries } from './evidence/rejected-messages.ts'
import { ruleProfileQueries } from './law/rule-profiles.ts'
import { scaleQueries } from './registry/scales.ts'
import { oidcQueries } from './system/oidc.ts'
import { sessionQueries } from './system/sessions.ts'
import { shiftQueries } from './registry/shifts.ts'
import { staffPaperQueries } from './people/staff-papers.ts'
import { staffQueries } from './people/staff.ts'
import { stationQueries } from './registry/stations.ts'
import { dossierQueries } from './evidence/dossiers.ts'
import { fillCurveQueries } from './evidence/fill-curves.ts'
import { lifeQueries } from './evidence/lives.ts'
import { mismatchQueries } from './evidence/mismatch-reports.ts'
import { traceQueries } from './evidence/trace.ts'
import { userQueries } from './system/users.ts'
import { whatIfQueries } from './law/what-if.ts'
import { custodyQueries } from './warehouse/balances.ts'
import { siteQueries } from './warehouse/sites.ts'
import { stockCountQueries } from './warehouse/stock-counts.ts'
import { trackQueries } from './warehouse/tracks.ts'
import { tripQueries } from './warehouse/trips.ts'
import { vehiclePaperQueries } from './warehouse/vehicle-papers.ts'
import { vehicleQueries } from './warehouse/vehicles.ts'
import { workItemQueries } from './system/work-items.ts'
import { contractQueries } from './sales/contracts.ts'
import { visitCodeQueries } from './sales/visit-codes.ts'
import { badgeQueries } from './people/badges.ts'
import { orderQueries } from './sales/orders.ts'
import { priceNoticeQueries } from './sales/price-notices.ts'
import { priceQueries } from './sales/prices.ts'
import { residualClaimQueries } from './sales/residual-claims.ts'
import { returnQueries } from './sales/returns.ts'
import { safetyQueries } from './sales/safety.ts'
import { saleQueries } from './sales/sales.ts'
import { kpiQueries } from './kpi/kpis.ts'
import { callQueries } from './service/calls.ts'
import { caseQueries } from './service/cases.ts'
import { companyHazardQueries } from './service/company-hazards.ts'
import { patrolQueries } from './service/patrols.ts'
import { callBackQueries } from './quality/call-backs.ts'
import { publicityQueries } from './quality/publicity.ts'
import { surveyQueries } from './quality/surveys.ts'
import { planQueries } from './service/plans.ts'
import { storedObjectQueries } from './system/stored-objects.ts'
import { visitQueries } from './sales/visits.ts'

/**
 * Everything that the API asks of the database. `read` may be a replica; what decides is read from `pool`. Over a `ReachPool` each
 * query sees what `within` says, and nothing outside of it.
 */
export const createApiQueries = (pool: Pool, read: Pool, vault: PersonVault) => ({
  sessions: sessionQueries(pool),
  oidc: oidcQueries(pool),
  users: userQueries(pool, vault),
  enterprises: enterpriseQueries(pool, read),
  stations: stationQueries(pool, read),
  stationDays: stationDayQueries(read),
  scales: scaleQueries(pool, read),
  staff: staffQueries(pool, read),
  shifts: shiftQueries(pool),
  staffPapers: staffPaperQueries(pool, read),
  inspections: inspectionQueries(pool, read),
  devices: deviceQueries(pool, read),
  cylinders: cylinderQueries(pool, read),
  cylinderEnds: cylinderEndQueries(pool),
  deadlines: deadlineQueries(pool, read),
  /** From the primary: a fill must stand in the trace at once, also behind a lagging replica. */
  trace: traceQueries(pool),
  lives: lifeQueries(pool),
  dossiers: dossierQueries(pool),
  fillCurves: fillCurveQueries(pool),
  mismatches: mismatchQueries(pool, read),
  rejectedMessages: rejectedMessageQueries(pool, read),
  redactions: redactionQueries(pool),
  ledger: ledgerQueries(pool),
  workItems: workItemQueries(read),
  recalls: recallQueries(read),
  evaluations: evaluationQueries(pool, read),
  supervision: supervisionQueries(pool, read),
  spotChecks: spotCheckQueries(pool, read),
  statistics: statisticsQueries(read),
  anomalies: anomalyQueries(pool, read),
  anomalyThresholds: anomalyThresholdQueries(pool),
  tanks: tankQueries(pool, read),
  tankDays: tankDayQueries(read),
  gasLog: gasLogQueries(pool, read),
  gasFigures: gasFigureQueries(read),
  calendar: calendarQueries(pool),
  /** From the primary: whoever has just changed the rules or locked a scale sees it. */
  ruleProfiles: ruleProfileQueries(pool),
  locks: lockQueries(pool),
  whatIf: whatIfQueries(read),
  live: liveQueries(read),
  stationLive: stationLiveQueries(read),
  idempotency: idempotencyQueries(pool),
  untoldEvents: untoldEventQueries(pool),
  loginCodes: loginCodeQueries(pool, vault),
  customerAccounts: customerAccountQueries(pool),
  homePlans: homePlanQueries(pool, read),
  suspensions: suspensionQueries(pool, read),
  hazardWork: hazardWorkQueries(pool, read),
  homeParts: homePartQueries(pool, read),
  care: careQueries(pool, vault),
  publicInfo: publicInfoQueries(pool, read),
  publicTexts: publicTextQueries(pool, read),
  ratings: ratingQueries(pool, read, vault),
  people: peopleQueries(pool, vault),
  customers: customerQueries(pool, read, vault),
  prices: priceQueries(pool),
  priceNotices: priceNoticeQueries(pool, read),
  contracts: contractQueries(pool, read),
  visitCodes: visitCodeQueries(pool, vault),
  badges: badgeQueries(pool, read, vault),
  orders: orderQueries(pool, read),
  visits: visitQueries(pool),
  custody: custodyQueries(read),
  sites: siteQueries(pool, read),
  stockCounts: stockCountQueries(pool, read),
  tracks: trackQueries(pool, read),
  trips: tripQueries(pool, read),
  vehicles: vehicleQueries(pool, read),
  vehiclePapers: vehiclePaperQueries(pool, read),
  sales: saleQueries(pool),
  returns: returnQueries(pool, read),
  safety: safetyQueries(pool, read),
  residualClaims: residualClaimQueries(pool, read),
  storedObjects: storedObjectQueries(pool, vault),
  kpis: kpiQueries(read),
  calls: callQueries(pool, read),
  cases: caseQueries(pool, read, vault),
  companyHazards: companyHazardQueries(pool, read),
  patrols: patrolQueries(pool, read),
  surveys: surveyQueries(pool, read),
  callBacks: callBackQueries(pool, read),
  publicity: publicityQueries(pool, read),
  supplyWarnings: supplyWarningQueries(pool, read),
  homeVisits: homeVisitQueries(pool),
  homeArchive: homeArchiveQueries(read),
  counter: counterQueries(pool, read),
  customerArchive: customerArchiveQueries(read),
  odourDues: odourDueQueries(read),
  onlinePayments: onlinePaymentQueries(pool, read),
  plans: planQueries(pool, read),
  customerAgents: customerAgentQueries(pool, vault),
  premises: premisesQueries(pool, read, vault),
  identityCases: identityCaseQueries(pool, read),
  notifications: notificationQueries(pool, read, vault),
  balances: balanceQueries(pool, read),
  cashUps: cashUpQueries(pool, read),
  deposits: depositQueries(pool, read),
  journal: journalQueries(pool, read),
  payments: paymentQueries(pool),
  receipts: receiptQueries(pool, read),
  /** For whom the queries of some work are asked: row-level security goes by it. */
  within: withinReach,
  /** How new what some work reads has to be, where `read` is a replica. */
  asFreshAs,
  /** For what has to look across enterprises and shows nothing of it but what its caller may know. */
  beyond: beyondReach,
  /** True when the database answers. */
  reachable: async (): Promise<boolean> => {
    await pool.query('select 1')
    return true
  },
})

export type ApiQueries = ReturnType<typeof createApiQueries>
