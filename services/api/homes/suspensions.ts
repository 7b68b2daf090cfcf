import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { withCustomers } from '#api/people/customer-names.ts'
import { problem, type Said } from '#api/problem.ts'
import { kept } from '#api/sales/home-check.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { signedObject } from '#api/sales/visit-desk.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { addMonths, dayOf, startOfDay } from '#domain/calendar.ts'
import { dueAfter } from '#domain/service/term.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import {
  suspension as suspensionSchema,
  suspensionCreate,
  suspensionLift,
  suspensionListed,
  suspensionQuery,
} from '#schemas/api/home.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { SuspensionRow } from '#store/queries/homes/suspensions.ts'
import type { RectificationRow } from '#store/queries/sales/safety.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([cursorTime, uuid])
const READERS = ['admin', 'office', 'station', 'courier', 'regulator'] as const

type Wanted = z.infer<typeof suspensionCreate>
type Asked = {
  readonly body: Wanted
  readonly profile: ResolvedProfile
  readonly notifiedAt: EpochMs
  readonly effectiveAt: EpochMs
}

/** R000-5.2.6: the user's refusals; R001-4.3: what supply may be stopped for. */
const CLAUSE = { danger: 'R001-4.3', other: 'R000-5.2.6' } as const

const view = (row: SuspensionRow) => ({
  ...row,
  notifiedAt: timeText(row.notifiedAt),
  effectiveAt: timeText(row.effectiveAt),
  recordedAt: timeText(row.recordedAt),
  liftedAt: timeTextOrNull(row.liftedAt),
})

const refuse = (path: string, detail: Said, more: object = {}) =>
  problem('SUSPENSION_UNFOUNDED', { path, detail, ...more })

