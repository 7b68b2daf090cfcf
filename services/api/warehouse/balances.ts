import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeTextOrNull } from '#api/time-text.ts'
import { addDays } from '#domain/calendar.ts'
import { day } from '#domain/units.ts'
import { balanceQuery, balances, movementQuery, movements } from '#schemas/api/balance.ts'
import type { BalanceRow, MovementRow } from '#store/queries/warehouse/balances.ts'

const READERS = ['admin', 'office', 'station', 'regulator'] as const

const part = z.string().max(256)
const balanceKey = z.tuple([part, part, part, part, part])
const movementKey = z.tuple([part, part, part, part])

/** The database has made sure of the kind. */
type Kind = z.infer<typeof balances>['byKind'][number]['kind']

const holdingOf = ({ enterpriseId, kind, holder, model }: BalanceRow | MovementRow) => ({
  enterpriseId,
  kind: kind as Kind,
  holder: holder === '' ? null : holder,
  model,
})

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0)

/** Balances of custody (保管台账): where all cylinders are, and what moved in a period. They add up to the registry. */
export const balanceRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { custody } = deps.queries

  app.get(
    '/v1/balances',
    {
      config: { access: READERS },
      schema: { querystring: balanceQuery, response: { 200: balances } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const after = decodeCursor(cursor, balanceKey)
      const [totals, rows] = await Promise.all([
        custody.totals(scope, filter),
        custody.balances(scope, filter, limit + 1, after),
      ])
      const keyOf = (row: BalanceRow) => [
        row.enterpriseId,
        row.kind,
        row.holder,
        row.model,
        row.content,
      ]
      const page = pageFrom(rows, limit, keyOf, (row) => ({
        id: keyOf(row).join('/'),
        ...holdingOf(row),
        content: row.content,
        cylinders: row.cylinders,
      }))
      return {
        bookedAt: timeTextOrNull(totals.bookedAt),
        cylinders: totals.byKind.reduce((all, { cylinders }) => all + cylinders, 0),
        byKind: totals.byKind.map(({ kind, cylinders }) => ({ kind: kind as Kind, cylinders })),
        ...page,
      }
    },
  )

  app.get(
    '/v1/balances/movements',
    {
      config: { access: READERS },
      schema: { querystring: movementQuery, response: { 200: movements } },
    },
    async (request) => {
      const { limit, cursor, from, to, ...filter } = request.query
      if (to < from) {
        const detail = {
          zh: '截止早于起始；首尾两日均计入',
          en: 'to lies before from; both days belong to the period',
        }
        throw problem('INVALID_REQUEST', { path: 'to', detail })
      }
      const scope = scopeOf(principalOf(request))
      const after = decodeCursor(cursor, movementKey)
      const period = { ...filter, from, to: addDays(day(to), 1) }
      const [{ bookedAt }, rows] = await Promise.all([
        custody.booked(),
        custody.movements(scope, period, limit + 1, after),
      ])
      const keyOf = (row: MovementRow) => [row.enterpriseId, row.kind, row.holder, row.model]
      const page = pageFrom(rows, limit, keyOf, (row) => ({
        id: keyOf(row).join('/'),
        ...holdingOf(row),
        opening: row.opening,
        came: sum(row.came),
        cameFrom: { ...row.came },
        went: sum(row.went),
        wentTo: { ...row.went },
        closing: row.closing,
      }))
      return { from, to, bookedAt: timeTextOrNull(bookedAt), ...page }
    },
  )
}
