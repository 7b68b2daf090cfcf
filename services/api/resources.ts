import type { ApiApp } from './api-app.ts'
import type { ApiDeps } from './api-deps.ts'
import { loginCodeRoutes } from './account/login-codes.ts'
import { meRoutes } from './account/me.ts'
import { myHomeRoutes } from './account/my-home.ts'
import { myMoneyRoutes } from './account/my-money.ts'
import { myOrderRoutes } from './account/my-orders.ts'
import { myPaymentRoutes } from './account/my-payments.ts'
import { myVisitRoutes } from './account/my-visits.ts'
import { anomalyRoutes } from './anomalies/anomalies.ts'
import { anomalyThresholdRoutes } from './anomalies/anomaly-thresholds.ts'
import { massBalanceRoutes } from './anomalies/mass-balances.ts'
import { fillCurveRoutes } from './evidence/fill-curves.ts'
import { ledgerRoutes } from './evidence/ledger.ts'
import { mismatchRoutes } from './evidence/mismatch-reports.ts'
import { publicRoutes } from './evidence/public.ts'
import { recallRoutes } from './evidence/recalls.ts'
import { redactionRoutes } from './evidence/redactions.ts'
import { rejectedMessageRoutes } from './evidence/rejected-messages.ts'
import { traceRoutes } from './evidence/trace.ts'
import { dossierRoutes } from './export/dossiers.ts'
import { epcisRoutes } from './export/epcis.ts'
import { lifeFileRoutes } from './export/life-files.ts'
import { gasReceiptRoutes } from './gas/gas-receipts.ts'
import { gasTestRoutes } from './gas/gas-tests.ts'
import { odourDueRoutes } from './gas/odour-dues.ts'
import { tankRoutes } from './gas/tanks.ts'
import { hazardRoutes } from './homes/hazards.ts'
import { homeArchiveRoutes } from './homes/home-archive.ts'
import { homePartRoutes } from './homes/home-parts.ts'
import { homePlanRoutes } from './homes/home-plans.ts'
import { suspensionRoutes } from './homes/suspensions.ts'
import { kpiRoutes } from './kpi/kpis.ts'
import { inspectionBatchRoutes } from './lab/inspection-batches.ts'
import { clauseRoutes } from './law/clauses.ts'
import { regionRoutes } from './law/regions.ts'
import { ruleProfileRoutes } from './law/rule-profiles.ts'
import { whatIfRoutes } from './law/what-if.ts'
import { cashUpRoutes } from './money/cash-ups.ts'
import { journalRoutes } from './money/journal.ts'
import { paymentNoticeRoutes } from './money/payment-notices.ts'
import { paymentRoutes } from './money/payments.ts'
import { receiptRoutes } from './money/receipts.ts'
import { notificationSettingRoutes } from './notifications/notification-settings.ts'
import { notificationRoutes } from './notifications/notifications.ts'
import { badgeRoutes } from './people/badges.ts'
import { customerArchiveRoutes } from './people/customer-archive.ts'
import { customerIdentityRoutes } from './people/customer-identity.ts'
import { customerRoutes } from './people/customers.ts'
import { personalDataRoutes } from './people/personal-data.ts'
import { premisesRoutes } from './people/premises.ts'
import { staffPaperRoutes } from './people/staff-papers.ts'
import { staffRoutes } from './people/staff.ts'
import { publicInfoRoutes } from './public/public-info.ts'
import { publicNoticeRoutes } from './public/public-notices.ts'
import { publicTextRoutes } from './public/public-texts.ts'
import { supplyWarningRoutes } from './public/supply-warnings.ts'
import { callBackRoutes } from './quality/call-backs.ts'
import { manualRoutes } from './quality/manuals.ts'
import { publicityRoutes } from './quality/publicity.ts'
import { satisfactionRoutes } from './quality/satisfaction.ts'
import { surveyRoutes } from './quality/surveys.ts'
import { correctionRoutes } from './registry/corrections.ts'
import { cylinderActionRoutes } from './registry/cylinder-actions.ts'
import { cylinderEndRoutes } from './registry/cylinder-ends.ts'
import { cylinderRoutes } from './registry/cylinders.ts'
import { deviceRoutes } from './registry/devices.ts'
import { enterpriseRoutes } from './registry/enterprises.ts'
import { importRoutes } from './registry/import.ts'
import { labelRoutes } from './registry/labels.ts'
import { prefillItemRoutes } from './registry/prefill-items.ts'
import { scaleRoutes } from './registry/scales.ts'
import { shiftRoutes } from './registry/shifts.ts'
import { stationRoutes } from './registry/stations.ts'
import { contractRoutes } from './sales/contracts.ts'
import { counterRoutes } from './sales/counter.ts'
import { deliveryRoutes } from './sales/deliveries.ts'
import { dispatchRoutes } from './sales/dispatch.ts'
import { failedVisitRoutes } from './sales/failed-visits.ts'
import { foreignEmptyRoutes } from './sales/foreign-empties.ts'
import { myStopRoutes } from './sales/my-stops.ts'
import { orderRoutes } from './sales/orders.ts'
import { priceNoticeRoutes } from './sales/price-notices.ts'
import { priceRoutes } from './sales/prices.ts'
import { residualClaimRoutes } from './sales/residual-claims.ts'
import { returnWeighingRoutes } from './sales/return-weighing.ts'
import { returnRoutes } from './sales/returns.ts'
import { safetyRoutes } from './sales/safety.ts'
import { stockOutRoutes } from './sales/stock-outs.ts'
import { visitReadRoutes } from './sales/visit-reads.ts'
import { callRoutes } from './service/calls.ts'
import { companyHazardRoutes } from './service/company-hazards.ts'
import { complaintRoutes } from './service/complaints.ts'
import { emergencyPlanRoutes } from './service/emergency-plans.ts'
import { incidentRoutes } from './service/incidents.ts'
import { patrolRoutes } from './service/patrols.ts'
import { repairRoutes } from './service/repairs.ts'
import { evaluationRoutes } from './supervision/evaluations.ts'
import { spotCheckRoutes } from './supervision/spot-checks.ts'
import { stationDayRoutes } from './supervision/station-days.ts'
import { statisticsRoutes } from './supervision/statistics-returns.ts'
import { supervisionRoutes } from './supervision/supervision-cases.ts'
import { calendarRoutes } from './system/calendar.ts'
import { consoleFiles } from './system/console-files.ts'
import { dueRoutes } from './system/due.ts'
import { healthRoutes } from './system/health.ts'
import { liveRoutes } from './system/live.ts'
import { objectRoutes } from './system/objects.ts'
import { oidcRoutes } from './system/oidc.ts'
import { sessionRoutes } from './system/sessions.ts'
import { userRoutes } from './system/users.ts'
import { workItemRoutes } from './system/work-items.ts'
import { balanceRoutes as custodyBalanceRoutes } from './warehouse/balances.ts'
import { siteRoutes } from './warehouse/sites.ts'
import { stockCountRoutes } from './warehouse/stock-counts.ts'
import { trackRoutes } from './warehouse/tracks.ts'
import { tripRoutes } from './warehouse/trips.ts'
import { vehiclePaperRoutes } from './warehouse/vehicle-papers.ts'
import { vehicleRoutes } from './warehouse/vehicles.ts'

