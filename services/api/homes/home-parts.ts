import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { livingCustomer } from '#api/people/customer-view.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { addMonths, dayOf } from '#domain/calendar.ts'
import { day, epochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import {
  care,
  careChange,
  homePart as partSchema,
  homePartCreate,
  homePartQuery,
} from '#schemas/api/home.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import type { HomePartRow } from '#store/queries/homes/home-parts.ts'

const params = z.object({ id: uuid })
const cursorKey = z.tuple([calendarDate, uuid])
const INSPECTORS = ['admin', 'office', 'station', 'courier'] as const

export const partView = (today: string) => (row: HomePartRow) => ({
  ...row,
  // The printed day is still good.
  expired: row.replacedAt === null && row.useUntil < today,
  recordedAt: timeText(row.recordedAt),
  replacedAt: timeTextOrNull(row.replacedAt),
})

type Wanted = z.infer<typeof homePartCreate>
type Until = Pick<HomePartRow, 'useUntil' | 'untilFrom' | 'clause'>

/** As printed on it; else so long as the profile lets a part be used. @throws INCONSISTENT_REQUEST when no day tells it */
const untilOf = (part: Wanted, { single }: ResolvedProfile): Until => {
  if (part.useUntil !== undefined) {
    return { useUntil: part.useUntil, untilFrom: 'printed', clause: null }
  }
  const lives = single.partLife
  const begun = part.madeOn ?? part.installedOn
  if (begun === undefined || lives === undefined) {
    const detail = {
      zh: '请填写使用期限，或制造日期、安装日期',
      en: 'tell until when it may be used, or when it was made or installed',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/useUntil', detail })
  }
  return {
    useUntil: addMonths(day(begun), lives.value[part.kind]),
    untilFrom: part.madeOn === undefined ? 'installed' : 'made',
    clause: lives.clause,
  }
}

/** Appliances, hoses, regulators and alarms in homes (R000-5.3.5), the next to be replaced first; and who is visited first. */
export const homePartRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { homeParts, safety, care: cares } = deps.queries
  const profileOf = profileAt(deps)
  const today = () => dayOf(epochMs(deps.clock()))

  app.post(
    '/v1/home-parts',
    {
      config: { access: INSPECTORS },
      schema: { body: homePartCreate, response: { 201: partSchema } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const premises = await safety.premises(scopeOf(principal), body.premisesId)
      if (premises === null) throw problem('UNKNOWN_REFERENCE', { path: '/premisesId' })
      const { madeOn, installedOn } = body
      if (madeOn !== undefined && installedOn !== undefined && installedOn < madeOn) {
        const detail = { zh: '安装不能早于制造', en: 'nothing is installed before it is made' }
        throw problem('INCONSISTENT_REQUEST', { path: '/installedOn', limit: madeOn, detail })
      }
      const now = epochMs(deps.clock())
      const profile = await profileOf(premises.region, now, premises.enterpriseId)
      const row = await homeParts.create({
        id: eventIdOf(request, deps),
        enterpriseId: premises.enterpriseId,
        premisesId: premises.premisesId,
        customerId: premises.customerId,
        region: premises.region,
        kind: body.kind,
        brand: body.brand ?? null,
        model: body.model ?? null,
        serialNo: body.serialNo ?? null,
        madeOn: madeOn ?? null,
        installedOn: installedOn ?? null,
        ...untilOf(body, profile),
        recordedAt: now,
        recordedBy: principal.userId,
        replaces: body.replaces ?? null,
      })
      if (row === 'gone') {
        const detail = {
          zh: '该处没有（或不再有）这类部件',
          en: 'no such part of this kind stands there (any more)',
        }
        throw problem('UNKNOWN_REFERENCE', { path: '/replaces', detail })
      }
      return reply.code(201).send(partView(today())(row))
    },
  )

  app.get(
    '/v1/home-parts',
    {
      config: { access: [...INSPECTORS, 'regulator'] },
      schema: { querystring: homePartQuery, response: { 200: pageOf(partSchema) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { on: key[0], id: key[1] }
      const rows = await homeParts.list(scopeOf(principalOf(request)), filter, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.useUntil, row.id], partView(today()))
    },
  )

  app.post(
    '/v1/customers/:id/care',
    { config: { access: OFFICE }, schema: { params, body: careChange, response: { 200: care } } },
    async (request) => {
      const customer = await livingCustomer(deps, request, request.params.id)
      const needs = [...new Set(request.body.needs)]
      const by = { at: deps.clock(), by: principalOf(request).userId }
      if (!(await cares.set(customer, needs, by))) throw problem('CUSTOMER_ERASED')
      return { customerId: customer.id, care: needs.length > 0 }
    },
  )
}
