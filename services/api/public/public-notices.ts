import { z } from 'zod'
import { mayActFor, OFFICE, OVERSEERS, type Principal, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { present } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { checkPhone } from '#domain/identity/phone.ts'
import { epochMs } from '#domain/units.ts'
import {
  publicNotice,
  publicNoticeCreate,
  publicNoticeQuery,
  publicProfileCreate,
  publicProfileView,
  publicTextParams as params,
} from '#schemas/api/public-info.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import { noticeView, profileView } from './info-view.ts'
import { leadTime } from './lead-time.ts'

const cursorKey = z.tuple([calendarDate, uuid])
/** Without a station the rules of the whole country. */
const NOWHERE = '000000'

/** Whose word it is. @throws INCONSISTENT_REQUEST, UNKNOWN_REFERENCE */
export const publisherOf = (principal: Principal, named: string | undefined): string => {
  const enterpriseId = named ?? principal.enterpriseId
  if (enterpriseId === null) {
    const detail = { zh: '请指定发布的企业', en: 'name the enterprise that publishes it' }
    throw problem('INCONSISTENT_REQUEST', { path: '/enterpriseId', detail })
  }
  mayActFor(principal, enterpriseId, '/enterpriseId')
  return enterpriseId
}

const checkPhones = (phones: Readonly<Record<string, string>>, path: string): void => {
  for (const [name, text] of Object.entries(phones)) {
    if (checkPhone(text).ok) continue
    const detail = {
      zh: '不是中国的电话号码，示例：0991-1234567、4001234567',
      en: 'no phone number of China: 0991-1234567, 4001234567',
    }
    throw problem('INVALID_IDENTITY', { path: `${path}/${name}`, detail })
  }
}

type Notice = z.infer<typeof publicNoticeCreate>

/** A station is named when it closes or moves, a new place when it moves. @throws INCONSISTENT_REQUEST, INVALID_IDENTITY */
const checkNotice = ({ kind, stationId, newPlace }: Notice): void => {
  if ((kind !== 'business-closure') !== (stationId !== undefined)) {
    const detail = {
      zh: '站点关闭或迁移须指定站点，企业停业则不指定',
      en: 'a station that closes or moves is named; a closure of the business names none',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/stationId', detail })
  }
  if ((kind === 'station-moving') !== (newPlace !== undefined)) {
    const detail = {
      zh: '迁移时须写明新址，其他情形不填（R001-6.2-1）',
      en: 'whoever moves says where to, and nobody else (R001-6.2-1)',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/newPlace', detail })
  }
  if (newPlace !== undefined) checkPhones({ phone: newPlace.phone }, '/newPlace')
}

/** What an office publishes, dated: hours, phones, gas, payment; stations that close or move (R001-6.2-1, R000-6.1.2). */
export const publicNoticeRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { publicInfo, stations, enterprises } = deps.queries
  const profileOf = profileAt(deps)

  const regionOf = async (principal: Principal, enterpriseId: string): Promise<string> => {
    const rows = await stations.list(scopeOf(principal), 500, null)
    return rows.find((row) => row.enterpriseId === enterpriseId)?.region ?? NOWHERE
  }

  app.post(
    '/v1/public-profiles',
    {
      config: { access: OFFICE },
      schema: { body: publicProfileCreate, response: { 201: publicProfileView } },
    },
    async (request, reply) => {
      const { enterpriseId: named, validFrom, lateReason, ...facts } = request.body
      const principal = principalOf(request)
      const enterpriseId = publisherOf(principal, named)
      if ((await enterprises.byId(scopeOf(principal), enterpriseId)) === null) {
        throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      }
      const now = epochMs(deps.clock())
      const today = dayOf(now)
      if (validFrom < today) {
        const detail = {
          zh: '已公布的内容不能更改：请从今天起公布',
          en: 'what was published stays as it was: publish from today on',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/validFrom', limit: today, detail })
      }
      checkPhones(facts.phones, '/phones')
      const before = await publicInfo.profileOn(enterpriseId, validFrom)
      const changed =
        before !== null && JSON.stringify(before.body['hours']) !== JSON.stringify(facts.hours)
      const { single } = await profileOf(await regionOf(principal, enterpriseId), now, enterpriseId)
      const announced = { at: now, on: validFrom, path: '/validFrom', reason: lateReason }
      const lead =
        changed && single.hoursNotice !== undefined
          ? await leadTime(deps, { ...announced, term: single.hoursNotice })
          : null
      const row = {
        enterpriseId,
        validFrom,
        body: present(facts),
        late: lead?.late ?? false,
        lateReason: lead?.late === true ? (lateReason ?? null) : null,
        clause: lead?.clause ?? null,
      }
      if (!(await publicInfo.addProfile(row, { by: principal.userId, at: now }))) {
        throw problem('ALREADY_EXISTS', { path: '/validFrom' })
      }
      return reply.code(201).send(profileView(row))
    },
  )

  app.post(
    '/v1/public-notices',
    {
      config: { access: OFFICE },
      schema: { body: publicNoticeCreate, response: { 201: publicNotice } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const enterpriseId = publisherOf(principal, body.enterpriseId)
      checkNotice(body)
      const scope = scopeOf(principal)
      const station =
        body.stationId === undefined ? null : await stations.byId(scope, body.stationId)
      if (body.stationId !== undefined && station?.enterpriseId !== enterpriseId) {
        throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
      }
      const now = epochMs(deps.clock())
      const region = station?.region ?? (await regionOf(principal, enterpriseId))
      const { single } = await profileOf(region, now, enterpriseId)
      const term = station === null ? single.closureNotice : single.stationNotice
      if (term === undefined) throw new Error('a profile without lead times')
      const announced = { at: now, on: body.effectiveOn, path: '/effectiveOn' }
      const lead = await leadTime(deps, { ...announced, term, reason: body.lateReason })
      const id = eventIdOf(request, deps)
      const row = {
        id,
        enterpriseId,
        kind: body.kind,
        stationId: body.stationId ?? null,
        effectiveOn: body.effectiveOn,
        content: present({ arrangement: body.arrangement, newPlace: body.newPlace }),
        ...lead,
        lateReason: lead.late ? (body.lateReason ?? null) : null,
      }
      await publicInfo.addNotice(row, { by: principal.userId, at: now })
      const stored = await publicInfo.notice(scope, id)
      if (stored === null) throw problem('NOT_FOUND')
      return reply.code(201).send(noticeView(stored))
    },
  )

  app.get(
    '/v1/public-notices',
    {
      config: { access: OVERSEERS },
      schema: { querystring: publicNoticeQuery, response: { 200: pageOf(publicNotice) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { on: key[0], id: key[1] }
      const rows = await publicInfo.notices(scopeOf(principalOf(request)), limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.effectiveOn, row.id], noticeView)
    },
  )

  app.post(
    '/v1/public-notices/:id/withdraw',
    { config: { access: OFFICE }, schema: { params, response: { 200: publicNotice } } },
    async (request) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const row = await publicInfo.notice(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const gone = await publicInfo.withdraw(row.id, { by: principal.userId, at: deps.clock() })
      if (!gone) throw problem('ALREADY_CLOSED')
      return noticeView((await publicInfo.notice(scope, row.id)) ?? row)
    },
  )
}
