import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type RouteOptions } from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { problem as problemSchema } from '#schemas/api/problem.ts'
import { authorize, useReach } from './access.ts'
import type { ApiApp } from './api-app.ts'
import type { ApiDeps } from './api-deps.ts'
import { useDocs } from './docs.ts'
import { handleError } from './error-handler.ts'
import { useHttpMetrics } from './http-metrics.ts'
import { useIdempotency } from './idempotency.ts'
import { refusePersonalText } from './refuse-personal-text.ts'
import { refuseUnknownQuery } from './refuse-unknown-query.ts'
import { addResponseHeaders, useResponseHeaders } from './response-headers.ts'
import { useStrictJson } from './json-body.ts'
import { useReadFreshness } from './read-freshness.ts'
import { problem, sendProblem } from './problem.ts'
import { hazardRoutes } from './homes/hazards.ts'
import { homePartRoutes } from './homes/home-parts.ts'
import { homePlanRoutes } from './homes/home-plans.ts'
import { suspensionRoutes } from './homes/suspensions.ts'
import { myHomeRoutes } from './account/my-home.ts'
import { publicInfoRoutes } from './public/public-info.ts'
import { publicNoticeRoutes } from './public/public-notices.ts'
import { supplyWarningRoutes } from './public/supply-warnings.ts'
import { publicTextRoutes } from './public/public-texts.ts'
import { loginCodeRoutes } from './account/login-codes.ts'
import { meRoutes } from './account/me.ts'
import { myMoneyRoutes } from './account/my-money.ts'
import { myOrderRoutes } from './account/my-orders.ts'
import { anomalyRoutes } from './anomalies/anomalies.ts'
import { anomalyThresholdRoutes } from './anomalies/anomaly-thresholds.ts'
import { massBalanceRoutes } from './anomalies/mass-balances.ts'
import { dossierRoutes } from './export/dossiers.ts'
import { epcisRoutes } from './export/epcis.ts'
import { lifeFileRoutes } from './export/life-files.ts'
import { clauseRoutes } from './law/clauses.ts'
import { cashUpRoutes } from './money/cash-ups.ts'
import { journalRoutes } from './money/journal.ts'
import { myPaymentRoutes } from './account/my-payments.ts'
import { paymentNoticeRoutes } from './money/payment-notices.ts'
import { paymentRoutes } from './money/payments.ts'
import { receiptRoutes } from './money/receipts.ts'
import { notificationRoutes } from './notifications/notifications.ts'
import { notificationSettingRoutes } from './notifications/notification-settings.ts'
import { badgeRoutes } from './people/badges.ts'
import { consoleFiles } from './system/console-files.ts'
import { calendarRoutes } from './system/calendar.ts'
import { customerIdentityRoutes } from './people/customer-identity.ts'
import { customerRoutes } from './people/customers.ts'
import { correctionRoutes } from './registry/corrections.ts'
import { cylinderActionRoutes } from './registry/cylinder-actions.ts'
import { cylinderEndRoutes } from './registry/cylinder-ends.ts'
import { cylinderRoutes } from './registry/cylinders.ts'
import { contractRoutes } from './sales/contracts.ts'
import { deliveryRoutes } from './sales/deliveries.ts'
import { deviceRoutes } from './registry/devices.ts'
import { dueRoutes } from './system/due.ts'
import { enterpriseRoutes } from './registry/enterprises.ts'
import { healthRoutes } from './system/health.ts'
import { importRoutes } from './registry/import.ts'
import { inspectionBatchRoutes } from './lab/inspection-batches.ts'
import { kpiRoutes } from './kpi/kpis.ts'
import { labelRoutes } from './registry/labels.ts'
import { liveRoutes } from './system/live.ts'
import { personalDataRoutes } from './people/personal-data.ts'
import { premisesRoutes } from './people/premises.ts'
import { gasReceiptRoutes } from './gas/gas-receipts.ts'
import { prefillItemRoutes } from './registry/prefill-items.ts'
import { odourDueRoutes } from './gas/odour-dues.ts'
import { counterRoutes } from './sales/counter.ts'
import { customerArchiveRoutes } from './people/customer-archive.ts'
import { gasTestRoutes } from './gas/gas-tests.ts'
import { tankRoutes } from './gas/tanks.ts'
import { publicRoutes } from './evidence/public.ts'
import { spotCheckRoutes } from './supervision/spot-checks.ts'
import { statisticsRoutes } from './supervision/statistics-returns.ts'
import { supervisionRoutes } from './supervision/supervision-cases.ts'
import { evaluationRoutes } from './supervision/evaluations.ts'
import { ledgerRoutes } from './evidence/ledger.ts'
import { recallRoutes } from './evidence/recalls.ts'
import { redactionRoutes } from './evidence/redactions.ts'
import { rejectedMessageRoutes } from './evidence/rejected-messages.ts'
import { ruleProfileRoutes } from './law/rule-profiles.ts'
import { scaleRoutes } from './registry/scales.ts'
import { oidcRoutes } from './system/oidc.ts'
import { sessionRoutes } from './system/sessions.ts'
import { shiftRoutes } from './registry/shifts.ts'
import { staffPaperRoutes } from './people/staff-papers.ts'
import { staffRoutes } from './people/staff.ts'
import { stationRoutes } from './registry/stations.ts'
import { fillCurveRoutes } from './evidence/fill-curves.ts'
import { traceRoutes } from './evidence/trace.ts'
import { userRoutes } from './system/users.ts'
import { balanceRoutes as custodyBalanceRoutes } from './warehouse/balances.ts'
import { siteRoutes } from './warehouse/sites.ts'
import { stockCountRoutes } from './warehouse/stock-counts.ts'
import { trackRoutes } from './warehouse/tracks.ts'
import { tripRoutes } from './warehouse/trips.ts'
import { vehiclePaperRoutes } from './warehouse/vehicle-papers.ts'
import { vehicleRoutes } from './warehouse/vehicles.ts'
import { whatIfRoutes } from './law/what-if.ts'
import { workItemRoutes } from './system/work-items.ts'
import { failedVisitRoutes } from './sales/failed-visits.ts'
import { foreignEmptyRoutes } from './sales/foreign-empties.ts'
import { objectRoutes } from './system/objects.ts'
import { dispatchRoutes } from './sales/dispatch.ts'
import { orderRoutes } from './sales/orders.ts'
import { stockOutRoutes } from './sales/stock-outs.ts'
import { priceNoticeRoutes } from './sales/price-notices.ts'
import { priceRoutes } from './sales/prices.ts'
import { residualClaimRoutes } from './sales/residual-claims.ts'
import { returnRoutes } from './sales/returns.ts'
import { safetyRoutes } from './sales/safety.ts'
import { myStopRoutes } from './sales/my-stops.ts'
import { visitReadRoutes } from './sales/visit-reads.ts'
import { callRoutes } from './service/calls.ts'
import { complaintRoutes } from './service/complaints.ts'
import { emergencyPlanRoutes } from './service/emergency-plans.ts'
import { companyHazardRoutes } from './service/company-hazards.ts'
import { incidentRoutes } from './service/incidents.ts'
import { patrolRoutes } from './service/patrols.ts'
import { callBackRoutes } from './quality/call-backs.ts'
import { manualRoutes } from './quality/manuals.ts'
import { publicityRoutes } from './quality/publicity.ts'
import { satisfactionRoutes } from './quality/satisfaction.ts'
import { surveyRoutes } from './quality/surveys.ts'
import { repairRoutes } from './service/repairs.ts'

