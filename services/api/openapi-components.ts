import { z } from 'zod'
import { cylinder } from '#schemas/api/cylinder.ts'
import { custody } from '#schemas/cylinder-facts.ts'
import { customerView } from '#schemas/api/customer.ts'
import { orderDeliver, orderFail, returnedCylinder, visitAnswer } from '#schemas/api/delivery.ts'
import { inspectionBatch, inspectionBatchFull } from '#schemas/api/inspection.ts'
import { appointment, listedOrder, order, visitFinding } from '#schemas/api/order.ts'
import { premisesView } from '#schemas/api/premises.ts'
import { problem } from '#schemas/api/problem.ts'
import { rectification, rectificationNotice, safetyCheck, signature } from '#schemas/api/safety.ts'
import { caseDeadlineView, serviceCase, serviceCaseDetail } from '#schemas/api/service-case.ts'
import { site, stockScan } from '#schemas/api/site.ts'
import { traceEvent } from '#schemas/api/trace.ts'
import { findingSchema } from '#schemas/finding.ts'

/** Schemas that recur: the OpenAPI document names each once and refers to it. What comes in has `Input` behind its name. */
export const apiComponents = z.registry<{ readonly id: string }>()

const named = {
  Problem: problem,
  Finding: findingSchema,
  VisitFinding: visitFinding,
  Custody: custody,
  Cylinder: cylinder,
  TraceEvent: traceEvent,
  Customer: customerView,
  Premises: premisesView,
  Order: order,
  ListedOrder: listedOrder,
  Appointment: appointment,
  Delivery: orderDeliver,
  FailedVisit: orderFail,
  ReturnedCylinder: returnedCylinder,
  VisitAnswer: visitAnswer,
  SafetyCheck: safetyCheck,
  RectificationNotice: rectificationNotice,
  Rectification: rectification,
  Signature: signature,
  ServiceCase: serviceCase,
  ServiceCaseDetail: serviceCaseDetail,
  CaseDeadline: caseDeadlineView,
  InspectionBatch: inspectionBatch,
  InspectionBatchFull: inspectionBatchFull,
  Site: site,
  StockScan: stockScan,
}

for (const [id, schema] of Object.entries(named)) apiComponents.add(schema, { id })
