import { randomUUID } from 'node:crypto'
import { instantParam, ms, type Queryable } from '#store/queries/queryable.ts'
import type { NewInspection } from './insert-home.ts'

const KINDS: readonly unknown[] = ['regulator', 'hose', 'appliance']

type Seen = { readonly item: string; readonly useUntil: string }

const seenIn = (items: readonly unknown[]): readonly Seen[] =>
  (items as readonly Partial<Seen>[]).filter(
    (one): one is Seen => KINDS.includes(one.item) && one.useUntil !== undefined,
  )

const INSERT = `
  insert into home_part (id, enterprise_id, premises_id, customer_id, region, kind, use_until, until_from, recorded_by, recorded_at)
  values ($1, $2, $3, $4, $5, $6, $7, 'printed', $8, $9)`

/**
 * A check reads the day that is printed on a part (R000-5.3.5). A day that is not on record is another part: it takes the place of the
 * one that stood there, where it was the only one. What was recorded after the visit is newer and stays.
 */
export const tellParts = async (client: Queryable, visit: NewInspection): Promise<void> => {
  for (const { item, useUntil } of seenIn(visit.items)) {
    const { rows } = await client.query<{ id: string; useUntil: string; recordedAt: number }>(
      `select id, use_until::text as "useUntil", ${ms('recorded_at')} as "recordedAt" from home_part
       where premises_id = $1 and kind = $2 and replaced_at is null for update`,
      [visit.premisesId, item],
    )
    const known = rows.some((part) => part.useUntil === useUntil)
    if (known || rows.some(({ recordedAt }) => recordedAt > visit.happenedAt)) continue
    const id = randomUUID()
    const at = instantParam(visit.recordedAt)
    await client.query(INSERT, [
      id,
      visit.enterpriseId,
      visit.premisesId,
      visit.customerId,
      visit.region,
      item,
      useUntil,
      visit.inspectorId,
      at,
    ])
    const only = rows.length === 1 ? rows[0] : undefined
    if (only === undefined) continue
    await client.query('update home_part set replaced_at = $2, replaced_by = $3 where id = $1', [
      only.id,
      at,
      id,
    ])
  }
}