/** One plugin a resource: what the API has routes for. */
export const resources: readonly ((deps: ApiDeps) => (app: ApiApp) => Promise<void>)[] = [
  healthRoutes,
  consoleFiles,
  sessionRoutes,
  oidcRoutes,
  loginCodeRoutes,
  meRoutes,
  myOrderRoutes,
  myHomeRoutes,
  myVisitRoutes,
  myMoneyRoutes,
  userRoutes,
  enterpriseRoutes,
  stationRoutes,
  siteRoutes,
  vehicleRoutes,
  vehiclePaperRoutes,
  trackRoutes,
  tripRoutes,
  stockCountRoutes,
  custodyBalanceRoutes,
  scaleRoutes,
  staffRoutes,
  shiftRoutes,
  staffPaperRoutes,
  badgeRoutes,
  deviceRoutes,
  cylinderRoutes,
  cylinderActionRoutes,
  correctionRoutes,
  cylinderEndRoutes,
  dueRoutes,
  importRoutes,
  inspectionBatchRoutes,
  labelRoutes,
  traceRoutes,
  fillCurveRoutes,
  rejectedMessageRoutes,
  redactionRoutes,
  workItemRoutes,
  priceRoutes,
  priceNoticeRoutes,
  contractRoutes,
  orderRoutes,
  stockOutRoutes,
  dispatchRoutes,
  deliveryRoutes,
  failedVisitRoutes,
  visitReadRoutes,
  myStopRoutes,
  returnRoutes,
  returnWeighingRoutes,
  foreignEmptyRoutes,
  safetyRoutes,
  homePlanRoutes,
  hazardRoutes,
  suspensionRoutes,
  homePartRoutes,
  homeArchiveRoutes,
  residualClaimRoutes,
  complaintRoutes,
  repairRoutes,
  incidentRoutes,
  emergencyPlanRoutes,
  companyHazardRoutes,
  patrolRoutes,
  surveyRoutes,
  callBackRoutes,
  satisfactionRoutes,
  publicityRoutes,
  manualRoutes,
  supplyWarningRoutes,
  counterRoutes,
  customerArchiveRoutes,
  odourDueRoutes,
  myPaymentRoutes,
  paymentNoticeRoutes,
  prefillItemRoutes,
  callRoutes,
  objectRoutes,
  tankRoutes,
  gasReceiptRoutes,
  gasTestRoutes,
  ledgerRoutes,
  recallRoutes,
  kpiRoutes,
  evaluationRoutes,
  supervisionRoutes,
  spotCheckRoutes,
  stationDayRoutes,
  statisticsRoutes,
  anomalyRoutes,
  anomalyThresholdRoutes,
  massBalanceRoutes,
  epcisRoutes,
  lifeFileRoutes,
  dossierRoutes,
  calendarRoutes,
  liveRoutes,
  clauseRoutes,
  regionRoutes,
  ruleProfileRoutes,
  whatIfRoutes,
  customerRoutes,
  customerIdentityRoutes,
  premisesRoutes,
  personalDataRoutes,
  paymentRoutes,
  receiptRoutes,
  cashUpRoutes,
  journalRoutes,
  notificationRoutes,
  notificationSettingRoutes,
  publicRoutes,
  mismatchRoutes,
  publicInfoRoutes,
  publicNoticeRoutes,
  publicTextRoutes,
]
