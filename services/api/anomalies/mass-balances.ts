import { principalOf, scopeOf } from '#api/access.ts'
import { cylinderWithin } from '#api/act-on-cylinder.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { timeText } from '#api/time-text.ts'
import type { SeenEvent } from '#domain/anomalies/anomaly.ts'
import { massBalance } from '#domain/anomalies/mass-balance.ts'
import { tankLevel } from '#domain/anomalies/tank-balance.ts'
import { cylinderMassBalance, tankMassBalance } from '#schemas/api/anomaly.ts'
import { cylinderParams } from '#schemas/api/cylinder.ts'
import { tankParams, tankPeriod } from '#schemas/api/gas.ts'
import type { TraceRow } from '#store/queries/evidence/trace.ts'
import type { TankOutcome } from '#store/queries/gas/tank-days.ts'
import { visibleLife } from './visible-life.ts'

const READERS = ['admin', 'office', 'station', 'regulator'] as const

/** What was annulled moved no gas. */
export const countedEvents = (rows: readonly TraceRow[]): readonly SeenEvent[] => {
  const annulled = new Set(
    rows.flatMap(({ type, body }) =>
      type === 'event.annulled' ? [String(body['eventId']).toLowerCase()] : [],
    ),
  )
  return rows
    .filter(({ id, type }) => type !== 'event.annulled' && !annulled.has(id))
    .map((row) => {
      const codes = (row.findings ?? []).map(({ code }) => code)
      // Stored by ingest from a parsed event: the body fits its type.
      return { ...row, codes } as unknown as SeenEvent
    })
}

const NEXT = {
  sold: ['delivery.completed'],
  inStock: ['full'],
  toppedUp: ['fill.completed'],
  takenBack: ['residual.removed', 'residual.weighed', 'vacuum.completed'],
  lab: ['inspection.sent', 'cylinder.destroyed'],
} as const

const outcomesOf = (rows: readonly TankOutcome[]) => {
  const of = (names: readonly string[]) => {
    const own = rows.filter(({ next }) => names.includes(next))
    return {
      fills: own.reduce((sum, { fills }) => sum + fills, 0),
      massG: own.reduce((sum, { massG }) => sum + massG, 0),
    }
  }
  return {
    sold: of(NEXT.sold),
    inStock: of(NEXT.inStock),
    toppedUp: of(NEXT.toppedUp),
    takenBack: of(NEXT.takenBack),
    lab: of(NEXT.lab),
  }
}

/** 物料平衡: where the gas of a cylinder and of a tank came from, and where it went. */
export const massBalanceRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { tanks, tankDays, gasFigures } = deps.queries

  app.get(
    '/v1/cylinders/:code/mass-balance',
    {
      config: { access: READERS },
      schema: { params: cylinderParams, response: { 200: cylinderMassBalance } },
    },
    async (request) => {
      const row = await cylinderWithin(deps, request, request.params.code)
      const { events, partial } = await visibleLife(deps, request, row)
      const { code, registry, ownerId } = row
      const { steps, totals, ...balance } = massBalance({
        code,
        registry,
        ownerId,
        events: countedEvents(events),
      })
      return {
        code,
        ...balance,
        totals: { ...totals },
        partial,
        steps: steps.map(({ at, ...step }) => ({ ...step, at: timeText(at) })),
      }
    },
  )

  app.get(
    '/v1/tanks/:stationId/:id/mass-balance',
    {
      config: { access: READERS },
      schema: { params: tankParams, querystring: tankPeriod, response: { 200: tankMassBalance } },
    },
    async (request) => {
      const row = await tanks.byId(scopeOf(principalOf(request)), request.params)
      if (row === null) throw problem('NOT_FOUND')
      const period = {
        from: instantOf(request.query.from, 'from'),
        to: instantOf(request.query.to, 'to'),
      }
      if (period.to <= period.from) {
        throw problem('INCONSISTENT_REQUEST', {
          path: 'to',
          detail: { zh: '截止须晚于起始', en: 'to must be after from' },
        })
      }
      const [days, outcomes, told] = await Promise.all([
        tankDays.days(row, period),
        tankDays.outcomes(row, period),
        gasFigures.balance(row, period),
      ])
      const { minG, maxG, receivedG, filledG, changeG, unexplainedG, direction } = tankLevel(
        days,
        row.capacityG,
      )
      return {
        stationId: row.stationId,
        tank: row.id,
        from: timeText(period.from),
        to: timeText(period.to),
        receivedG,
        filledG,
        changeG,
        unexplainedG,
        direction,
        receipts: told.receipts,
        fills: outcomes.reduce((sum, { fills }) => sum + fills, 0),
        residualReturnedG: told.residualReturnedG,
        capacityG: row.capacityG,
        level: { minG, maxG },
        outcomes: outcomesOf(outcomes),
      }
    },
  )
}
