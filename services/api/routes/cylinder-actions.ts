import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OFFICE, OVERSEERS, principalOf, type Principal, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cylinderView } from '#api/cylinder-view.ts'
import type { ErrorCode } from '#api/error-codes.ts'
import { personEvent } from '#api/person-event.ts'
import { problem, type ProblemDetails } from '#api/problem.ts'
import { refuseRelease } from '#api/release.ts'
import { type ApiEvent, DuplicateEvent, type LockedLife } from '#domain/ports.ts'
import {
  cylinder,
  cylinderParams as params,
  cylinderRelease,
  cylinderRetire,
  tagBind,
} from '#schemas/api/cylinder.ts'
import { findingSchema } from '#schemas/finding.ts'
import { tag } from '#schemas/identifiers.ts'
import { parseInstant } from '#schemas/time.ts'

type Refusal = { readonly code: ErrorCode; readonly details: ProblemDetails }

const acted = z.looseObject({ eventId: z.string(), findings: z.array(findingSchema), cylinder })
const tagged = z.looseObject({ eventId: z.string(), scheme: z.string(), value: z.string() })

const retiredAlready = ({ cylinder: { retired } }: LockedLife): Refusal | null =>
  retired === null ? null : { code: 'ALREADY_RETIRED', details: { detail: retired.reason } }

const repeated = (error: unknown): 'repeated' => {
  if (error instanceof DuplicateEvent) return 'repeated'
  throw error
}

/** What people decide about one cylinder: written as events by the same path as what devices send. */
export const cylinderActionRoutes = (given: ApiDeps) => async (app: ApiApp) => {
  // Two decisions in one millisecond must still fold in the order in which they were taken.
  let last = 0
  const clock = (): number => {
    last = Math.max(given.clock(), last + 1)
    return last
  }
  const deps: ApiDeps = { ...given, clock }
  const { cylinders } = deps.queries

  const within = async (request: FastifyRequest, code: string) => {
    const row = await cylinders.byCode(scopeOf(principalOf(request)), code)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  /** A repeat after a crash: its event is stored, so what it wanted is done. */
  const done = async (code: string, eventId: string) => {
    const row = await cylinders.byCode({ kind: 'all' }, code)
    if (row === null) throw problem('NOT_FOUND')
    return { eventId, findings: [], cylinder: cylinderView(row, deps.clock()) }
  }

  /** @throws the refusal of `decide` as a problem. */
  const act = async (
    code: string,
    event: ApiEvent,
    decide: (life: LockedLife) => Refusal | null,
  ) => {
    let life: LockedLife | undefined
    const result = await deps.recorder
      .record<Refusal>(code, event, (locked) => {
        life = locked
        return decide(locked)
      })
      .catch(repeated)
    if (result === 'repeated') return done(code, event.id)
    if (result === null) throw problem('NOT_FOUND')
    if (!result.ok) throw problem(result.refusal.code, result.refusal.details)
    const { recorded } = result
    const registry = life?.registry ?? (await cylinders.byCode({ kind: 'all' }, code))?.registry
    if (registry === undefined) throw problem('NOT_FOUND')
    const subject = { code, registry, state: recorded.cylinder }
    return {
      eventId: recorded.event.id,
      findings: [...recorded.findings],
      cylinder: cylinderView(subject, deps.clock()),
    }
  }

  app.post(
    '/v1/cylinders/:code/release',
    {
      config: { access: OVERSEERS },
      schema: { params, body: cylinderRelease, response: { 201: acted } },
    },
    async (request, reply) => {
      const principal: Principal = principalOf(request)
      const { reason, codes } = request.body
      const row = await within(request, request.params.code)
      const eventIds = row.state.standing.map((block) => block.eventId)
      const events = await cylinders.blockingEvents(row.id, eventIds)
      const body = { reason, codes, role: principal.role }
      const event = personEvent(deps, request, 'quarantine.released', body)
      const answer = await act(row.code, event, (life) =>
        refuseRelease(life.cylinder, { principal, codes, events }),
      )
      return reply.code(201).send(answer)
    },
  )

  app.post(
    '/v1/cylinders/:code/quarantine',
    {
      config: { access: ['admin', 'office', 'station', 'lab', 'regulator'] },
      schema: { params, body: cylinderRetire, response: { 201: acted } },
    },
    async (request, reply) => {
      const row = await within(request, request.params.code)
      const body = { reason: request.body.reason, role: principalOf(request).role }
      const event = personEvent(deps, request, 'cylinder.quarantined', body)
      return reply.code(201).send(await act(row.code, event, retiredAlready))
    },
  )

  app.post(
    '/v1/cylinders/:code/retire',
    {
      config: { access: ['admin', 'office', 'lab'] },
      schema: { params, body: cylinderRetire, response: { 201: acted } },
    },
    async (request, reply) => {
      const row = await within(request, request.params.code)
      const event = personEvent(deps, request, 'cylinder.retired', request.body)
      return reply.code(201).send(await act(row.code, event, retiredAlready))
    },
  )

  app.post(
    '/v1/cylinders/:code/tags',
    {
      config: { access: ['admin', 'office', 'station'] },
      schema: { params, body: tagBind, response: { 201: tagged } },
    },
    async (request, reply) => {
      const { scheme, value, validFrom } = request.body
      const row = await within(request, request.params.code)
      if (scheme === 'code') {
        const detail = 'the registered code is bound by the registration itself'
        throw problem('INCONSISTENT_REQUEST', { path: '/scheme', detail })
      }
      const from = validFrom === undefined ? undefined : (parseInstant(validFrom) ?? undefined)
      const event = personEvent(deps, request, 'tag.bound', { scheme, value, validFrom: from })
      const result = await deps.recorder.bindTag({ code: row.code, tag: { scheme, value }, event })
      if (result === 'unknown-cylinder') throw problem('NOT_FOUND')
      if (result === 'tag-in-use') throw problem('TAG_IN_USE', { path: '/value' })
      return reply.code(201).send({ eventId: event.id, scheme, value })
    },
  )

  app.post(
    '/v1/cylinders/:code/tags/release',
    {
      config: { access: OFFICE },
      schema: { params, body: tag, response: { 201: tagged } },
    },
    async (request, reply) => {
      const { scheme, value } = request.body
      const row = await within(request, request.params.code)
      const event = personEvent(deps, request, 'tag.released', { scheme, value })
      const change = { code: row.code, tag: { scheme, value }, event }
      const result = await deps.recorder.releaseTag(change)
      if (result === 'unknown-cylinder') throw problem('NOT_FOUND')
      if (result === 'not-bound') throw problem('TAG_NOT_BOUND', { path: '/value' })
      return reply.code(201).send({ eventId: event.id, scheme, value })
    },
  )
}
