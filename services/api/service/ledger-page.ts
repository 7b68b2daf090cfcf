import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import type { Scope } from '#store/queries/scope.ts'
import type { LedgerKey } from '#store/queries/service/ledger.ts'

const timeKey = z.tuple([cursorTime, uuid])
const dayKey = z.tuple([calendarDate, uuid])

type Asked = { readonly limit: number; readonly cursor?: string | undefined }

type Kept<R> = {
  byId(scope: Scope, id: string): Promise<R | null>
  add(row: R): Promise<'created' | 'unique' | 'reference'>
}

type Listed<R, F> = {
  readonly order: { readonly of: (row: R) => string | number; readonly by: 'time' | 'day' }
  list(scope: Scope, filter: F, limit: number, after: LedgerKey): Promise<readonly R[]>
}

/** One page of a ledger, newest first. @throws INVALID_CURSOR */
export const ledgerPage = async <R extends { readonly id: string }, V>(
  { limit, cursor }: Asked,
  orderOf: (row: R) => string | number,
  rowsOf: (limit: number, after: LedgerKey) => Promise<readonly R[]>,
  show: (row: R) => V,
  by: 'time' | 'day' = 'time',
): Promise<{ items: V[]; next: string | null }> => {
  const key = by === 'time' ? decodeCursor(cursor, timeKey) : decodeCursor(cursor, dayKey)
  const after = key === null ? null : { at: key[0], id: key[1] }
  const rows = await rowsOf(limit + 1, after)
  return pageFrom(rows, limit, (row) => [orderOf(row), row.id], show)
}

/** As {@link ledgerPage}: what the caller sees of a ledger, by the fields of the query. */
export const ledgerList = <R extends { readonly id: string }, Q extends Asked, V>(
  request: FastifyRequest & { readonly query: Q },
  ledger: Listed<R, Omit<Q, 'limit' | 'cursor'>>,
  show: (row: R) => V,
): Promise<{ items: V[]; next: string | null }> => {
  const { limit, cursor, ...filter } = request.query
  const scope = scopeOf(principalOf(request))
  return ledgerPage(
    { limit, cursor },
    ledger.order.of,
    (most, after) => ledger.list(scope, filter, most, after),
    show,
    ledger.order.by,
  )
}

/** Adds a row, or finds the one that the same request made. `taken` and `unknown` are the fields that a refusal names. */
export const keepOnce = async <R extends { readonly id: string }>(
  ledger: Kept<R>,
  scope: Scope,
  row: R,
  { taken = '/id', unknown = '/id' }: { readonly taken?: string; readonly unknown?: string } = {},
): Promise<R> => {
  const added = await ledger.add(row)
  if (added === 'reference') throw problem('UNKNOWN_REFERENCE', { path: unknown })
  const stored = await ledger.byId(scope, row.id)
  if (stored === null) throw problem('ALREADY_EXISTS', { path: taken })
  return stored
}
