import { instantParam, Where } from '#store/queries/queryable.ts'
import { PASSED } from '#store/queries/gas/gas-log.ts'
import { RETESTED } from '#store/queries/gas/gas-figures.ts'
import type { Scope } from '#store/queries/scope.ts'

export const kpiSources = [
  'tests',
  'deadlines',
  'calls',
  'waits',
  'appointments',
  'homes',
  'satisfaction',
  'gas',
  'certificates',
  'claims',
  'surveys',
] as const

export type KpiSource = (typeof kpiSources)[number]

/** How an enterprise's calls count as connected; `any` = at all, however late (001). */
export type CallRule = {
  readonly enterpriseId: string
  readonly withinMs: number
  readonly rings: number | null
  readonly byPerson: boolean
  readonly any: boolean
}

export type KpiAsk = {
  readonly scope: Scope
  /** Milliseconds; `to` excluded, and never later than now: a deadline that has not come counts in nothing. */
  readonly from: number
  readonly to: number
  readonly enterpriseId?: string | undefined
  readonly region?: string | undefined
  readonly stationId?: string | undefined
  readonly calls: readonly CallRule[]
}

type Asked = { readonly where: Where; readonly ask: KpiAsk; readonly part: string | undefined }

/** Rows of an enterprise without a region of their own lie where it has a station. */
const regionOf = (where: Where, alias: string, prefix: string, own: boolean): string =>
  own
    ? `starts_with(${alias}.region, ${where.param(prefix)})`
    : `${alias}.enterprise_id in (select p.enterprise_id from station p where starts_with(p.region, ${where.param(prefix)}))`

/** Whose rows are asked for, and of which period. `own` = the row has its own region. */
const within = (
  { where, ask }: Asked,
  alias: string,
  at: string,
  { own = true, station }: { own?: boolean; station?: string } = {},
): string => {
  const { scope, from, to, enterpriseId, region, stationId } = ask
  if (scope.kind === 'none') where.and('false')
  if (scope.kind === 'enterprise')
    where.and(`${alias}.enterprise_id = ${where.param(scope.enterpriseId)}`)
  if (scope.kind === 'region') where.and(regionOf(where, alias, scope.prefix, own))
  if (enterpriseId !== undefined) where.and(`${alias}.enterprise_id = ${where.param(enterpriseId)}`)
  if (region !== undefined) where.and(regionOf(where, alias, region, own))
  if (stationId !== undefined && station !== undefined)
    where.and(`${station} = ${where.param(stationId)}`)
  where.and(`${at} >= ${where.param(instantParam(from))}::timestamptz`)
  where.and(`${at} < ${where.param(instantParam(to))}::timestamptz`)
  return where.sql
}

const partIs = ({ where, part }: Asked, column: string): void => {
  if (part !== undefined) where.and(`${column} = ${where.param(part)}`)
}

/** Only the conditions differ between statements of one union; their parameters are shared. */
const sub = (asked: Asked): Asked => ({ ...asked, where: new Where(asked.where.values) })

const deadlines = (asked: Asked): string => {
  asked.where.and('d.void_at is null')
  partIs(asked, 'd.name')
  return `select d.name as part, d.id::text as id, d.due_at as at, d.enterprise_id, d.region, coalesce(d.met_at <= d.due_at, false) as good,
      false as retest, 0 as amount, json_build_object('caseId', d.case_id, 'startsAt', d.starts_at, 'metAt', d.met_at,
        'provisional', d.provisional, 'clause', d.clause) as detail
    from service_deadline d ${within(asked, 'd', 'd.due_at')}`
}

const tests = (asked: Asked): string => {
  partIs(asked, 't.kind')
  return `select t.kind as part, t.source || '/' || t.event_id as id, t.tested_at as at, t.enterprise_id, t.region, t.passed as good, t.retest,
      0 as amount, json_build_object('eventId', t.event_id, 'stationId', t.station_id,
        'code', (select c.code from cylinder c where c.id = t.cylinder_id)) as detail
    from kpi_test t ${within(asked, 't', 't.tested_at', { station: 't.station_id' })}`
}

/** Rings where they were counted, else time; three rings begin with the first one. */
const CONNECTED = `c.answered_at is not null and (r.any_at_all or (
  (not r.by_person or c.answered_by = 'person') and case when r.rings is null or c.rings is null
    then c.answered_at - c.ring_at <= r.within_ms * interval '1 millisecond' else c.rings <= r.rings end))`

