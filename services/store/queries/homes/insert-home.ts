import { randomUUID } from 'node:crypto'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import { instantParam, type Queryable } from '#store/queries/queryable.ts'
import { tellParts } from './seen-parts.ts'

export type NewInspection = {
  readonly id: string
  readonly enterpriseId: string
  readonly premisesId: string
  readonly customerId: string
  readonly region: string
  readonly orderId: string | null
  readonly deliveryId: string | null
  readonly kind: string
  readonly outcome: string
  readonly items: readonly unknown[]
  readonly signature: unknown
  /** Complete and signed: it counts toward the plan. */
  readonly counts: boolean
  readonly happenedAt: number
  readonly recordedAt: number
  readonly inspectorId: string
}

export type NewRectification = {
  readonly id: string
  readonly no: string
  readonly hazards: readonly unknown[]
  readonly grade: 'general' | 'major'
  /** Of a major one: by when the authority is told. */
  readonly report: { readonly dueAt: number; readonly provisional: boolean } | null
  readonly stopsSupply: boolean
  readonly dueOn: string
  readonly signature: unknown
}

export const refusalKinds = ['absent', 'entry', 'record', 'notice', 'rectify'] as const
export type RefusalKind = (typeof refusalKinds)[number]

/** `phone`: the enterprise's, to call back; never the customer's. */
export type LeftNote = { readonly phone: string; readonly proposedOn: string }

export type NewRefusal = { readonly kind: RefusalKind; readonly note: LeftNote | null }

export type CheckedHome = {
  readonly inspection: NewInspection
  readonly rectification: NewRectification | null
  readonly refusals: readonly NewRefusal[]
}

const insertInspection = (client: Queryable, one: NewInspection) =>
  client.query(
    `insert into safety_inspection (id, enterprise_id, premises_id, customer_id, region, order_id, delivery_id, kind, outcome,
       items, signature, counts, happened_at, recorded_at, inspector_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      one.id,
      one.enterpriseId,
      one.premisesId,
      one.customerId,
      one.region,
      one.orderId,
      one.deliveryId,
      one.kind,
      one.outcome,
      JSON.stringify(one.items),
      JSON.stringify(one.signature),
      one.counts,
      instantParam(one.happenedAt),
      instantParam(one.recordedAt),
      one.inspectorId,
    ],
  )

const insertRectification = async (
  client: Queryable,
  one: NewInspection,
  fresh: NewRectification,
): Promise<void> => {
  await client.query(
    `insert into rectification (id, no, enterprise_id, premises_id, customer_id, region, inspection_id, hazards, grade,
       report_due_at, report_provisional, stops_supply, issued_at, due_on, signature)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      fresh.id,
      fresh.no,
      one.enterpriseId,
      one.premisesId,
      one.customerId,
      one.region,
      one.id,
      JSON.stringify(fresh.hazards),
      fresh.grade,
      fresh.report === null ? null : instantParam(fresh.report.dueAt),
      fresh.report?.provisional ?? false,
      fresh.stopsSupply,
      instantParam(one.happenedAt),
      fresh.dueOn,
      JSON.stringify(fresh.signature),
    ],
  )
  const told = {
    enterpriseId: one.enterpriseId,
    key: `rectification-notice:${fresh.id}`,
    template: 'rectification-notice',
    params: { dueOn: fresh.dueOn, hazards: String(fresh.hazards.length) },
    channel: 'sms',
    to: { kind: 'customer', ref: one.customerId },
  } as const
  await enqueueNotifications(client, [told], one.recordedAt)
}

const PLAN = '$2::date between from_on and due_on and premises_id = $1'

/** The part of the plan that the day falls into: done by the first check that counts, else one more attempt. */
const tellPlan = async (client: Queryable, one: NewInspection): Promise<void> => {
  const day = dayOf(epochMs(one.happenedAt))
  if (one.counts) {
    await client.query(
      `update home_plan set inspection_id = $3, done_on = $2 where ${PLAN} and (done_on is null or done_on > $2::date)`,
      [one.premisesId, day, one.id],
    )
    return
  }
  await client.query(
    `update home_plan set attempts = attempts + 1, last_attempt_at = greatest(last_attempt_at, $3) where ${PLAN}`,
    [one.premisesId, day, instantParam(one.happenedAt)],
  )
}

/** A home check with all that follows from it; in the transaction of the visit. */
export const insertHome = async (client: Queryable, home: CheckedHome): Promise<void> => {
  const { inspection: one, rectification, refusals } = home
  await insertInspection(client, one)
  if (rectification !== null) await insertRectification(client, one, rectification)
  for (const { kind, note } of refusals) {
    await client.query(
      `insert into home_refusal (id, enterprise_id, premises_id, customer_id, region, inspection_id, rectification_id, kind, note,
         happened_at, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        randomUUID(),
        one.enterpriseId,
        one.premisesId,
        one.customerId,
        one.region,
        one.id,
        rectification?.id ?? null,
        kind,
        note === null ? null : JSON.stringify(note),
        instantParam(one.happenedAt),
        instantParam(one.recordedAt),
        one.inspectorId,
      ],
    )
  }
  await tellPlan(client, one)
  await tellParts(client, one)
}