/** 暂停供气 after notice, with its reason in the records; an order meets it as 409. */
export const suspensionRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { suspensions, safety, hazardWork, calendar } = deps.queries
  const profileOf = profileAt(deps)

  /** Between notice and suspension lies the term of the profile, unless somebody is in danger. */
  const checkNotice = async ({ body, profile, notifiedAt, effectiveAt }: Asked): Promise<void> => {
    if (effectiveAt < notifiedAt && body.reason !== 'danger') {
      throw refuse('/effectiveAt', {
        zh: '停供须先告知（R000-5.2.6）',
        en: 'the notice comes first (R000-5.2.6)',
      })
    }
    const term = profile.single.suspensionNotice
    if (body.reason === 'danger' || term === undefined) return
    const { dueAt } = dueAfter(notifiedAt, term.value, (await calendar.load()).calendar)
    if (effectiveAt > dueAt) return
    const limit = timeText(dueAt)
    const detail = {
      zh: `告知期至 ${limit} 止：期满后停供，危及安全时可立即停供`,
      en: `the notice runs until ${limit}: suspend after it, or for danger at once`,
    }
    throw refuse('/effectiveAt', detail, { limit, clause: term.clause })
  }

  /** So many closed doors within a year before the notice. */
  const checkDoors = async ({ body, profile, notifiedAt }: Asked): Promise<void> => {
    const least = profile.single.refusalsBeforeSuspension
    if (least === undefined) return
    const from = startOfDay(addMonths(dayOf(notifiedAt), -12))
    const measured = await suspensions.closedDoors(body.premisesId, from, notifiedAt)
    if (measured >= least.value) return
    const detail = {
      zh: `已有 ${measured} 次到访不遇或被拒，须达到 ${least.value} 次`,
      en: `${measured} visits found the door closed or were refused; ${least.value} are needed`,
    }
    throw refuse('/reason', detail, { measured, limit: least.value, clause: least.clause })
  }

  const checkHazard = async (
    { body, notifiedAt }: Asked,
    hazard: RectificationRow | null,
  ): Promise<void> => {
    if (hazard === null || hazard.premisesId !== body.premisesId) {
      throw problem('UNKNOWN_REFERENCE', { path: '/rectificationId' })
    }
    if (hazard.closedAt !== null)
      throw refuse('/rectificationId', { zh: '该隐患已整改', en: 'the hazard was mended' })
    if (body.reason === 'overdue-rectification' && dayOf(notifiedAt) <= hazard.dueOn) {
      const more = { limit: hazard.dueOn, clause: CLAUSE.other }
      throw refuse(
        '/notifiedAt',
        {
          zh: `整改期限为 ${hazard.dueOn}`,
          en: `it may be mended until ${hazard.dueOn}`,
        },
        more,
      )
    }
    if (body.reason === 'refused-rectification' && !(await hazardWork.refusedToMend(hazard.id))) {
      const detail = {
        zh: '请先登记拒改：POST /v1/rectifications/{id}/refusal',
        en: 'tell the refusal first: POST /v1/rectifications/{id}/refusal',
      }
      throw refuse('/reason', detail, { clause: CLAUSE.other })
    }
  }

  const check = async (asked: Asked, hazard: RectificationRow | null): Promise<void> => {
    await checkNotice(asked)
    switch (asked.body.reason) {
      case 'danger':
        if (asked.body.rectificationId !== undefined) await checkHazard(asked, hazard)
        return
      case 'refused-entry':
        return checkDoors(asked)
      case 'refused-rectification':
      case 'overdue-rectification':
        return checkHazard(asked, hazard)
    }
  }

  app.post(
    '/v1/supply-suspensions',
    {
      config: { access: OFFICE },
      schema: { body: suspensionCreate, response: { 201: suspensionSchema } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const premises = await safety.premises(scope, body.premisesId)
      if (premises === null) throw problem('UNKNOWN_REFERENCE', { path: '/premisesId' })
      const notifiedAt = instantOf(body.notifiedAt, '/notifiedAt')
      const effectiveAt = instantOf(body.effectiveAt, '/effectiveAt')
      const { enterpriseId, region } = premises
      const profile = await profileOf(region, notifiedAt, enterpriseId)
      const { rectificationId } = body
      const hazard =
        rectificationId === undefined ? null : await safety.rectification(scope, rectificationId)
      await check({ body, profile, notifiedAt, effectiveAt }, hazard)
      await refuseMissing(deps, enterpriseId, signedObject('/signature', body.signature))
      const id = eventIdOf(request, deps)
      const day = dayOf(notifiedAt).replaceAll('-', '').slice(2)
      const row = await suspensions.create({
        id,
        no: `TG${day}-${id.replaceAll('-', '').slice(-8).toUpperCase()}`,
        enterpriseId,
        premisesId: premises.premisesId,
        customerId: premises.customerId,
        region,
        reason: body.reason,
        clause: body.reason === 'danger' ? CLAUSE.danger : CLAUSE.other,
        profile: profile.ref,
        rectificationId: rectificationId ?? null,
        notifiedAt,
        effectiveAt,
        recordedAt: epochMs(deps.clock()),
        signature: kept(body.signature),
        recordedBy: principal.userId,
      })
      if (row === 'standing') {
        throw problem('ALREADY_EXISTS', {
          detail: { zh: '该处已暂停供气', en: 'supply to these premises is suspended already' },
        })
      }
      return reply.code(201).send(view(row))
    },
  )

  app.get(
    '/v1/supply-suspensions',
    {
      config: { access: READERS },
      schema: { querystring: suspensionQuery, response: { 200: pageOf(suspensionListed) } },
    },
    async (request) => {
      const { limit, cursor, state, premisesId } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const scope = scopeOf(principalOf(request))
      const filter = { open: state === 'open', premisesId }
      const rows = await suspensions.list(scope, filter, limit + 1, after)
      const page = pageFrom(rows, limit, (row) => [row.recordedAt, row.id], view)
      return { ...page, items: await withCustomers(deps, page.items) }
    },
  )

  app.post(
    '/v1/supply-suspensions/:id/lift',
    {
      config: { access: OFFICE },
      schema: { params, body: suspensionLift, response: { 200: suspensionSchema } },
    },
    async (request) => {
      const { userId, ...principal } = principalOf(request)
      const scope = scopeOf({ userId, ...principal })
      const row = await suspensions.byId(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const told = { at: deps.clock(), by: userId, reason: request.body.reason }
      if (!(await suspensions.lift(row.id, told))) throw problem('ALREADY_CLOSED')
      return view((await suspensions.byId(scope, row.id)) ?? row)
    },
  )
}
