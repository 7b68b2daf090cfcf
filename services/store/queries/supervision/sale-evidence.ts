import type { EvidenceName } from '#domain/supervision/score-sheet.ts'
import { type CountSql, DURING, FELL_DUE, IN, one, share } from './evidence-parts.ts'

const VISITS = `from delivery d join sale_order o on o.id = d.order_id
  where o.enterprise_id = $1 and d.outcome = 'delivered' and ${DURING('d.happened_at')}`

/** Customers who were supplied in the period. */
const SUPPLIED = `from customer c where c.id in (select o.customer_id from delivery d join sale_order o on o.id = d.order_id
  where o.enterprise_id = $1 and d.outcome = 'delivered' and ${DURING('d.happened_at')})`

const OWN = `from cylinder c where c.owner_id = $1 and c.service <> 'retired'`

const FILLS = `from cylinder_life l where l.type = 'fill.completed' and ${DURING('l.effective_at')}
  and l.station_id in (select s.id from station s where s.enterprise_id = $1)`

/** Gas, scales and cylinders. */
export const gasEvidence = {
  'gas-quality': one(
    'gas-tests-passed',
    share(
      `l.body->>'passed' = 'true'`,
      `from cylinder_life l where l.type = 'gas.tested' and ${DURING('l.effective_at')}
         and l.station_id in (select s.id from station s where s.enterprise_id = $1)`,
    ),
    '/v1/gas-tests',
  ),
  fills: one(
    'fills-within-limits',
    share(`l.findings is null or l.findings::text !~ '"(OVERFILL|UNDERFILL)"'`, FILLS),
  ),
  'leak-checks': one(
    'fills-without-leak',
    `select (f.n - least(f.n, k.n))::int as good, f.n::int as total
     from (select count(*) as n ${FILLS}) f, (select count(*) as n from cylinder_life l where l.findings is not null
       and l.type = 'postfill.checked' and ${DURING('l.effective_at')} and l.findings::text like '%"LEAKING"%'
       and l.station_id in (select s.id from station s where s.enterprise_id = $1)) k`,
  ),
  scales: one(
    'scales-verified',
    share(
      `c.verified_until >= $4::date`,
      `from scale c join station s on s.id = c.station_id where s.enterprise_id = $1`,
    ),
    '/v1/scales',
  ),
  'cylinder-inspections': one(
    'cylinders-within-inspection',
    `select (count(*) filter (where d.inspect_on >= $4::date))::int as good, count(*)::int as total
     from cylinder c left join cylinder_deadline d on d.cylinder_id = c.id where c.owner_id = $1 and c.service <> 'retired'`,
    '/v1/cylinders/due?kind=inspection',
  ),
  'own-cylinders': one(
    'cylinders-at-stations-own',
    share(
      `c.owner_id = $1`,
      `from cylinder_holder h join cylinder c on c.id = h.cylinder_id where h.kind = 'station' and c.service <> 'retired'
         and h.holder in (select s.id from station s where s.enterprise_id = $1)`,
    ),
    '/v1/cylinders',
  ),
  tags: one(
    'cylinders-tagged',
    share(
      `exists (select from tag t where t.cylinder_id = c.id and t.valid_to is null and t.scheme <> 'code')`,
      OWN,
    ),
    '/v1/cylinders',
  ),
} satisfies Partial<Record<EvidenceName, readonly CountSql[]>>

/** Those to which nobody came are appointments too; one cancelled by then binds nobody. */
const APPOINTMENTS = `from sale_order o where o.enterprise_id = $1 and o.channel = 'delivery' and ${FELL_DUE('o.appointment_to')}
  and not (o.state = 'cancelled' and o.changed_at <= o.appointment_to)`

const CAME = `exists (select from delivery d where d.order_id = o.id and d.happened_at <= o.appointment_to)`

const PLANS = `from home_plan p where p.enterprise_id = $1 and ${IN('p.due_on')} and p.due_on <= $4::date`

const HOME_HAZARDS = one(
  'hazards-in-homes-closed',
  share(
    `r.closed_at is not null`,
    `from rectification r where r.enterprise_id = $1 and ${IN('r.due_on')} and r.due_on <= $4::date`,
  ),
  '/v1/rectifications',
)

/** Customers, visits and homes. */
export const saleEvidence = {
  'home-checks': [
    ...one('planned-checks-done', share(`p.done_on <= p.due_on`, PLANS), '/v1/home-plans'),
    ...HOME_HAZARDS,
  ],
  'home-hazards': HOME_HAZARDS,
  'home-success': one(
    'homes-entered',
    `select count(distinct p.premises_id) filter (where p.done_on is not null)::int as good,
       count(distinct p.premises_id)::int as total from home_plan p where p.enterprise_id = $1 and ${IN('p.from_on')}`,
    '/v1/home-plans',
  ),
  manuals: one(
    'visits-with-manual',
    share(`d.body->>'manualVersion' is not null`, VISITS),
    '/v1/orders',
  ),
  contracts: one(
    'customers-with-contract',
    share(
      `exists (select from supply_contract k where k.customer_id = c.id and k.enterprise_id = $1 and k.valid_from <= $4::date
         and (k.valid_until is null or k.valid_until >= $4::date) and k.ended_on is null)`,
      SUPPLIED,
    ),
    '/v1/contracts',
  ),
  receipts: one(
    'visits-with-receipt',
    share(
      `exists (select from receipt r where r.order_id = d.order_id and r.delivery_id = d.id)`,
      VISITS,
    ),
    '/v1/receipts',
  ),
  'real-names': one(
    'customers-verified',
    share(`c.identity_state = 'verified'`, SUPPLIED),
    '/v1/customers',
  ),
  deliveries: one('appointments-kept', share(CAME, APPOINTMENTS), '/v1/orders'),
  appointments: one('appointments-kept', share(CAME, APPOINTMENTS), '/v1/orders'),
  'delivery-checks': one(
    'visits-with-check',
    share(`exists (select from safety_inspection i where i.delivery_id = d.id)`, VISITS),
    '/v1/safety-inspections',
  ),
  ratings: one(
    'customers-satisfied',
    share(
      `r.score >= 4`,
      `from order_rating r where r.enterprise_id = $1 and ${DURING('r.rated_at')}`,
    ),
    '/v1/ratings',
  ),
} satisfies Partial<Record<EvidenceName, readonly CountSql[]>>
