import type { EvidenceName } from '#domain/supervision/score-sheet.ts'
import { atLeast, type CountSql, DAY, DURING, FELL_DUE, IN, one, share } from './evidence-parts.ts'

const STAFF = `from staff s left join lateral (
    select max(c.valid_until) as until from staff_certificate c
    where c.enterprise_id = s.enterprise_id and c.operator = s.operator and c.revoked_at is null) c on true
  where s.enterprise_id = $1`

const TRAINED = `exists (select from training_result r join training t on t.id = r.training_id
    where r.enterprise_id = s.enterprise_id and r.operator = s.operator and r.passed and ${IN('t.held_on')})`

const due = (
  names: string,
): string => `from service_deadline d where d.enterprise_id = $1 and d.void_at is null
  and d.name in (${names}) and ${FELL_DUE('d.due_at')}`

/** People and their papers. */
export const staffEvidence = {
  certificates: [
    ...one(
      'staff-certified',
      share(`greatest(c.until, s.certified_until) >= $4::date`, STAFF),
      '/v1/staff-certificates',
    ),
    ...one('staff-trained', share(TRAINED, STAFF), '/v1/trainings'),
  ],
  certified: one(
    'staff-certified',
    share(`greatest(c.until, s.certified_until) >= $4::date`, STAFF),
    '/v1/staff-certificates',
  ),
  trainings: [
    ...one(
      'trainings-recorded',
      share(
        `exists (select from training_result r where r.training_id = t.id)`,
        `from training t where t.enterprise_id = $1 and ${IN('t.held_on')}`,
      ),
      '/v1/trainings',
    ),
    ...one('staff-trained', share(TRAINED, STAFF), '/v1/trainings'),
  ],
  'crew-training': one(
    'emergency-trainings',
    atLeast(
      1,
      `from training t where t.enterprise_id = $1 and 'emergency' = any(t.topics) and ${IN('t.held_on')}`,
    ),
    '/v1/trainings',
  ),
} satisfies Partial<Record<EvidenceName, readonly CountSql[]>>

/** What a company keeps of itself. */
export const companyEvidence = {
  licences: one(
    'stations-licensed',
    share(
      `s.licence_until >= $4::date`,
      `from station s where s.enterprise_id = $1 and (s.closed_on is null or s.closed_on > $4::date)`,
    ),
    '/v1/stations',
  ),
  rectified: one(
    'orders-rectified-in-time',
    share(
      `m.answered_at <= m.due_at and m.settled_at is not null`,
      `from supervision_measure m where m.enterprise_id = $1 and m.kind = 'rectify' and ${FELL_DUE('m.due_at')}`,
    ),
    '/v1/supervision-cases',
  ),
  hazards: one(
    'hazards-removed-or-controlled',
    share(
      `h.closed_at is not null or h.control is not null`,
      `from company_hazard h where h.enterprise_id = $1 and ${DURING('h.found_at')}`,
    ),
    '/v1/company-hazards?state=closed',
  ),
  'hazard-loop': one(
    'hazards-closed-in-time',
    share(
      `${DAY('h.closed_at')} <= h.due_on`,
      `from company_hazard h where h.enterprise_id = $1 and ${IN('h.due_on')} and h.due_on <= $4::date`,
    ),
    '/v1/company-hazards?state=closed',
  ),
  patrols: one(
    'patrol-rounds',
    `select coalesce(sum(least(walked, planned)), 0)::int as good, coalesce(sum(planned), 0)::int as total from (
       select greatest(0, (least($4::date, coalesce(r.ended_on, $4::date)) - greatest($2::date, r.from_day) + 1) / r.every_days) as planned,
         (select count(*) from patrol p where p.route_id = r.id and ${DURING('p.done_at')}) as walked
       from patrol_route r where r.enterprise_id = $1 and r.from_day <= $4::date and (r.ended_on is null or r.ended_on > $2::date)) t`,
    '/v1/patrols',
  ),
  'accident-plans': one(
    'plans-filed',
    share(
      `p.filed_on is not null`,
      `from emergency_plan p where p.enterprise_id = $1 and p.valid_from <= $4::date`,
    ),
    '/v1/emergency-plans',
  ),
  'event-plans': one(
    'plans-reviewed',
    share(
      `p.review_on >= $4::date`,
      `from (select distinct on (kind) review_on from emergency_plan where enterprise_id = $1 and valid_from <= $4::date
         order by kind, valid_from desc) p`,
    ),
    '/v1/emergency-plans',
  ),
  hotline: one(
    'repair-number-published',
    atLeast(
      1,
      `from public_profile p where p.enterprise_id = $1 and p.valid_from <= $4::date and p.body->'phones'->>'repair' is not null`,
    ),
    '/v1/public-profiles',
  ),
  drills: one(
    'half-years-with-drill',
    share(
      `exists (select from drill d where d.enterprise_id = $1 and d.kind = 'company' and d.held_on >= h.day
         and d.held_on < h.day + interval '6 months')`,
      `from generate_series(date_trunc('year', $2::date), $4::date, interval '6 months') h (day)
       where h.day >= $2::date and h.day < $3::date`,
    ),
    '/v1/drills',
  ),
  incidents: one(
    'emergencies-ended',
    share(
      `k.ended_at is not null`,
      `from service_case k where k.enterprise_id = $1 and k.area = 'incident' and ${DURING('k.opened_at')}`,
    ),
    '/v1/incidents',
  ),
  'incident-reviews': one(
    'emergencies-reviewed',
    share(
      `k.status = 'reviewed'`,
      `from service_case k where k.enterprise_id = $1 and k.area = 'incident' and k.ended_at is not null and ${DURING('k.opened_at')}`,
    ),
    '/v1/incidents',
  ),
  arrivals: one(
    'arrived-in-time',
    share(`d.met_at <= d.due_at`, due(`'emergency-arrival'`)),
    '/v1/incidents',
  ),
  complaints: one(
    'complaints-in-time',
    share(`d.met_at <= d.due_at`, due(`'complaint-answer', 'complaint-resolution'`)),
    '/v1/complaints',
  ),
  calls: one(
    'calls-answered-by-a-person-in-15-s',
    share(
      `c.answered_by = 'person' and c.answered_at <= c.ring_at + interval '15 seconds'`,
      `from service_call c where c.enterprise_id = $1 and ${DURING('c.ring_at')}`,
    ),
    '/v1/calls',
  ),
  publicity: one(
    'public-publicity',
    atLeast(
      1,
      `from publicity_event p where p.enterprise_id = $1 and p.audience in ('all', 'school', 'community') and ${IN('p.held_on')}`,
    ),
    '/v1/publicity-events',
  ),
  warnings: one(
    'warnings-told',
    share(
      `w.told_phase = w.phase and (not w.important or w.reported_at is not null)`,
      `from supply_warning w where w.enterprise_id = $1 and ${DURING('w.published_at')}`,
    ),
    '/v1/supply-warnings?state=all',
  ),
  'price-notices': one(
    'price-changes-told',
    share(
      `p.told_at is not null`,
      `from price_notice p where p.enterprise_id = $1 and ${IN('p.valid_from')} and p.valid_from <= $4::date`,
    ),
    '/v1/price-notices',
  ),
} satisfies Partial<Record<EvidenceName, readonly CountSql[]>>
