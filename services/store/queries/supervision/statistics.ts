import type { Pool } from 'pg'
import type { Breakdown } from '#domain/supervision/breakdown-words.ts'
import type { TotalName } from '#domain/supervision/total-words.ts'
import { DAY, DURING } from './evidence-parts.ts'

/** What a total is counted from: $1 enterprise, $2 first day, $3 day after the last one. */
type Source = {
  readonly from: string
  /** Default: how many rows. */
  readonly value?: string
  /** The columns behind each way of parting it. */
  readonly by: { readonly [B in Breakdown]?: string }
}

const AT_STATION = `cylinder_life l join station s on s.id = l.station_id and s.enterprise_id = $1`
const MODEL = `coalesce(c.model, '—')`
const month = (at: string): string => `to_char(${DAY(at)}, 'YYYY-MM')`
const KG = (grams: string): string => `round(coalesce(sum(${grams}), 0) / 1000)`

const FILLED: Source = {
  from: `from ${AT_STATION} left join cylinder c on c.id = l.cylinder_id where l.type = 'fill.completed' and ${DURING('l.effective_at')}`,
  by: { model: MODEL, station: 's.id', month: month('l.effective_at'), region: 's.region' },
}

const DELIVERED = `delivery d join sale_order o on o.id = d.order_id and o.enterprise_id = $1`
const DELIVERED_IN = `d.outcome = 'delivered' and ${DURING('d.happened_at')}`

const owned = (service: string): Source => ({
  from: `from cylinder c where c.owner_id = $1 and c.service = '${service}'`,
  by: {
    model: MODEL,
    station: `case when c.custody_kind = 'station' then c.custody_id else c.custody_kind end`,
  },
})

const cases = (area: string): Source => ({
  from: `from service_case k where k.enterprise_id = $1 and k.area = '${area}' and ${DURING('k.opened_at')}`,
  by: { month: month('k.opened_at'), region: 'k.region', kind: 'k.kind' },
})

/** Stocks (stations, staff, customers, cylinders) are those of now; all others of the period. */
const SOURCES: { readonly [N in TotalName]: Source } = {
  stations: {
    from: `from station s where s.enterprise_id = $1 and s.closed_on is null`,
    by: { region: 's.region', kind: 's.kind' },
  },
  staff: { from: `from staff s where s.enterprise_id = $1`, by: {} },
  customers: {
    from: `from customer c where c.enterprise_id = $1 and c.erased_at is null`,
    by: { region: 'c.region', kind: 'c.kind' },
  },
  'cylinders-in-service': owned('in-service'),
  'cylinders-quarantined': owned('quarantined'),
  'cylinders-retired': owned('retired'),
  'gas-bought': {
    from: `from ${AT_STATION} where l.type = 'gas.received' and ${DURING('l.effective_at')}`,
    value: KG(`(l.body->>'massG')::numeric`),
    by: { station: 's.id', month: month('l.effective_at'), region: 's.region' },
  },
  fills: FILLED,
  'gas-filled': {
    ...FILLED,
    value: KG(
      `(l.body->>'grossG')::numeric - (l.body->>'tareG')::numeric - coalesce((l.body->>'residualG')::numeric, 0)`,
    ),
  },
  visits: {
    from: `from ${DELIVERED} where ${DELIVERED_IN}`,
    by: { month: month('d.happened_at'), region: 'o.region' },
  },
  'refused-orders': {
    from: `from service_refusal r where r.enterprise_id = $1 and ${DURING('r.refused_at')}`,
    by: { month: month('r.refused_at'), region: 'r.region', kind: 'r.rule' },
  },
  'cylinders-delivered': {
    from: `from ${DELIVERED} join delivery_cylinder k on k.delivery_id = d.id left join cylinder c on c.code = k.code where ${DELIVERED_IN}`,
    by: { model: MODEL, month: month('d.happened_at'), region: 'o.region' },
  },
  complaints: cases('complaint'),
  emergencies: cases('incident'),
  'company-hazards': {
    from: `from company_hazard h where h.enterprise_id = $1 and ${DURING('h.found_at')}`,
    by: {
      station: 'h.station_id',
      month: month('h.found_at'),
      region: 'h.region',
      kind: `case when h.major then 'major' else 'general' end`,
    },
  },
  'home-hazards': {
    from: `from rectification r where r.enterprise_id = $1 and ${DURING('r.issued_at')}`,
    by: { month: month('r.issued_at'), region: 'r.region', kind: 'r.grade' },
  },
}

export type Total = { readonly name: TotalName; readonly value: number }
export type Part = Total & { readonly key: string }

export type StatisticsPeriod = {
  readonly enterpriseId: string
  readonly from: string
  readonly to: string
}

/** Every parameter is used in every statement, whatever the source needs. */
const GIVEN = `(select $1::text, $2::date, $3::date) p`

/** Totals of an enterprise for its reports, and their parts: a part is counted from the very rows of its total. */
export const statisticsQueries = (read: Pool) => ({
  async totals({ enterpriseId, from, to }: StatisticsPeriod): Promise<readonly Total[]> {
    const totals: Total[] = []
    for (const [name, source] of Object.entries(SOURCES) as [TotalName, Source][]) {
      const { rows } = await read.query<{ value: number }>(
        `select (select ${source.value ?? 'count(*)'} ${source.from})::float8 as value from ${GIVEN}`,
        [enterpriseId, from, to],
      )
      totals.push({ name, value: rows[0]?.value ?? 0 })
    }
    return totals
  },

  /** Those totals that have such a part, by key. */
  async parts(
    { enterpriseId, from, to }: StatisticsPeriod,
    by: Breakdown,
  ): Promise<readonly Part[]> {
    const parts: Part[] = []
    for (const [name, source] of Object.entries(SOURCES) as [TotalName, Source][]) {
      const key = source.by[by]
      if (key === undefined) continue
      const { rows } = await read.query<{ key: string; value: number }>(
        `select x.key, x.value::float8 as value from ${GIVEN} cross join lateral
           (select (${key})::text as key, ${source.value ?? 'count(*)'} as value ${source.from} group by 1) x order by 1`,
        [enterpriseId, from, to],
      )
      parts.push(...rows.map((row) => ({ name, ...row })))
    }
    return parts
  },
})
