import { instantParam, type Where } from '#store/queries/queryable.ts'

/** The last row of a page that goes from new to old. */
export type TimeKey = { readonly at: number; readonly id: string } | null

/** Rows behind the key. */
export const timeKeyOlder = (where: Where, time: string, id: string, after: TimeKey): void => {
  if (after === null) return
  where.and(
    `(${time}, ${id}) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
  )
}
