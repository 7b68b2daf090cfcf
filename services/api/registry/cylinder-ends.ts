import { z } from 'zod'
import { mayActFor, OFFICE, principalOf } from '#api/access.ts'
import {
  actOnCylinder,
  cylinderWithin,
  type Decide,
  eventAfter,
  type Refusal,
} from '#api/act-on-cylinder.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { stepId } from '#api/derived-id.ts'
import { problem, asWritten, type Said } from '#api/problem.ts'
import { cylinder, cylinderParams as params } from '#schemas/api/cylinder.ts'
import {
  cylinderDestroy,
  cylinderFound,
  cylinderLost,
  cylinderPurchase,
} from '#schemas/api/cylinder-end.ts'
import { findingSchema } from '#schemas/finding.ts'

const acted = z.looseObject({ eventId: z.string(), findings: z.array(findingSchema), cylinder })

const refuse = (code: Refusal['code'], detail?: Said): Refusal => ({ code, details: { detail } })

const onlyRetired: Decide = ({ cylinder: { retired, destroyed } }) => {
  if (destroyed) return refuse('ALREADY_DESTROYED')
  return retired === null
    ? refuse('NOT_RETIRED', { zh: '请先报废并写明原因', en: 'retire it first, with its reason' })
    : null
}

const onlyKept: Decide = ({ cylinder: { retired, lost } }) => {
  if (retired !== null) return refuse('ALREADY_RETIRED', asWritten(retired.reason))
  return lost ? refuse('ALREADY_LOST') : null
}

const onlyLost: Decide = ({ cylinder: { lost } }) => (lost ? null : refuse('NOT_LOST'))

type Sale = {
  readonly owner: string | undefined
  readonly buyer: string
  /** Of the owner, when it is one and not a resident. */
  readonly companyId: string | null
}

const onlyResidents =
  ({ owner, buyer, companyId }: Sale): Decide =>
  ({ cylinder: { retired }, registry }) => {
    if (retired !== null) return refuse('ALREADY_RETIRED')
    if (registry.ownership.at(-1)?.value.ownerId !== owner) return refuse('CHANGED_MEANWHILE')
    if (owner === buyer) {
      return refuse('NOT_PURCHASABLE', { zh: '该瓶已属本企业', en: 'it is yours already' })
    }
    return companyId === null
      ? null
      : refuse('NOT_PURCHASABLE', {
          zh: `该瓶属于企业 ${companyId}`,
          en: `it belongs to ${companyId}`,
        })
  }

/** How cylinders leave: destroyed, lost (and found), and how those that residents own are bought. */
export const cylinderEndRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { cylinderEnds, enterprises, stations } = deps.queries
  const response = { 201: acted }

  app.post(
    '/v1/cylinders/:code/destroy',
    {
      config: { access: ['admin', 'office', 'lab'] },
      schema: { params, body: cylinderDestroy, response },
    },
    async (request, reply) => {
      const { body } = request
      const row = await cylinderWithin(deps, request, request.params.code)
      const event = eventAfter(deps, request, row, 'cylinder.destroyed', body)
      const answer = await actOnCylinder(deps, row.code, event, onlyRetired)
      await cylinderEnds.destroyed({
        cylinderId: row.id,
        eventId: event.id,
        method: body.method,
        evidence: body.evidence,
        certificateNo: body.certificateNo ?? null,
        photoSha256: body.photoSha256 ?? [],
        witness: body.witness ?? null,
        by: principalOf(request).userId,
        at: event.at,
      })
      return reply.code(201).send(answer)
    },
  )

  app.post(
    '/v1/cylinders/:code/lost',
    {
      config: { access: ['admin', 'office', 'station', 'courier'] },
      schema: { params, body: cylinderLost, response },
    },
    async (request, reply) => {
      const row = await cylinderWithin(deps, request, request.params.code)
      const event = eventAfter(deps, request, row, 'cylinder.reported-lost', request.body)
      return reply.code(201).send(await actOnCylinder(deps, row.code, event, onlyKept))
    },
  )

  app.post(
    '/v1/cylinders/:code/found',
    {
      config: { access: ['admin', 'office', 'station'] },
      schema: { params, body: cylinderFound, response },
    },
    async (request, reply) => {
      const { siteId, reason } = request.body
      const row = await cylinderWithin(deps, request, request.params.code)
      if (siteId !== undefined) {
        const { enterpriseId, role } = principalOf(request)
        const own = { kind: 'enterprise', enterpriseId: enterpriseId ?? '' } as const
        const station = await stations.byId(role === 'admin' ? { kind: 'all' } : own, siteId)
        if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/siteId' })
      }
      const event = eventAfter(deps, request, row, 'cylinder.found', { reason })
      const answer = await actOnCylinder(deps, row.code, event, onlyLost)
      if (siteId === undefined) return reply.code(201).send(answer)
      const now = await cylinderWithin(deps, request, row.code)
      const body = { to: { kind: 'station', id: siteId } }
      const moved = eventAfter(deps, request, now, 'custody.handed-over', body)
      const id = stepId(event.id, 'brought')
      return reply.code(201).send(await actOnCylinder(deps, row.code, { ...moved, id }))
    },
  )

  app.post(
    '/v1/cylinders/:code/purchase',
    { config: { access: OFFICE }, schema: { params, body: cylinderPurchase, response } },
    async (request, reply) => {
      const principal = principalOf(request)
      const { contractNo, sellerRef, priceFen } = request.body
      const buyer = request.body.ownerId ?? principal.enterpriseId
      if (buyer === null) throw problem('INVALID_REQUEST', { path: '/ownerId' })
      mayActFor(principal, buyer, '/ownerId')
      if ((await enterprises.byId({ kind: 'all' }, buyer)) === null) {
        throw problem('UNKNOWN_REFERENCE', { path: '/ownerId' })
      }
      const row = await cylinderWithin(deps, request, request.params.code)
      const owner = row.registry.ownership.at(-1)?.value.ownerId
      // Beyond reach: whether the owner is a company is the question.
      const company =
        owner === undefined
          ? null
          : await deps.queries.beyond(() => enterprises.byId({ kind: 'all' }, owner))
      const decide = onlyResidents({ owner, buyer, companyId: company?.id ?? null })
      const bought = { ownerId: buyer, contractNo, sellerRef, priceFen }
      const event = eventAfter(deps, request, row, 'ownership.transferred', bought)
      const answer = await actOnCylinder(deps, row.code, event, decide)
      await cylinderEnds.bought({
        cylinderId: row.id,
        eventId: event.id,
        enterpriseId: buyer,
        contractNo,
        sellerRef: sellerRef ?? null,
        priceFen: priceFen ?? null,
        by: principal.userId,
        at: event.at,
      })
      return reply.code(201).send(answer)
    },
  )
}
