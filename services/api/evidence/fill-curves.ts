import { z } from 'zod'
import { principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { cylinderCode, uuid } from '#schemas/identifiers.ts'
import { fillCurve } from '#schemas/api/fill-curve.ts'
import { eventScope } from './event-scope.ts'

const params = z.object({ code: cylinderCode, eventId: uuid })

const grams = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) ? value : null

/** The weight curve of one fill, for whoever sees the fill in the cylinder's life. */
export const fillCurveRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { cylinders, fillCurves } = deps.queries

  app.get(
    '/v1/cylinders/:code/fills/:eventId/curve',
    { config: { access: STAFF }, schema: { params, response: { 200: fillCurve } } },
    async (request) => {
      const principal = principalOf(request)
      const { code, eventId } = request.params
      const row = await cylinders.byCode(scopeOf(principal), code)
      if (row === null) throw problem('NOT_FOUND')
      const fill = await fillCurves.fill(eventScope(principal, row), row.id, eventId)
      if (fill === null) throw problem('NOT_FOUND')
      const { body, permit } = fill
      const permitId = typeof body['permitId'] === 'string' ? body['permitId'] : null
      // Only a permit of this cylinder: an id that a device made up shows nobody else's weights.
      const slices = permitId === null || permit === null ? [] : await fillCurves.slices(permitId)
      return {
        eventId,
        at: timeText(fill.at),
        scale: fill.scale,
        permitId,
        tareG: grams(permit?.['tareG'] ?? body['tareG']),
        grossG: grams(body['grossG']),
        targetGrossG: grams(permit?.['targetGrossG']),
        maxGrossG: grams(permit?.['maxGrossG']),
        slices: slices.map(({ from, stepMs, grossG }) => ({
          from: timeText(from),
          stepMs,
          grossG: [...grossG],
        })),
      }
    },
  )
}