const calls = (asked: Asked): string => {
  const { where, ask } = asked
  const list = (pick: (rule: CallRule) => unknown, type: string): string =>
    `${where.param(ask.calls.map(pick))}::${type}[]`
  const rules = `unnest(${list((r) => r.enterpriseId, 'text')}, ${list((r) => r.withinMs, 'int8')}, ${list((r) => r.rings, 'int4')},
    ${list((r) => r.byPerson, 'bool')}, ${list((r) => r.any, 'bool')}) r (enterprise_id, within_ms, rings, by_person, any_at_all)`
  return `select 'phone' as part, c.id::text as id, c.ring_at as at, c.enterprise_id, null::text as region, ${CONNECTED} as good,
      false as retest, 0 as amount, json_build_object('line', c.line, 'reference', c.reference, 'answeredAt', c.answered_at,
        'rings', c.rings, 'answeredBy', c.answered_by) as detail
    from service_call c join ${rules} using (enterprise_id) ${within(asked, 'c', 'c.ring_at', { own: false })}`
}

const waits = (asked: Asked): string =>
  `select 'window' as part, c.id::text as id, c.taken_at as at, c.enterprise_id, s.region, true as good, false as retest,
      extract(epoch from c.served_at - c.taken_at)::float8 as amount,
      json_build_object('stationId', c.station_id, 'ticket', c.ticket, 'servedAt', c.served_at) as detail
    from window_wait c join (select p.id as station_id, p.region from station p) s using (station_id)
    ${within({ ...asked }, 'c', 'c.taken_at', { own: false, station: 'c.station_id' })}`

/** Whoever came at all by the end of the agreed time was there; one cancelled by then binds nobody. */
const orders = (asked: Asked): string => {
  asked.where.and(
    `o.channel = 'delivery' and not (o.state = 'cancelled' and o.changed_at <= o.appointment_to)`,
  )
  // A page looks up its hundred orders; a count reads all visits once (0.7 s for 113 000 look-ups).
  const isPage = asked.part !== undefined
  const came = `exists (select from delivery v where v.order_id = o.id and v.happened_at <= o.appointment_to)`
  const firstVisits = `left join (select order_id, min(happened_at) as first_at from delivery group by 1) v on v.order_id = o.id`
  return `select 'agreed' as part, o.id::text as id, o.appointment_to as at, o.enterprise_id, o.region,
      ${isPage ? came : 'coalesce(v.first_at <= o.appointment_to, false)'} as good, false as retest, 0 as amount,
      json_build_object('orderId', o.id, 'no', o.no, 'appointmentFrom', o.appointment_from) as detail
    from sale_order o ${isPage ? '' : firstVisits} ${within(asked, 'o', 'o.appointment_to')}`
}

const repairs = (asked: Asked): string => {
  asked.where.and(
    `d.void_at is null and d.term is null and d.name in ('repair-visit', 'install-visit')`,
  )
  return `select 'agreed' as part, d.id::text as id, d.due_at as at, d.enterprise_id, d.region, coalesce(d.met_at <= d.due_at, false) as good,
      false as retest, 0 as amount, json_build_object('caseId', d.case_id, 'metAt', d.met_at) as detail
    from service_deadline d ${within(asked, 'd', 'd.due_at')}`
}

/** A planned inspection for which a time was agreed: whoever was there by its end was punctual, found or not. */
const visits = (asked: Asked): string => {
  asked.where.and('h.visit_to is not null')
  return `select 'agreed' as part, h.id::text as id, h.visit_to as at, h.enterprise_id, h.region,
      exists (select from safety_inspection i where i.premises_id = h.premises_id and i.happened_at between h.visit_agreed_at and h.visit_to) as good,
      false as retest, 0 as amount, json_build_object('planId', h.id, 'premisesId', h.premises_id, 'visitFrom', h.visit_from) as detail
    from home_plan h ${within(asked, 'h', 'h.visit_to')}`
}

/** A part of the plan is due when its last day is over. */
const DUE = `((h.due_on + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 millisecond')`

const homes = (asked: Asked): string => {
  const { where, ask } = asked
  // By day for the index; the instant decides.
  where.and(
    `h.due_on between ${where.param(instantParam(ask.from))}::timestamptz::date - 1 and ${where.param(instantParam(ask.to))}::timestamptz::date + 1`,
  )
  return `select 'planned' as part, h.id::text as id, ${DUE} as at, h.enterprise_id, h.region,
      coalesce(h.done_on <= h.due_on, false) as good, false as retest, 0 as amount,
      json_build_object('premisesId', h.premises_id, 'year', h.year, 'period', h.period, 'dueOn', h.due_on, 'doneOn', h.done_on,
        'attempts', h.attempts) as detail
    from home_plan h ${within(asked, 'h', DUE)}`
}

/** Four or five of five stars are satisfied: our reading, no text says what satisfied is. */
const stars = (asked: Asked): string =>
  `select 'asked' as part, r.order_id::text as id, r.rated_at as at, r.enterprise_id, r.region, r.score >= 4 as good,
      false as retest, 0 as amount, json_build_object('orderId', r.order_id, 'score', r.score) as detail
    from order_rating r ${within(asked, 'r', 'r.rated_at')}`

