import { z } from 'zod'
import { actOnCylinder, cylinderWithin } from '#api/act-on-cylinder.ts'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { stepId } from '#api/derived-id.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { personEvent } from '#api/person-event.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { valueAt } from '#domain/registry.ts'
import { returnWeighed, returnWeighing } from '#schemas/api/return.ts'
import { uuid } from '#schemas/identifiers.ts'
import { happenedOf } from './instant-of.ts'

const params = z.object({ id: uuid })

/** 残液称重 at a counter whose scale is no device of ours: read off and typed in, by whom stands in the event (R002-7.1.14d). */
export const returnWeighingRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  app.post(
    '/v1/returns/:id/weighing',
    {
      config: { access: ['admin', 'office', 'station'] },
      schema: { params, body: returnWeighing, response: { 201: returnWeighed } },
    },
    async (request, reply) => {
      const { grossG, weighedAt: told } = request.body
      const scope = scopeOf(principalOf(request))
      const row = await deps.queries.returns.byId(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const weighedAt = happenedOf(told, '/weighedAt', deps.clock())
      if (weighedAt < row.happenedAt) {
        const detail = { zh: '称重应在收回之后', en: 'it is weighed after it came back' }
        throw problem('INCONSISTENT_REQUEST', { path: '/weighedAt', detail })
      }
      if (row.weighedAt !== null) throw problem('ALREADY_CLOSED')
      const cylinder = await cylinderWithin(deps, request, row.code)
      const tareG = valueAt(cylinder.registry.tare, weighedAt) ?? null
      const body = { grossG, tareG: tareG ?? undefined, returnReason: row.reason }
      const seen = personEvent(deps, request, 'residual.weighed', body)
      const stationId =
        row.custodyKind === 'station' ? (row.custodyId ?? seen.stationId) : seen.stationId
      const id = stepId(eventIdOf(request, deps), 'residual')
      await actOnCylinder(deps, row.code, { ...seen, id, at: weighedAt, stationId })
      return reply.code(201).send({
        returnId: row.id,
        code: row.code,
        weighedAt: timeText(weighedAt),
        grossG,
        tareG,
        residualG: tareG === null ? null : grossG - tareG,
      })
    },
  )
}
