import type { Pool } from 'pg'
import { instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { insertRow } from './insert-row.ts'

/** What a column holds: `day` is text, `instant` milliseconds, `bytes` hexadecimal text, `json` any value. */
export type ColumnKind = 'plain' | 'day' | 'instant' | 'json' | 'bytes'

type Kept = { readonly id: string; readonly enterpriseId: string }

/** Names in our own code; a column is its property in snake case. `order` = the time or day by which the list runs, newest first. */
export type LedgerTable<R extends Kept> = {
  readonly table: string
  readonly columns: { readonly [K in keyof R]: ColumnKind }
  readonly order: keyof R & string
}

/** Equal to these, where they are given; `from` and `to` (excluded) bound the order. */
export type LedgerFilter<R> = { readonly [K in keyof R]?: R[K] | undefined } & {
  readonly enterpriseId?: string | undefined
}

export type LedgerKey = { readonly at: string | number; readonly id: string } | null

const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const shown = (kind: ColumnKind, column: string): string => {
  if (kind === 'day') return `${column}::text`
  if (kind === 'instant') return ms(column)
  return kind === 'bytes' ? `encode(${column}, 'hex')` : column
}

const stored = (kind: ColumnKind, value: unknown): unknown => {
  if (value === null || value === undefined) return null
  if (kind === 'instant') return instantParam(value as number)
  if (kind === 'json') return JSON.stringify(value)
  return kind === 'bytes' ? Buffer.from(value as string, 'hex') : value
}

/** A table that a company only adds to: kept once under its id, read within reach, newest first. */
export const ledgerOf = <R extends Kept>(pool: Pool, read: Pool, kept: LedgerTable<R>) => {
  const { table, columns, order } = kept
  const kinds = Object.entries(columns) as [keyof R & string, ColumnKind][]
  const list = kinds.map(([name, kind]) => `${shown(kind, `t.${snake(name)}`)} as "${name}"`)
  const key = `t.${snake(order)}`
  const cast = columns[order] === 'day' ? 'date' : 'timestamptz'
  const keyParam = (at: string | number): string => (typeof at === 'number' ? instantParam(at) : at)

  const within = (scope: Scope): Where => {
    const where = new Where()
    where.and(heldInScope(where, scope, 't'))
    return where
  }

  return {
    /** By what a page goes on. */
    order: {
      of: (row: R) => row[order] as string | number,
      by: columns[order] === 'day' ? 'day' : 'time',
    } as const,

    /** `unique` = a row of that id, or one that excludes it, is there. */
    add: (row: R, client: Queryable = pool) =>
      insertRow(
        client,
        table,
        Object.fromEntries(kinds.map(([name, kind]) => [snake(name), stored(kind, row[name])])),
      ),

    async byId(scope: Scope, id: string, client: Queryable = pool): Promise<R | null> {
      const where = within(scope)
      where.and(`t.id = ${where.param(id)}`)
      const { rows } = await client.query<R & object>(
        `select ${list.join(', ')} from ${table} t ${where.sql}`,
        where.values,
      )
      return rows[0] ?? null
    },

    async list(
      scope: Scope,
      filter: LedgerFilter<R>,
      limit: number,
      after: LedgerKey,
    ): Promise<readonly R[]> {
      const where = within(scope)
      for (const [name, value] of Object.entries(filter)) {
        if (value !== undefined) where.and(`t.${snake(name)} = ${where.param(value)}`)
      }
      if (after !== null) {
        where.and(
          `(${key}, t.id) < (${where.param(keyParam(after.at))}::${cast}, ${where.param(after.id)}::uuid)`,
        )
      }
      const { rows } = await read.query<R & object>(
        `select ${list.join(', ')} from ${table} t ${where.sql} order by ${key} desc, t.id desc limit ${where.param(limit)}`,
        where.values,
      )
      return rows
    },
  }
}
