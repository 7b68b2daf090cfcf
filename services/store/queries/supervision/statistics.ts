import type { Pool } from 'pg'
import type { TotalName } from '#domain/supervision/total-words.ts'
import { DURING } from './evidence-parts.ts'

const OWN_STATION = `(select s.id from station s where s.enterprise_id = $1)`
const FILLED = `from cylinder_life l where l.type = 'fill.completed' and ${DURING('l.effective_at')} and l.station_id in ${OWN_STATION}`
const DELIVERED = `from delivery d join sale_order o on o.id = d.order_id
  where o.enterprise_id = $1 and d.outcome = 'delivered' and ${DURING('d.happened_at')}`
const own = (service: string): string =>
  `select count(*) from cylinder c where c.owner_id = $1 and c.service = '${service}'`

/** Each answers one number; $1 enterprise, $2 first day, $3 day after the last one. Stocks are those of now. */
const TOTALS: { readonly [N in TotalName]: string } = {
  stations: `select count(*) from station s where s.enterprise_id = $1 and s.closed_on is null`,
  staff: `select count(*) from staff s where s.enterprise_id = $1`,
  customers: `select count(*) from customer c where c.enterprise_id = $1 and c.erased_at is null`,
  'cylinders-in-service': own('in-service'),
  'cylinders-quarantined': own('quarantined'),
  'cylinders-retired': own('retired'),
  'gas-bought': `select round(coalesce(sum((l.body->>'massG')::numeric), 0) / 1000) from cylinder_life l
    where l.type = 'gas.received' and ${DURING('l.effective_at')} and l.station_id in ${OWN_STATION}`,
  fills: `select count(*) ${FILLED}`,
  'gas-filled': `select round(coalesce(sum((l.body->>'grossG')::numeric - (l.body->>'tareG')::numeric
      - coalesce((l.body->>'residualG')::numeric, 0)), 0) / 1000) ${FILLED}`,
  visits: `select count(*) ${DELIVERED}`,
  'cylinders-delivered': `select count(*) from delivery_cylinder k where k.delivery_id in (select d.id ${DELIVERED})`,
  complaints: `select count(*) from service_case k where k.enterprise_id = $1 and k.area = 'complaint' and ${DURING('k.opened_at')}`,
  emergencies: `select count(*) from service_case k where k.enterprise_id = $1 and k.area = 'incident' and ${DURING('k.opened_at')}`,
  'company-hazards': `select count(*) from company_hazard h where h.enterprise_id = $1 and ${DURING('h.found_at')}`,
  'home-hazards': `select count(*) from rectification r where r.enterprise_id = $1 and ${DURING('r.issued_at')}`,
}

export type Total = { readonly name: TotalName; readonly value: number }

/** Totals of an enterprise for its reports. */
export const statisticsQueries = (read: Pool) => ({
  async totals(period: {
    readonly enterpriseId: string
    readonly from: string
    readonly to: string
  }): Promise<readonly Total[]> {
    const values = [period.enterpriseId, period.from, period.to]
    const totals: Total[] = []
    for (const [name, sql] of Object.entries(TOTALS) as [TotalName, string][]) {
      const text = `select (${sql})::float8 as value from (select $1::text, $2::date, $3::date) p`
      const { rows } = await read.query<{ value: number }>(text, values)
      totals.push({ name, value: rows[0]?.value ?? 0 })
    }
    return totals
  },
})
