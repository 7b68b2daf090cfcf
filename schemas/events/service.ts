import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { code } from '#schemas/finding.ts'
import { grams } from '#schemas/grams.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { role } from '#schemas/role.ts'
import { text } from '#schemas/text.ts'
import { calendarDate } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { personEvent } from './registry.ts'

const reason = text(500)

/** 送检. */
export const inspectionSent = z.looseObject({
  ...personEvent('inspection.sent'),
  labId: reference,
  batchId: reference.optional(),
})

/** 检验完成: a new tare and a new due date where the lab found them. */
export const inspectionCompleted = z.looseObject({
  ...personEvent('inspection.completed'),
  result: choice(['pass', 'fail']),
  inspectedOn: calendarDate.optional(),
  nextInspectionOn: calendarDate.optional(),
  tareG: grams.optional(),
  labId: reference.optional(),
  reportNo: text(64).optional(),
  reason: reason.optional(),
})

/** 隔离待处理 by a person; `role` decides who may lift it. */
export const cylinderQuarantined = z.looseObject({
  ...personEvent('cylinder.quarantined'),
  role,
  reason,
})

/** Lifted for the named findings, or for the order of a person when none is named. */
export const quarantineReleased = z.looseObject({
  ...personEvent('quarantine.released'),
  role,
  reason,
  codes: z.array(code, must('a list of codes')).max(64, must('at most 64 codes')).optional(),
  /** The orders that are lifted, by their events; absent = all of them. */
  orders: z.array(uuid, must('a list of event ids')).max(64, must('at most 64')).optional(),
})

/** 挂失. */
export const cylinderReportedLost = z.looseObject({
  ...personEvent('cylinder.reported-lost'),
  reason: reason.optional(),
})

export const cylinderFound = z.looseObject({
  ...personEvent('cylinder.found'),
  reason: reason.optional(),
})

/** 报废: never filled again. */
export const cylinderRetired = z.looseObject({ ...personEvent('cylinder.retired'), reason })

/** 去功能化: `evidence` names the record, not a person. */
export const cylinderDestroyed = z.looseObject({
  ...personEvent('cylinder.destroyed'),
  method: text(64).optional(),
  evidence: text(500).optional(),
})

/** An accident or a near miss with this cylinder. */
export const incidentReported = z.looseObject({
  ...personEvent('incident.reported'),
  what: text(2000),
})
