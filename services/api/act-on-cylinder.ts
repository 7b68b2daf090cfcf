import type { FastifyRequest } from 'fastify'
import type { EventType } from '#domain/event-types.ts'
import { dayOf } from '#domain/calendar.ts'
import { isEntrustedTo, valueAt } from '#domain/registry.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import { DuplicateEvent, type LockedLife } from '#domain/store-ports.ts'
import { epochMs } from '#domain/units.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import { afterKnown } from './after-known.ts'
import type { ApiDeps } from './api-deps.ts'
import { principalOf, scopeOf } from './access.ts'
import { cylinderView } from './registry/cylinder-view.ts'
import type { ErrorCode } from './error-codes.ts'
import { personEvent } from './person-event.ts'
import { problem, type ProblemDetails } from './problem.ts'

export type Refusal = { readonly code: ErrorCode; readonly details: ProblemDetails }
export type Decide = (life: LockedLife) => Refusal | null

/** An event of a person that sorts after everything known of the cylinder, so that it is told in the order in which it was done. */
export const eventAfter = (
  deps: ApiDeps,
  request: FastifyRequest,
  row: CylinderRow,
  type: EventType,
  body: Readonly<Record<string, unknown>>,
): ApiEvent => {
  const event = personEvent(deps, request, type, body)
  return { ...event, at: afterKnown(event.at, row.state.newest?.effectiveAt) }
}

/** @throws NOT_FOUND when the cylinder is out of the caller's reach. */
export const cylinderWithin = async (
  deps: ApiDeps,
  request: FastifyRequest,
  code: string,
): Promise<CylinderRow> => {
  const row = await deps.queries.cylinders.byCode(scopeOf(principalOf(request)), code)
  if (row === null) throw problem('NOT_FOUND')
  return row
}

/**
 * As {@link cylinderWithin}, for what only the owner may decide: whoever merely holds a cylinder sees it and may have it quarantined,
 * but does not retire it, bind its tags or release it. @throws NOT_FOUND, FORBIDDEN
 */
export const ownCylinder = async (
  deps: ApiDeps,
  request: FastifyRequest,
  code: string,
): Promise<CylinderRow> => {
  const row = await cylinderWithin(deps, request, code)
  const { role, enterpriseId } = principalOf(request)
  if (role === 'admin' || role === 'regulator' || role === 'lab') return row
  const owned = valueAt(row.registry.ownership, epochMs(deps.clock()))
  const day = dayOf(epochMs(deps.clock()))
  const mine =
    enterpriseId !== null &&
    owned !== undefined &&
    (owned.ownerId === enterpriseId || isEntrustedTo(owned, enterpriseId, day))
  if (mine) return row
  throw problem('FORBIDDEN', {
    detail: {
      zh: '此事项只能由气瓶产权单位决定',
      en: 'only its owner decides this about a cylinder',
    },
  })
}

const repeated = (error: unknown): 'repeated' => {
  if (error instanceof DuplicateEvent) return 'repeated'
  throw error
}

/**
 * Records an event on a cylinder and answers with the cylinder after it. A repeat after a crash finds its event stored: what it
 * wanted is done. @throws the refusal of `decide`, asked under the lock, as a problem.
 */
export const actOnCylinder = async (
  deps: ApiDeps,
  code: string,
  event: ApiEvent,
  decide?: Decide,
) => {
  const { cylinders } = deps.queries
  const stored = async () => {
    // Beyond reach: whoever handed it on is told how it stands after that, once.
    const row = await deps.queries.beyond(() => cylinders.byCode({ kind: 'all' }, code))
    if (row === null) throw problem('NOT_FOUND')
    return row
  }
  let life: LockedLife | undefined
  const result = await deps.recorder
    .record<Refusal>(code, event, (locked) => {
      life = locked
      return decide?.(locked) ?? null
    })
    .catch(repeated)
  if (result === 'repeated') {
    return {
      eventId: event.id,
      findings: [],
      cylinder: cylinderView(await stored(), deps.clock()),
    }
  }
  if (result === null) throw problem('NOT_FOUND')
  if (!result.ok) throw problem(result.refusal.code, result.refusal.details)
  const { recorded } = result
  const registry = changesRegistry(event) ? undefined : life?.registry
  const subject = {
    code,
    registry: registry ?? (await stored()).registry,
    state: recorded.cylinder,
  }
  return {
    eventId: recorded.event.id,
    findings: [...recorded.findings],
    cylinder: cylinderView(subject, deps.clock()),
  }
}

const REGISTRY_EVENTS: readonly string[] = [
  'event.annulled',
  'tare.corrected',
  'ownership.transferred',
  'inspection.completed',
]

const changesRegistry = ({ type }: ApiEvent): boolean => REGISTRY_EVENTS.includes(type)