/** A JSON body; a cylinder with 16 tags is below 8 KiB. */
const BODY_LIMIT = 256 * 1024

const resources: readonly ((deps: ApiDeps) => (app: ApiApp) => Promise<void>)[] = [
  healthRoutes,
  consoleFiles,
  sessionRoutes,
  oidcRoutes,
  loginCodeRoutes,
  meRoutes,
  myOrderRoutes,
  myHomeRoutes,
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
  foreignEmptyRoutes,
  safetyRoutes,
  homePlanRoutes,
  hazardRoutes,
  suspensionRoutes,
  homePartRoutes,
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
  publicInfoRoutes,
  publicNoticeRoutes,
  publicTextRoutes,
]

/** A forgotten `access` must not become an open door: such a route stops the start. */
const declareRoute = (route: RouteOptions): void => {
  const ours = /^\/(v1|t|b|e|health|metrics)(\/|$)/.test(route.url)
  if (ours && route.config?.access === undefined) {
    throw new Error(`${String(route.method)} ${route.url} does not say who may call it`)
  }
  if (!route.url.startsWith('/v1/')) return
  const response = (route.schema?.response ?? {}) as Record<string, unknown>
  route.schema = { ...route.schema, response: { ...response, '4xx': problemSchema } }
}

/** What somebody searched for may be a name or a number: of an address the path alone is logged. */
const withoutQueries = (logger: FastifyBaseLogger): FastifyBaseLogger =>
  logger.child(
    {},
    {
      serializers: {
        req: ({ method, url }: { method: string; url: string }) => ({
          method,
          url: url.split('?')[0],
        }),
      },
    },
  )

/**
 * The HTTP API. Everything it needs comes in with `deps`; it opens nothing and leaves nothing running but what `listen`
 * starts. Answers are JSON, refusals RFC 9457 problems of `error-codes.md`.
 */
export const createApi = (deps: ApiDeps): FastifyInstance => {
  const logging =
    deps.logger === false ? { logger: false } : { loggerInstance: withoutQueries(deps.logger) }
  const { tls } = deps.config
  // As an object of no type: with `https` in it, every plugin and hook would be typed for another server.
  const secure: object = tls === null ? {} : { https: { ...tls, minVersion: 'TLSv1.2' } }
  const app = fastify({
    ...logging,
    ...secure,
    bodyLimit: BODY_LIMIT,
    trustProxy: deps.config.trustProxy,
    // Broken percent signs and endless parameters are refused before any route is found.
    frameworkErrors: (error, request, reply) =>
      void handleError(error, request, addResponseHeaders(reply)),
    routerOptions: { maxParamLength: 1024 },
    forceCloseConnections: true,
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(handleError)
  app.setNotFoundHandler((request, reply) => {
    const others = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const
    const url = request.url.split('?')[0] ?? '/'
    const known = others.some((method) => app.findRoute({ method, url }) !== null)
    return sendProblem(reply, known ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND')
  })
  app.decorateRequest('principal', null)
  useResponseHeaders(app)
  useStrictJson(app)
  useHttpMetrics(app, deps.metrics)
  app.addHook('onRoute', declareRoute)
  app.addHook('onRequest', authorize(deps))
  useReach(app, deps)
  useReadFreshness(app, deps)
  refuseUnknownQuery(app)
  refusePersonalText(app, deps)
  useIdempotency(app, deps)
  void app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) =>
      problem('RATE_LIMITED', { retryAfterS: Math.ceil(context.ttl / 1000) }),
  })
  useDocs(app)
  for (const resource of resources) {
    void app.register(async (scope) => resource(deps)(scope.withTypeProvider<ZodTypeProvider>()))
  }
  return app
}
