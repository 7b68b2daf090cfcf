import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { statedText, text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { whole } from '#schemas/quantity.ts'
import { customerName } from './customer.ts'
import { pageQuery } from './page.ts'
import { objectHash, rectification, signature } from './safety.ts'

const year = whole(2020, 2100, 'as a year')
const yearQuery = z.coerce.number().int().min(2020).max(2100)

/** `POST /v1/home-plans`: plans the homes that have no plan of the year yet. */
export const homePlanCreate = z.object({ enterpriseId: reference.optional(), year })

export const homePlanned = z.looseObject({ year: z.int(), planned: z.int(), complete: z.boolean() })

export const homePlanQuery = pageQuery.extend({
  state: z.enum(['open', 'done']).default('open'),
  year: yearQuery.optional(),
  dueBefore: calendarDate.optional(),
  premisesId: uuid.optional(),
  /** Only those for which the customer has asked for another time. */
  wished: z.literal('true').optional(),
})

export const homePlanView = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  premisesId: z.string(),
  customerId: z.string(),
  class: z.string(),
  year: z.int(),
  period: z.int(),
  periods: z.int(),
  fromOn: z.string(),
  dueOn: z.string(),
  care: z.boolean(),
  clause: z.string(),
  attempts: z.int(),
  lastAttemptAt: instant.nullable(),
  inspectionId: z.string().nullable(),
  doneOn: z.string().nullable(),
  visitFrom: instant.nullable(),
  visitTo: instant.nullable(),
  wishFrom: instant.nullable(),
  wishTo: instant.nullable(),
  overdue: z.boolean(),
})

/** `POST /v1/home-plans/{id}/visit`: when somebody comes; another time than was agreed says why (R000-6.3.1.1). */
export const homeVisit = z.object({
  from: instant,
  to: instant,
  reason: statedText(100).optional(),
})

/** `GET /v1/me/home-plans`: when somebody comes to the own home. */
export const myHomePlanQuery = pageQuery.extend({ state: z.enum(['open', 'done']).default('open') })

/** `POST /v1/me/home-plans/{id}/wish`: when it would suit the customer better. */
export const visitWish = z.object({ from: instant, to: instant })

export const homePlanSummaryQuery = z.object({ year: yearQuery })

export const homePlanSummary = z.looseObject({
  items: z.array(
    z.looseObject({
      enterpriseId: z.string(),
      plannedHomes: z.int(),
      enteredHomes: z.int(),
      parts: z.int(),
      partsDone: z.int(),
      partsOverdue: z.int(),
    }),
  ),
})

/** `POST /v1/supply-suspensions`: after notice; where somebody is in danger at once (R001-4.3 d). */
export const suspensionCreate = z.object({
  premisesId: uuid,
  reason: choice(['danger', 'refused-entry', 'refused-rectification', 'overdue-rectification']),
  rectificationId: uuid.optional(),
  notifiedAt: instant,
  effectiveAt: instant,
  signature,
})

export const suspensionQuery = pageQuery.extend({
  state: z.enum(['open', 'lifted']).default('open'),
  premisesId: uuid.optional(),
})

export const suspensionLift = z.object({ reason: statedText(200) })

export const suspension = z.looseObject({
  id: z.string(),
  no: z.string(),
  enterpriseId: z.string(),
  premisesId: z.string(),
  customerId: z.string(),
  reason: z.string(),
  clause: z.string(),
  rectificationId: z.string().nullable(),
  notifiedAt: instant,
  effectiveAt: instant,
  liftedAt: instant.nullable(),
  liftReason: z.string().nullable(),
})

/** `POST /v1/rectifications/{id}/refusal`: the customer will not mend it. */
export const rectifyRefusal = z.object({ happenedAt: instant })

/** `POST /v1/rectifications/{id}/report`: to which authority, under which number of theirs. */
export const hazardReport = z.object({
  reportedAt: instant,
  authority: text(100),
  number: text(64).optional(),
})

/** `POST /v1/home-refusals/{id}/linkage`: nobody was met, so somebody of the community was told (社会联动, R003-5.11.9). */
export const linkageCreate = z.object({
  toldAt: instant,
  with: choice([
    'neighbourhood-committee',
    'village-committee',
    'property-manager',
    'street-office',
    'police',
    'relatives',
  ]),
  result: statedText(200),
})

export const refusalQuery = pageQuery.extend({ premisesId: uuid.optional() })

export const refusal = z.looseObject({
  id: z.string(),
  premisesId: z.string(),
  customerId: z.string(),
  inspectionId: z.string().nullable(),
  rectificationId: z.string().nullable(),
  kind: z.string(),
  note: z.looseObject({ phone: z.string(), proposedOn: z.string() }).nullable(),
  linkage: z.array(z.looseObject({ toldAt: instant, with: z.string(), result: z.string() })),
  happenedAt: instant,
  recordedAt: instant,
})

/** `POST /v1/rectifications/{id}/proofs`: mended by a qualified firm (R001-6.1-5). */
export const proofCreate = z.object({
  repairedOn: calendarDate,
  firm: text(100),
  firmLicence: text(64).optional(),
  object: objectHash.optional(),
})

export const proofDecision = z.object({ accepted: flag, reason: statedText(200).optional() })

export const repairProof = z.looseObject({
  id: z.string(),
  rectificationId: z.string(),
  customerId: z.string(),
  repairedOn: z.string(),
  firm: z.string(),
  firmLicence: z.string().nullable(),
  object: z.string().nullable(),
  dueAt: instant,
  provisional: z.boolean(),
  handedInAt: instant,
  inTime: z.boolean(),
  decidedAt: instant.nullable(),
  accepted: z.boolean().nullable(),
  decisionReason: z.string().nullable(),
})

const partKind = choice(['appliance', 'hose', 'regulator', 'alarm'])

/** `POST /v1/home-parts`. `useUntil` as printed; without it so long after it was made or installed as the profile says. */
export const homePartCreate = z.object({
  premisesId: uuid,
  kind: partKind,
  brand: text(64).optional(),
  model: text(64).optional(),
  serialNo: text(64).optional(),
  madeOn: calendarDate.optional(),
  installedOn: calendarDate.optional(),
  useUntil: calendarDate.optional(),
  /** The part that is taken out. */
  replaces: uuid.optional(),
})

export const homePartQuery = pageQuery.extend({
  dueBefore: calendarDate.optional(),
  premisesId: uuid.optional(),
  kind: z.enum(['appliance', 'hose', 'regulator', 'alarm']).optional(),
})

export const homePart = z.looseObject({
  id: z.string(),
  premisesId: z.string(),
  customerId: z.string(),
  kind: z.string(),
  useUntil: z.string(),
  untilFrom: z.string(),
  clause: z.string().nullable(),
  expired: z.boolean(),
  recordedAt: instant,
  replacedAt: instant.nullable(),
})

/** `POST /v1/customers/{id}/care` (特殊群体, R000-3.0.11): why is sealed; none = no special care any more. */
export const careChange = z.object({
  needs: z.array(choice(['elderly', 'disabled', 'orphan', 'child-alone', 'ill', 'other'])).max(6),
})

export const care = z.looseObject({ customerId: z.string(), care: z.boolean() })

/** The lists that an office reads: each with whose home it is, starred out. */
const listed = { customer: customerName }
export const homePlanListed = homePlanView.extend(listed)
export const refusalListed = refusal.extend(listed)
export const proofListed = repairProof.extend(listed)
export const suspensionListed = suspension.extend(listed)
export const hazardListed = rectification.extend(listed)
