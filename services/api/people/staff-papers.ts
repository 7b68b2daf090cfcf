import { z } from 'zod'
import { mayActFor, OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  certificate,
  certificateCreate,
  certificateQuery,
  paperRevoke,
  training,
  trainingCreate,
  trainingListQuery,
} from '#schemas/api/staff-paper.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import type { CertificateRow, TrainingRow } from '#store/queries/people/staff-papers.ts'

const READERS = ['admin', 'office', 'station', 'lab', 'regulator'] as const
const params = z.object({ id: uuid })
const byEnd = z.tuple([calendarDate, cursorId])

const certificateView = ({ no: _no, ...row }: CertificateRow) => ({
  ...row,
  revokedAt: timeTextOrNull(row.revokedAt),
  recordedAt: timeText(row.recordedAt),
})

const trainingView = ({ no: _no, ...row }: TrainingRow) => ({
  ...row,
  topics: [...row.topics],
  people: row.people.map((person) => ({ ...person })),
  recordedAt: timeText(row.recordedAt),
})

type Taught = z.infer<typeof trainingCreate>

/** A training that was held, of people who stand in it once. @throws INCONSISTENT_REQUEST */
const checkTraining = ({ heldOn, people }: Taught, today: string): void => {
  if (heldOn > today) {
    const detail = { zh: '培训应在举办后登记', en: 'a training is recorded when it was held' }
    throw problem('INCONSISTENT_REQUEST', { path: '/heldOn', detail, limit: today })
  }
  const twice = people.findIndex(
    ({ operator }, index) => people.findIndex((other) => other.operator === operator) !== index,
  )
  if (twice < 0) return
  const detail = { zh: '同一人重复出现', en: 'the same person stands twice' }
  throw problem('INCONSISTENT_REQUEST', { path: `/people/${twice}/operator`, detail })
}

const unknownOperator = (index: number, operator: string) =>
  problem('UNKNOWN_REFERENCE', {
    path: `/people/${index}/operator`,
    remedy: {
      zh: '请先登记员工（POST /v1/staff），再登记培训',
      en: 'register them first: POST /v1/staff, then record the training',
    },
    detail: {
      zh: `${operator} 不在员工名册中，请先登记员工（POST /v1/staff），再登记培训`,
      en: `${operator} is not among the staff`,
    },
  })

/** Certificates with their end, and the ledger of trainings. People are known by job number: names are personal data. */
export const staffPaperRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { staffPapers, vehiclePapers } = deps.queries

  app.post(
    '/v1/staff-certificates',
    {
      config: { access: OFFICE },
      schema: { body: certificateCreate, response: { 201: certificate } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      mayActFor(principal, body.enterpriseId, '/enterpriseId')
      if (body.validFrom !== undefined && body.validFrom > body.validUntil) {
        const detail = { zh: '有效期截止早于起始', en: 'validUntil lies before validFrom' }
        throw problem('INCONSISTENT_REQUEST', { path: '/validUntil', detail })
      }
      const row = await staffPapers.addCertificate({
        ...body,
        id: eventIdOf(request, deps),
        issuedBy: body.issuedBy ?? null,
        validFrom: body.validFrom ?? null,
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      if (row === 'unique') throw problem('ALREADY_EXISTS', { path: '/certificateNo' })
      if (row === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/operator' })
      deps.siteChanged()
      return reply.code(201).send(certificateView(row))
    },
  )

  app.get(
    '/v1/staff-certificates',
    {
      config: { access: READERS },
      schema: { querystring: certificateQuery, response: { 200: pageOf(certificate) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const after = decodeCursor(cursor, byEnd)
      const rows = await staffPapers.certificates(scope, filter, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.validUntil, row.no], certificateView)
    },
  )

  app.post(
    '/v1/staff-certificates/:id/revoke',
    {
      config: { access: OFFICE },
      schema: { params, body: paperRevoke, response: { 200: certificate } },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      const revoked = { reason: request.body.reason, at: deps.clock() }
      const row = await staffPapers.revokeCertificate(scope, request.params.id, revoked)
      if (row === null) throw problem('NOT_FOUND')
      deps.siteChanged()
      return certificateView(row)
    },
  )

  app.post(
    '/v1/trainings',
    { config: { access: OFFICE }, schema: { body: trainingCreate, response: { 201: training } } },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      mayActFor(principal, body.enterpriseId, '/enterpriseId')
      checkTraining(body, dayOf(epochMs(deps.clock())))
      const id = eventIdOf(request, deps)
      const people = body.people.map((person) => ({ ...person, score: person.score ?? null }))
      const recorded = { recordedBy: principal.userId, recordedAt: deps.clock() }
      const trainer = body.trainer ?? null
      const added = await staffPapers.addTraining({ ...body, id, trainer, people, ...recorded })
      if (added === 'reference') {
        const { enterpriseId } = body
        for (const [i, { operator }] of people.entries()) {
          if (await vehiclePapers.isStaff(enterpriseId, operator)) continue
          throw unknownOperator(i, operator)
        }
        throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      }
      const row = await staffPapers.training(id)
      if (row === null) throw problem('NOT_FOUND')
      return reply.code(201).send(trainingView(row))
    },
  )

  app.get(
    '/v1/trainings',
    {
      config: { access: READERS },
      schema: { querystring: trainingListQuery, response: { 200: pageOf(training) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const before = decodeCursor(cursor, cursorId)
      const rows = await staffPapers.trainings(scope, filter, limit + 1, before)
      return pageFrom(rows, limit, (row) => row.no, trainingView)
    },
  )
}
