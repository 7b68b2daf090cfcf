import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import QRCode from 'qrcode'
import { z } from 'zod'
import { mayActFor, OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { badgeCard } from './badge-card.ts'
import { badgePage, badgeView, unknownBadgePage } from './badge-page.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { PAGE_CSP } from '#api/evidence/public-frame.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { checkPhone } from '#domain/identity/phone.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  badge,
  badgeCreate,
  badgeParams as params,
  publicBadge,
  trainingQuery as listQuery,
} from '#schemas/api/staff-paper.ts'
import type { BadgeRow } from '#store/queries/people/badges.ts'

const pdf = z.unknown().describe('PDF')
const TOKEN_BYTES = 16
const READERS = ['admin', 'office', 'station', 'regulator'] as const
const tokenKey = params.shape.badge

/** A name is shown where its holder agreed, and wrote down when. @throws INCONSISTENT_REQUEST for one without the other */
const shownName = (text: string | undefined, on: string | undefined, today: string) => {
  if (text === undefined && on === undefined) return null
  if (text === undefined || on === undefined) {
    const detail = {
      zh: '公示姓名须填写本人同意的日期',
      en: 'a name is shown only with the day on which its holder agreed',
    }
    const path = text === undefined ? '/name' : '/nameAgreedOn'
    throw problem('INCONSISTENT_REQUEST', { path, detail })
  }
  if (on > today) {
    const detail = { zh: '同意日期不能晚于今天', en: 'nobody agrees tomorrow' }
    throw problem('INCONSISTENT_REQUEST', { path: '/nameAgreedOn', limit: today, detail })
  }
  return { text, on }
}

/** A badge per member of staff, whose QR code opens a page on which a customer sees whether it is valid. */
export const badgeRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { badges } = deps.queries
  const today = (): string => dayOf(epochMs(deps.clock()))
  const urlOf = (token: string): string => `${deps.config.publicUrl}/b/${token}`

  const view = ({ token, ...row }: BadgeRow) => ({
    ...row,
    badge: token,
    url: urlOf(token),
    issuedAt: timeText(row.issuedAt),
    revokedAt: timeTextOrNull(row.revokedAt),
  })

  app.post(
    '/v1/badges',
    { config: { access: OFFICE }, schema: { body: badgeCreate, response: { 201: badge } } },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      mayActFor(principal, body.enterpriseId, '/enterpriseId')
      const phone = checkPhone(body.supervisionPhone)
      if (!phone.ok) {
        const detail = {
          zh: '不是中国的电话号码，示例：0991-1234567、4001234567',
          en: 'no phone number of China: 0991-1234567, 4001234567',
        }
        throw problem('INVALID_IDENTITY', { path: '/supervisionPhone', detail })
      }
      const { name, nameAgreedOn, ...plain } = body
      const shown = shownName(name, nameAgreedOn, today())
      const row = {
        ...plain,
        token: randomBytes(TOKEN_BYTES).toString('base64url'),
        supervisionPhone: phone.value.number,
        validUntil: body.validUntil ?? null,
        issuedBy: principal.userId,
        issuedAt: deps.clock(),
      }
      const issued = await badges.issue({
        ...row,
        name: shown === null ? null : { personId: deps.newId(), ...shown },
      })
      if (issued === 'unique') throw problem('ALREADY_EXISTS', { path: '/badgeNo' })
      if (issued === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/operator' })
      return reply
        .code(201)
        .send(view({ ...row, revokedAt: null, nameAgreedOn: shown?.on ?? null }))
    },
  )

  app.get(
    '/v1/badges',
    {
      config: { access: READERS },
      schema: { querystring: listQuery, response: { 200: pageOf(badge) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await badges.list(scope, filter, limit + 1, decodeCursor(cursor, tokenKey))
      return pageFrom(rows, limit, (row) => row.token, view)
    },
  )

  app.post(
    '/v1/badges/:badge/revoke',
    { config: { access: OFFICE }, schema: { params, response: { 200: publicBadge } } },
    async (request) => {
      const { badge: token } = request.params
      const scope = scopeOf(principalOf(request))
      const row = (await badges.revoke(scope, token, deps.clock()))
        ? await badges.byToken(token)
        : null
      if (row === null) throw problem('NOT_FOUND')
      return badgeView(row, today())
    },
  )

  /** One of the caller's enterprise. @throws NOT_FOUND */
  const ownBadge = async (request: FastifyRequest, token: string) => {
    const row = await badges.byToken(token)
    const { enterpriseId, role } = principalOf(request)
    if (row === null || (role !== 'admin' && row.enterpriseId !== enterpriseId)) {
      throw problem('NOT_FOUND')
    }
    return row
  }

  app.get(
    '/v1/badges/:badge/card.pdf',
    { config: { access: OFFICE }, schema: { params, response: { 200: pdf } } },
    async (request, reply) => {
      const row = await ownBadge(request, request.params.badge)
      if (row.revokedAt !== null) throw problem('ALREADY_CLOSED')
      const bytes = await badgeCard(row, urlOf(row.token))
      return reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="badge.pdf"')
        .send(bytes)
    },
  )

  app.get(
    '/v1/badges/:badge/label.svg',
    { config: { access: OFFICE }, schema: { params } },
    async (request, reply) => {
      const row = await ownBadge(request, request.params.badge)
      const options = { errorCorrectionLevel: 'Q', margin: 4, type: 'svg' } as const
      return reply.type('image/svg+xml').send(await QRCode.toString(urlOf(row.token), options))
    },
  )

  const config = {
    access: 'public',
    subject: 'badge',
    rateLimit: { max: deps.config.publicPerMinute, timeWindow: '1 minute' },
  } as const

  app.get(
    '/v1/public/badges/:badge',
    { config, schema: { params, response: { 200: publicBadge } } },
    async (request) => {
      const row = await badges.byToken(request.params.badge)
      if (row === null) throw problem('NOT_FOUND')
      return badgeView(row, today())
    },
  )

  app.get('/b/:badge', { config, schema: { hide: true } }, async (request, reply) => {
    const asked = params.safeParse(request.params)
    const row = asked.success ? await badges.byToken(asked.data.badge) : null
    return reply
      .code(row === null ? 404 : 200)
      .header('content-security-policy', PAGE_CSP)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(row === null ? unknownBadgePage() : badgePage(badgeView(row, today())))
  })
}