const callBacks = (asked: Asked): string => {
  asked.where.and(`e.type = 'feedback' and e.body->>'satisfaction' is not null`)
  return `select 'asked' as part, e.id::text as id, e.at, e.enterprise_id, e.region, e.body->>'satisfaction' = 'satisfied' as good,
      false as retest, 0 as amount, json_build_object('caseId', e.case_id, 'satisfaction', e.body->>'satisfaction') as detail
    from service_entry e ${within(asked, 'e', 'e.at')}`
}

/** Of services without a case of their own. */
const calledBack = (asked: Asked): string => {
  asked.where.and('b.reached')
  return `select 'asked' as part, b.id::text as id, b.called_at as at, b.enterprise_id, b.region, b.satisfaction = 'satisfied' as good,
      false as retest, 0 as amount, json_build_object('callBackId', b.id, 'about', b.about, 'satisfaction', b.satisfaction) as detail
    from call_back b ${within(asked, 'b', 'b.called_at')}`
}

const gas = (asked: Asked): string => {
  asked.where.and(`l.type = 'gas.tested' and ${PASSED} is not null`)
  return `select 'quality' as part, l.source || '/' || l.event_id as id, l.effective_at as at, s.enterprise_id, s.region, ${PASSED} as good,
      ${RETESTED} as retest, 0 as amount,
      json_build_object('eventId', l.event_id, 'stationId', l.station_id, 'tank', l.body->>'tank') as detail
    from cylinder_life l join station s on s.id = l.station_id
    ${within(asked, 's', 'l.effective_at', { station: 'l.station_id' })}`
}

/** As it stands at the end of the period: nobody records when somebody left. */
const certificates = (asked: Asked): string => {
  const { where, ask } = asked
  const at = `(${where.param(instantParam(ask.to - 1))}::timestamptz)`
  const today = `(${at} at time zone 'Asia/Shanghai')::date`
  return `select 'held' as part, s.enterprise_id || '/' || s.operator as id, ${at} as at, s.enterprise_id, null::text as region,
      exists (select from staff_certificate t where t.enterprise_id = s.enterprise_id and t.operator = s.operator
        and coalesce(t.valid_from <= ${today}, true) and t.valid_until >= ${today} and coalesce(t.revoked_at > ${at}, true))
        or (coalesce(s.certified_until >= ${today}, false) and not exists (select from staff_certificate t
          where t.enterprise_id = s.enterprise_id and t.operator = s.operator)) as good,
      false as retest, 0 as amount, json_build_object('operator', s.operator) as detail
    from staff s ${within(asked, 's', at, { own: false })}`
}

/** What was wrong (void) was never owed. */
const claims = (asked: Asked): string => {
  asked.where.and(`c.state <> 'void' and c.kind <> 'refund'`)
  return `select 'paid' as part, c.id::text as id, c.due_at as at, c.enterprise_id, c.region,
      coalesce(c.state = 'paid' and c.closed_at <= c.due_at, false) as good, false as retest, 0 as amount,
      json_build_object('claimId', c.id, 'code', c.code, 'closedAt', c.closed_at, 'provisional', c.provisional) as detail
    from residual_claim c ${within(asked, 'c', 'c.due_at')}`
}

/** One record an item: of what was looked at, so much conforms (R000 10.0.3). */
const surveys = (asked: Asked): string => {
  partIs(asked, 'v.kind')
  return `select v.kind as part, v.id || '/' || i.item as id, v.surveyed_at as at, v.enterprise_id, s.region, i.ok as good, false as retest,
      0 as amount, json_build_object('surveyId', v.id, 'item', i.item, 'remark', i.remark, 'stationId', v.station_id,
        'surveyor', v.surveyor) as detail
    from service_survey v left join (select p.id as station_id, p.region from station p) s using (station_id)
      cross join lateral json_to_recordset(v.items) i (item text, ok boolean, remark text)
    ${within(asked, 'v', 'v.surveyed_at', { own: false, station: 'v.station_id' })}`
}

const SOURCES: Readonly<Record<KpiSource, readonly ((asked: Asked) => string)[]>> = {
  tests: [tests],
  deadlines: [deadlines],
  calls: [calls],
  waits: [waits],
  appointments: [orders, repairs, visits],
  homes: [homes],
  satisfaction: [stars, callBacks, calledBack],
  gas: [gas],
  certificates: [certificates],
  claims: [claims],
  surveys: [surveys],
}

/**
 * The records of a source, one row each: part, id, at, enterprise_id, region, good, retest, amount, detail. In several statements where
 * they lie in several tables, so that each can follow its own index; the parameters are shared.
 */
export const recordsOf = (source: KpiSource, asked: Asked): readonly string[] =>
  SOURCES[source].map((statement) => statement(sub(asked)))
