import { z } from 'zod'
import { OFFICE, OVERSEERS, principalOf, type Principal } from '#api/access.ts'
import {
  actOnCylinder,
  cylinderWithin,
  eventAfter,
  ownCylinder,
  type Refusal,
} from '#api/act-on-cylinder.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem, asWritten } from '#api/problem.ts'
import { refuseStanding } from '#api/supervision/standing-order.ts'
import { refuseRelease } from './release.ts'
import type { LockedLife } from '#domain/store-ports.ts'
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

const acted = z.looseObject({ eventId: z.string(), findings: z.array(findingSchema), cylinder })
const tagged = z.looseObject({ eventId: z.string(), scheme: z.string(), value: z.string() })

/** Its code and tags are void for ever (DB4114/T 185-2023 §4.9, facts F3). */
const TAGS_STAY = {
  zh: '已报废气瓶的标签永久保留，也不再绑定新标签',
  en: 'a retired cylinder keeps its tags for ever and gets no new ones',
}

const retiredAlready = ({ cylinder: { retired } }: LockedLife): Refusal | null =>
  retired === null
    ? null
    : { code: 'ALREADY_RETIRED', details: { detail: asWritten(retired.reason) } }

/** What people decide about one cylinder: written as events by the same path as what devices send. */
export const cylinderActionRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { cylinders } = deps.queries

  app.post(
    '/v1/cylinders/:code/release',
    {
      config: { access: OVERSEERS },
      schema: { params, body: cylinderRelease, response: { 201: acted } },
    },
    async (request, reply) => {
      const principal: Principal = principalOf(request)
      const { reason, codes } = request.body
      const row = await ownCylinder(deps, request, request.params.code)
      if (codes === undefined && row.state.orders.length > 0) {
        await refuseStanding(deps, 'quarantine', row.code)
      }
      const eventIds = row.state.standing.map((block) => block.eventId)
      const events = await cylinders.blockingEvents(row.id, eventIds)
      const body = { reason, codes, role: principal.role }
      const event = eventAfter(deps, request, row, 'quarantine.released', body)
      const answer = await actOnCylinder(deps, row.code, event, (life) =>
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
      const row = await cylinderWithin(deps, request, request.params.code)
      const body = { reason: request.body.reason, role: principalOf(request).role }
      const event = eventAfter(deps, request, row, 'cylinder.quarantined', body)
      return reply.code(201).send(await actOnCylinder(deps, row.code, event, retiredAlready))
    },
  )

  app.post(
    '/v1/cylinders/:code/retire',
    {
      config: { access: ['admin', 'office', 'lab'] },
      schema: { params, body: cylinderRetire, response: { 201: acted } },
    },
    async (request, reply) => {
      const row = await ownCylinder(deps, request, request.params.code)
      const event = eventAfter(deps, request, row, 'cylinder.retired', request.body)
      return reply.code(201).send(await actOnCylinder(deps, row.code, event, retiredAlready))
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
      const row = await ownCylinder(deps, request, request.params.code)
      if (scheme === 'code') {
        const detail = {
          zh: '登记编号随登记绑定，不能另行绑定',
          en: 'the registered code is bound by the registration itself',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/scheme', detail })
      }
      const from = validFrom === undefined ? undefined : (parseInstant(validFrom) ?? undefined)
      const event = eventAfter(deps, request, row, 'tag.bound', { scheme, value, validFrom: from })
      const result = await deps.recorder.bindTag({ code: row.code, tag: { scheme, value }, event })
      if (result === 'unknown-cylinder') throw problem('NOT_FOUND')
      if (result === 'retired') throw problem('ALREADY_RETIRED', { detail: TAGS_STAY })
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
      if (scheme === 'code') {
        const detail = {
          zh: '登记编号终身不变，不能解绑',
          en: 'the registered code stays with the cylinder for ever',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/scheme', detail })
      }
      const row = await ownCylinder(deps, request, request.params.code)
      const event = eventAfter(deps, request, row, 'tag.released', { scheme, value })
      const change = { code: row.code, tag: { scheme, value }, event }
      const result = await deps.recorder.releaseTag(change)
      if (result === 'unknown-cylinder') throw problem('NOT_FOUND')
      if (result === 'retired') throw problem('ALREADY_RETIRED', { detail: TAGS_STAY })
      if (result === 'not-bound') throw problem('TAG_NOT_BOUND', { path: '/value' })
      return reply.code(201).send({ eventId: event.id, scheme, value })
    },
  )
}
