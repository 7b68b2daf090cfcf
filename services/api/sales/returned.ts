import type { ApiDeps } from '#api/api-deps.ts'
import { IN_STEPS_OF, inSteps } from '#api/in-steps.ts'
import { present } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import type { CustodyKind, ReturnReason } from '#domain/event-types.ts'
import type { Finding } from '#domain/finding.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import type { EpochMs } from '#domain/units.ts'
import { addWorkingDays, endOfDay } from '#domain/working-days.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { isOwn } from '#rules/sale-gate.ts'
import { valueAt } from '#domain/registry.ts'
import type { NewForeign, NewReturn, NewReturns } from '#store/queries/sales/insert-returns.ts'
import { derivedId } from '#api/derived-id.ts'

export type Returned = {
  readonly code?: string | undefined
  readonly photo?: string | undefined
  readonly ownerId?: string | undefined
  readonly reason: ReturnReason
}

export type ReturnVisit = {
  readonly id: string
  readonly deliveryId: string | null
  readonly orderId: string | null
  readonly enterpriseId: string
  readonly customerId: string | null
  readonly broughtBy: NewReturn['broughtBy']
  readonly custody: { readonly kind: CustodyKind; readonly id: string | undefined }
  readonly happenedAt: EpochMs
  readonly recordedAt: EpochMs
  readonly recordedBy: string
  readonly stationId: string | null
  readonly operator: string
  readonly profile: ResolvedProfile
}

/** One of the list: what is written of it, and the event of its life where it has one. */
export type ReturnPlan = {
  readonly code: string | null
  readonly own: NewReturn | null
  readonly foreign: NewForeign | null
  readonly event: ApiEvent | null
}

/** R002-7.1.14d: weighed within 2 working days of the return. */
const WEIGH_WITHIN = 2

const eventOf = (visit: ReturnVisit, code: string, reason: ReturnReason): ApiEvent => ({
  id: derivedId('returned', visit.id, code),
  type: 'cylinder.returned',
  at: visit.happenedAt,
  stationId: visit.stationId,
  operator: visit.operator,
  body: present({
    reason,
    to: present(visit.custody),
    customerRef: visit.customerId ?? undefined,
    orderId: visit.orderId ?? undefined,
    by: visit.recordedBy,
  }),
})

/**
 * Own empties wait for the scale; those of others, and those that nobody can read, go into the ledger of foreign empties. A
 * registered one tells its return in its own life too, whoever owns it.
 */
export const planReturns = async (
  { queries }: ApiDeps,
  visit: ReturnVisit,
  list: readonly Returned[],
): Promise<readonly ReturnPlan[]> => {
  const codes = list.flatMap(({ code }) => (code === undefined ? [] : [code]))
  const known = await queries.sales.cylinders(codes)
  const { calendar } = await queries.calendar.load()
  const due = addWorkingDays(dayOf(visit.happenedAt), WEIGH_WITHIN, calendar)
  return list.map(({ code, photo, ownerId, reason }, i): ReturnPlan => {
    const found = code === undefined ? undefined : known.get(code)
    const id = derivedId('return', visit.id, code ?? `${i} ${photo ?? ''}`)
    const event = code === undefined || found === undefined ? null : eventOf(visit, code, reason)
    const rules = { ...visit, at: visit.happenedAt }
    const own =
      found !== undefined && isOwn({ ...rules, cylinder: found.state, registry: found.registry })
    if (code !== undefined && event !== null && own) {
      return {
        code,
        event,
        foreign: null,
        own: {
          id,
          code,
          customerId: visit.customerId,
          reason,
          broughtBy: visit.broughtBy,
          custodyKind: visit.custody.kind,
          custodyId: visit.custody.id ?? null,
          eventId: event.id,
          dueAt: endOfDay(due.day),
          provisional: due.provisional,
        },
      }
    }
    const registeredOwner =
      found === undefined ? undefined : valueAt(found.registry.ownership, visit.happenedAt)?.ownerId
    return {
      code: code ?? null,
      event,
      own: null,
      foreign: {
        id,
        ownerId: registeredOwner ?? ownerId ?? null,
        code: code ?? null,
        registered: found !== undefined,
        photo: photo === undefined ? null : Buffer.from(photo, 'hex'),
        customerId: visit.customerId,
      },
    }
  })
}

export const returnsOf = (visit: ReturnVisit, plans: readonly ReturnPlan[]): NewReturns => ({
  batchId: visit.id,
  enterpriseId: visit.enterpriseId,
  deliveryId: visit.deliveryId,
  happenedAt: visit.happenedAt,
  recordedAt: visit.recordedAt,
  recordedBy: visit.recordedBy,
  returns: plans.flatMap(({ own }) => (own === null ? [] : [own])),
  foreign: plans.flatMap(({ foreign }) => (foreign === null ? [] : [foreign])),
})

/** Records the events that were kept with the rows of a batch, one for each life; what is recorded already stays as it is. */
export const recordAll = async (
  { recorder, queries }: ApiDeps,
  events: readonly { readonly code: string; readonly event: ApiEvent }[],
): Promise<ReadonlyMap<string, readonly Finding[]>> => {
  const findings = new Map<string, readonly Finding[]>()
  await inSteps(events, IN_STEPS_OF, async ({ code, event }) => {
    const result = await recorder.record(code, event)
    if (result?.ok === true) findings.set(code, result.recorded.findings)
  })
  await queries.untoldEvents.told(events.map(({ event }) => event.id))
  return findings
}
