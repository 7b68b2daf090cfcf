import type { Pool } from 'pg'
import { inTransaction, instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { caseInScope } from '#store/queries/service/case-rows.ts'
import { insertRow } from '#store/queries/service/insert-row.ts'

type Json = Readonly<Record<string, unknown>>

export type SpotSignatures = {
  readonly inspector: { readonly by: string; readonly object: string }
  readonly company:
    | { readonly kind: 'signature'; readonly object: string }
    | { readonly kind: 'refused'; readonly reason: string }
}

export type SpotCheckRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly region: string
  readonly stationId: string
  readonly stationName: string
  readonly kind: 'cylinders' | 'net-content'
  readonly place: string
  readonly instrument: string
  readonly lotSize: number | null
  readonly labelledNetG: number | null
  readonly profile: string
  readonly openedBy: string
  readonly openedAt: number
  readonly concludedAt: number | null
  readonly passed: boolean | null
  readonly verdict: Json | null
  readonly signatures: SpotSignatures | null
  readonly caseId: string | null
}

export type NewSpotCheck = Omit<
  SpotCheckRow,
  | 'no'
  | 'enterpriseName'
  | 'stationName'
  | 'concludedAt'
  | 'passed'
  | 'verdict'
  | 'signatures'
  | 'caseId'
>

export type SpotItemRow = {
  readonly id: string
  readonly code: string
  readonly recordedBy: string
  readonly recordedAt: number
  readonly seen: Json
  readonly netG: number | null
  readonly findings: readonly SpotItemFinding[]
  readonly eventId: string | null
}

export type SpotItemFinding = {
  readonly code: string
  readonly measured: number | null
  readonly limit: number | null
  readonly clause: string
  readonly force: string
  readonly certainty: string
}

export type Conclusion = {
  readonly at: number
  readonly passed: boolean
  readonly verdict: Json
  readonly signatures: SpotSignatures
}

const CHECK = `p.id, p.no::text as no, p.enterprise_id as "enterpriseId", e.name as "enterpriseName", p.region,
  p.station_id as "stationId", s.name as "stationName", p.kind, p.place, p.instrument, p.lot_size as "lotSize",
  p.labelled_net_g as "labelledNetG", p.profile, p.opened_by as "openedBy", ${ms('p.opened_at')} as "openedAt",
  ${ms('p.concluded_at')} as "concludedAt", p.passed, p.verdict, p.signatures, p.case_id as "caseId"`

const TABLE = `from spot_check p join enterprise e on e.id = p.enterprise_id join station s on s.id = p.station_id`

const one = async (
  client: Queryable,
  scope: Scope,
  id: string,
  lock: '' | 'for update of p' = '',
): Promise<SpotCheckRow | null> => {
  const where = new Where()
  where.and(`p.id = ${where.param(id)}`)
  where.and(caseInScope(where, scope, 'p'))
  const { rows } = await client.query<SpotCheckRow>(
    `select ${CHECK} ${TABLE} ${where.sql} ${lock}`,
    where.values,
  )
  return rows[0] ?? null
}

const itemsOf = async (client: Queryable, checkId: string): Promise<readonly SpotItemRow[]> => {
  const { rows } = await client.query<SpotItemRow>(
    `select i.id, i.code, i.recorded_by as "recordedBy", ${ms('i.recorded_at')} as "recordedAt", i.seen, i.net_g as "netG",
       i.findings, i.event_id as "eventId" from spot_check_item i where i.check_id = $1 order by i.seq`,
    [checkId],
  )
  return rows
}

/** 监督抽查. */
export const spotCheckQueries = (pool: Pool, read: Pool) => ({
  create: (row: NewSpotCheck): Promise<'created' | 'unique' | 'reference'> =>
    insertRow(pool, 'spot_check', {
      id: row.id,
      enterprise_id: row.enterpriseId,
      region: row.region,
      station_id: row.stationId,
      kind: row.kind,
      place: row.place,
      instrument: row.instrument,
      lot_size: row.lotSize,
      labelled_net_g: row.labelledNetG,
      profile: row.profile,
      opened_by: row.openedBy,
      opened_at: instantParam(row.openedAt),
    }),

  byId: (scope: Scope, id: string): Promise<SpotCheckRow | null> => one(pool, scope, id),

  items: (checkId: string): Promise<readonly SpotItemRow[]> => itemsOf(pool, checkId),

  /** The newest first. */
  async list(
    scope: Scope,
    filter: { readonly enterpriseId?: string | undefined; readonly open?: boolean | undefined },
    limit: number,
    before: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly SpotCheckRow[]> {
    const where = new Where()
    where.and(caseInScope(where, scope, 'p'))
    const { enterpriseId, open } = filter
    if (enterpriseId !== undefined) where.and(`p.enterprise_id = ${where.param(enterpriseId)}`)
    if (open !== undefined) where.and(`p.concluded_at is ${open ? '' : 'not '}null`)
    if (before !== null) {
      const at = where.param(instantParam(before.at))
      where.and(`(p.opened_at, p.id) < (${at}::timestamptz, ${where.param(before.id)}::uuid)`)
    }
    const { rows } = await read.query<SpotCheckRow>(
      `select ${CHECK} ${TABLE} ${where.sql} order by p.opened_at desc, p.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** The same id again finds it. `taken` = the cylinder is on this check already. */
  addItem: (
    scope: Scope,
    checkId: string,
    item: SpotItemRow,
  ): Promise<SpotItemRow | 'closed' | 'taken' | null> =>
    inTransaction(pool, async (client) => {
      const check = await one(client, scope, checkId, 'for update of p')
      if (check === null) return null
      const known = await itemsOf(client, checkId)
      const same = known.find(({ id }) => id === item.id)
      if (same !== undefined) return same
      if (check.concludedAt !== null) return 'closed'
      if (known.some(({ code }) => code === item.code)) return 'taken'
      await insertRow(client, 'spot_check_item', {
        id: item.id,
        check_id: checkId,
        enterprise_id: check.enterpriseId,
        region: check.region,
        code: item.code,
        recorded_by: item.recordedBy,
        recorded_at: instantParam(item.recordedAt),
        seen: JSON.stringify(item.seen),
        net_g: item.netG,
        findings: JSON.stringify(item.findings),
        event_id: item.eventId,
      })
      return item
    }),

  /** Ends the check by all that was seen until then. null = none in reach; `closed` = it ended before. */
  conclude: (
    scope: Scope,
    id: string,
    conclude: (row: SpotCheckRow, items: readonly SpotItemRow[]) => Conclusion,
  ): Promise<SpotCheckRow | 'closed' | null> =>
    inTransaction(pool, async (client) => {
      const row = await one(client, scope, id, 'for update of p')
      if (row === null) return null
      if (row.concludedAt !== null) return 'closed'
      const { at, passed, verdict, signatures } = conclude(row, await itemsOf(client, id))
      await client.query(
        `update spot_check set concluded_at = $2, passed = $3, verdict = $4, signatures = $5 where id = $1`,
        [id, instantParam(at), passed, JSON.stringify(verdict), JSON.stringify(signatures)],
      )
      return { ...row, concludedAt: at, passed, verdict, signatures }
    }),

  async setCase(id: string, caseId: string): Promise<void> {
    await pool.query('update spot_check set case_id = $2 where id = $1 and case_id is null', [
      id,
      caseId,
    ])
  },
})
