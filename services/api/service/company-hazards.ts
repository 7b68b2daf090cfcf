import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { present, timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { decideHazard, type HazardCommand } from '#domain/service/hazard.ts'
import { day, type EpochMs, epochMs } from '#domain/units.ts'
import {
  hazard as hazardSchema,
  hazardCreate,
  hazardQuery,
  hazardStep,
  type HazardStepBody,
} from '#schemas/api/company-hazard.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import type { HazardRow, HazardStepRow } from '#store/queries/service/company-hazards.ts'
import { happenedAt, refused } from './case-desk.ts'

const params = z.object({ id: uuid })
const dueKey = z.tuple([calendarDate, uuid])
const KEEPERS = ['admin', 'office', 'station'] as const
const READERS = [...KEEPERS, 'regulator'] as const

const detailSchema = hazardSchema.extend({ steps: z.array(z.looseObject({ type: z.string() })) })

const view = (row: HazardRow, now: number) => ({
  ...row,
  photos: [...row.photos],
  foundAt: timeText(row.foundAt),
  reportedAt: timeTextOrNull(row.reportedAt),
  rectifiedAt: timeTextOrNull(row.rectifiedAt),
  closedAt: timeTextOrNull(row.closedAt),
  recordedAt: timeText(row.recordedAt),
  overdue: row.closedAt === null && row.dueOn < dayOf(epochMs(now)),
})

const stepView = ({ at, recordedAt, body, ...step }: HazardStepRow) => ({
  ...body,
  ...step,
  at: timeText(at),
  recordedAt: timeText(recordedAt),
})

const commandOf = (step: HazardStepBody, now: EpochMs): HazardCommand => {
  const at = happenedAt(step.at, now)
  if (step.type !== 'recheck') return { type: step.type, at }
  return {
    type: 'recheck',
    at,
    passed: step.passed,
    dueOn: step.dueOn === undefined ? null : day(step.dueOn),
  }
}

/** 公司隐患台账: what was found at our own stations, until somebody else has seen that it is gone. */
export const companyHazardRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { companyHazards: hazards, stations } = deps.queries

  const detail = async (row: HazardRow) => ({
    ...view(row, deps.clock()),
    steps: (await hazards.steps(row.id)).map(stepView),
  })

  app.post(
    '/v1/company-hazards',
    {
      config: { access: KEEPERS },
      schema: { body: hazardCreate, response: { 201: detailSchema } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const station = await stations.byId(scope, body.stationId)
      if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
      const foundAt = happenedAt(body.foundAt, deps.clock(), '/foundAt')
      if (body.dueOn < dayOf(foundAt) || foundAt > deps.clock()) {
        const path = foundAt > deps.clock() ? '/foundAt' : '/dueOn'
        const why = { zh: '发现在前，期限在后', en: 'found in the past, due after it was found' }
        throw problem('INCONSISTENT_REQUEST', { path, detail: why })
      }
      const { enterpriseId, region } = station
      const photos = body.photos ?? []
      await refuseMissing(
        deps,
        enterpriseId,
        photos.map((hash, i) => [`/photos/${i}`, hash] as const),
      )
      const id = body.id?.toLowerCase() ?? eventIdOf(request, deps)
      await hazards.create({
        id,
        enterpriseId,
        region,
        stationId: body.stationId,
        source: body.source,
        major: body.major,
        what: body.what,
        control: body.control ?? null,
        photos,
        foundAt,
        foundBy: principal.userId,
        dueOn: body.dueOn,
        recordedAt: deps.clock(),
      })
      const row = await hazards.byId(scope, id)
      if (row === null) throw problem('ALREADY_EXISTS', { path: '/id' })
      return reply.code(201).send(await detail(row))
    },
  )

  app.get(
    '/v1/company-hazards',
    {
      config: { access: READERS },
      schema: { querystring: hazardQuery, response: { 200: pageOf(hazardSchema) } },
    },
    async (request) => {
      const { limit, cursor, state } = request.query
      const key = decodeCursor(cursor, dueKey)
      const after = key === null ? null : { on: key[0], id: key[1] }
      const scope = scopeOf(principalOf(request))
      const rows = await hazards.list(scope, state === 'open', limit + 1, after)
      return pageFrom(
        rows,
        limit,
        (row) => [row.dueOn, row.id],
        (row) => view(row, deps.clock()),
      )
    },
  )

  app.get(
    '/v1/company-hazards/:id',
    { config: { access: READERS }, schema: { params, response: { 200: detailSchema } } },
    async (request) => {
      const row = await hazards.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return detail(row)
    },
  )

  app.post(
    '/v1/company-hazards/:id/steps',
    {
      config: { access: KEEPERS },
      schema: { params, body: hazardStep, response: { 200: detailSchema } },
    },
    async (request) => {
      const {
        body: step,
        params: { id },
      } = request
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const known = await hazards.byId(scope, id)
      if (known === null) throw problem('NOT_FOUND')
      const photos = step.type === 'report' ? [] : (step.photos ?? [])
      const named = photos.map((hash, i) => [`/photos/${i}`, hash] as const)
      await refuseMissing(deps, known.enterpriseId, named)
      const now = epochMs(deps.clock())
      const command = commandOf(step, now)
      const { type, at: _at, ...facts } = step
      const written = {
        id: eventIdOf(request, deps),
        type,
        at: command.at,
        recordedAt: now,
        recordedBy: principal.userId,
        body: present(facts),
      }
      const row = await hazards.act(scope, known.id, written, (hazard) =>
        decideHazard(hazard, command, { now, by: principal.userId }),
      )
      if (row === null) throw problem('NOT_FOUND')
      if ('code' in row) throw refused(row)
      return detail(row)
    },
  )
}
