import { z } from 'zod'
import { OFFICE, principalOf, type Principal, scopeOf } from '#api/access.ts'
import {
  actOnCylinder,
  type Decide,
  eventAfter,
  ownCylinder,
  type Refusal,
} from '#api/act-on-cylinder.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import type { EventType } from '#domain/event-types.ts'
import { eventAnnul, eventParams, tareCorrect } from '#schemas/api/correction.ts'
import { cylinder, cylinderParams } from '#schemas/api/cylinder.ts'
import { findingSchema } from '#schemas/finding.ts'
import { parseInstant } from '#schemas/time.ts'
import type { FoundEvent } from '#store/queries/evidence/trace.ts'

const acted = z.looseObject({ eventId: z.string(), findings: z.array(findingSchema), cylinder })

/** A tare below this is no cylinder's: the smallest sizes weigh some kilograms empty. */
const LEAST_TARE_G = 1_000

/** What is not undone by counting it for nothing: our own decisions, the registration, tags; a retirement is for ever (facts F3). */
const LASTING: ReadonlySet<EventType> = new Set<EventType>([
  'fill.permitted',
  'fill.denied',
  'fill.curve-compared',
  'cylinder.registered',
  'tag.bound',
  'tag.released',
  'cylinder.retired',
  'cylinder.destroyed',
  'event.annulled',
])

const lasts = ({ type, body, code }: FoundEvent): boolean =>
  code === null ||
  LASTING.has(type) ||
  (type === 'inspection.completed' && body['result'] === 'fail')

/** May this person annul it? Not what they did themselves, and not what a regulator ordered. */
const refuseAnnulment = (event: FoundEvent, principal: Principal): Refusal | null => {
  if (lasts(event)) {
    return {
      code: 'NOT_ANNULLABLE',
      details: { detail: { zh: `${event.type} 不能撤销`, en: `${event.type} cannot be annulled` } },
    }
  }
  if (event.type === 'cylinder.quarantined' && event.body['role'] === 'regulator') {
    return { code: 'REGULATOR_ORDER', details: {} }
  }
  return event.operator === principal.username
    ? {
        code: 'RELEASER_IS_OPERATOR',
        details: {
          detail: { zh: '本人的操作须由他人撤销', en: 'somebody else annuls what you did' },
        },
      }
    : null
}

/** What was recorded wrongly is put right by a further event, by name and with a reason; nothing is overwritten. */
export const correctionRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { trace } = deps.queries
  const response = { 201: acted }

  app.post(
    '/v1/cylinders/:code/tare',
    { config: { access: OFFICE }, schema: { params: cylinderParams, body: tareCorrect, response } },
    async (request, reply) => {
      const { tareG, reason, validFrom } = request.body
      if (tareG < LEAST_TARE_G) {
        const detail = {
          zh: `空瓶不会轻于 ${LEAST_TARE_G} g`,
          en: `no cylinder weighs less than ${LEAST_TARE_G} g empty`,
        }
        throw problem('INVALID_REQUEST', { path: '/tareG', detail })
      }
      const row = await ownCylinder(deps, request, request.params.code)
      const from = validFrom === undefined ? undefined : parseInstant(validFrom)
      if (from === null || (from ?? 0) > deps.clock()) {
        const detail = {
          zh: '皮重更正的生效时间不能晚于现在',
          en: 'a tare is corrected from now or from an earlier time',
        }
        throw problem('INVALID_REQUEST', { path: '/validFrom', detail })
      }
      const body = { tareG, reason, validFrom: from }
      const event = eventAfter(deps, request, row, 'tare.corrected', body)
      return reply.code(201).send(await actOnCylinder(deps, row.code, event))
    },
  )

  const theEvent = async (principal: Principal, id: string, code: string | undefined) => {
    const all = await trace.byEventId(scopeOf(principal), id)
    const [found, other] = code === undefined ? all : all.filter((one) => one.code === code)
    if (found === undefined) throw problem('NOT_FOUND')
    if (other !== undefined) {
      const detail = {
        zh: '两台设备用过该编号，请指定气瓶',
        en: 'two devices used this id; name the cylinder',
      }
      throw problem('INCONSISTENT_REQUEST', { path: '/code', detail })
    }
    return found
  }

  app.post(
    '/v1/events/:id/annul',
    { config: { access: OFFICE }, schema: { params: eventParams, body: eventAnnul, response } },
    async (request, reply) => {
      const principal = principalOf(request)
      const { reason } = request.body
      const found = await theEvent(principal, request.params.id, request.body.code)
      const refusal = refuseAnnulment(found, principal)
      if (refusal !== null) throw problem(refusal.code, refusal.details)
      // Of whose station it was is asked above: the cylinder itself may be another company's.
      const { beyond, cylinders } = deps.queries
      const row = await beyond(() => cylinders.byCode({ kind: 'all' }, found.code ?? ''))
      if (row === null) throw problem('NOT_FOUND')
      const body = { eventId: found.id, reason }
      const event = eventAfter(deps, request, row, 'event.annulled', body)
      // A repeat with its key finds its own annulment, and is answered as the first time.
      const others = (await trace.annulments(row.id, found.id)).filter((id) => id !== event.id)
      if (others.length > 0) throw problem('ALREADY_ANNULLED')
      const unchanged: Decide = (life) =>
        life.events === row.events ? null : { code: 'CHANGED_MEANWHILE', details: {} }
      return reply.code(201).send(await actOnCylinder(deps, row.code, event, unchanged))
    },
  )
}
