import type { Pool } from 'pg'
import type { Cylinder } from '#domain/cylinder.ts'
import type { Finding } from '#domain/finding.ts'
import type { Registry } from '#domain/registry.ts'
import type { Day } from '#domain/units.ts'
import { decodeRegistry, decodeState } from '#store/batch/life-codec.ts'
import { ms, Where } from '#store/queries/queryable.ts'
import { cylinderInScope, cylinderParts, type Scope, stationInScope } from '#store/queries/scope.ts'
import { beyondReach, closely } from '#store/reach.ts'

export type CylinderRow = {
  readonly id: string
  readonly code: string
  readonly ownerId: string | null
  readonly registry: Registry
  readonly state: Cylinder
  readonly events: number
  readonly updatedAt: number
}

export type TagRow = {
  readonly scheme: string
  readonly value: string
  readonly from: number | null
  readonly until: number | null
}

export type CylinderFilter = {
  /** Whatever somebody has at hand: the beginning of a code, a whole tag, a whole serial number. */
  readonly q?: string | undefined
  readonly code?: string | undefined
  readonly ownerId?: string | undefined
  readonly model?: string | undefined
  readonly service?: string | undefined
  readonly content?: string | undefined
  readonly custodyKind?: string | undefined
  readonly custodyId?: string | undefined
  readonly dueBefore?: string | undefined
}

/** An event behind a standing block: what a refusal has to name. */
export type BlockingEvent = {
  readonly eventId: string
  readonly operator: string | null
  readonly findings: readonly Finding[]
}

export type Surroundings = {
  readonly stationName: string | null
  readonly region: string | null
  readonly enterpriseName: string | null
  /** As the owner publishes them. */
  readonly phones: { readonly business: string; readonly supervision: string } | null
  readonly activations: readonly {
    readonly profile: string
    readonly regionPrefix: string
    readonly from: Day
  }[]
}

const CYLINDER = `c.id::text as id, c.code, c.owner_id as "ownerId", (select r.registry::text from cylinder_registry r where r.cylinder_id = c.id) as registry, c.state::text as state, c.events,
  ${ms('c.updated_at')} as "updatedAt"`

type Stored = Omit<CylinderRow, 'registry' | 'state'> & { registry: string; state: string }

const decoded = (row: Stored): CylinderRow => ({
  ...row,
  registry: decodeRegistry(row.registry),
  state: decodeState(row.state),
})

/** One cylinder is also seen by a lab that it was sent to, and by whoever has an event of it at a station of theirs; too dear for lists. */
const seenInScope = (where: Where, scope: Scope): string => {
  const atLab =
    scope.kind === 'enterprise'
      ? `or exists (select from inspection_item i join inspection_batch b on b.id = i.batch_id
           where i.cylinder_id = c.id and b.lab_id = ${where.param(scope.enterpriseId)})`
      : ''
  return `(${cylinderInScope(where, scope, 'c')} ${atLab} or exists (
     select from cylinder_life l join station ls on ls.id = l.station_id
     where l.cylinder_id = c.id and ${stationInScope(where, scope, 'ls')}))`
}

const SCHEMES = ['qr', 'epc']

/** By index each: an "or" would read the table. Comparisons instead of a pattern, because row security lets no pattern see an index. */
const named = (where: Where, q: string): string => {
  const asked = where.param(q)
  const upper = where.param(q.toUpperCase())
  return `c.id in (
    select k.id from cylinder k where k.code collate "C" >= ${upper} and k.code collate "C" < ${upper} || '~'
    union all select k.id from cylinder k where k.code = ${asked}
    union all select t.cylinder_id from tag t
      where t.scheme = any(${where.param(SCHEMES)}::text[]) and t.value = ${asked} and t.valid_to is null
    union all select r.cylinder_id from cylinder_registry r where r.serial_no = ${asked})`
}

/** Where most are, a page is soonest found by walking the list itself. */
const COMMON = ['station', 'customer']
const COMMON_CONTENT = ['full', 'empty']

type Place = Pick<CylinderFilter, 'custodyKind' | 'custodyId' | 'ownerId'>

const isRare = ({ custodyKind, custodyId }: Place): boolean =>
  custodyKind !== undefined && (custodyId !== undefined || !COMMON.includes(custodyKind))

/** As the columns of `cylinder` say, which stand in no index. Owner and page only narrow the index. */
const held = (where: Where, place: Place, after: string | null): void => {
  const columns = { kind: place.custodyKind, holder: place.custodyId, owner_id: place.ownerId }
  const conditions = Object.entries(columns).flatMap(([column, value]) =>
    value === undefined ? [] : `h.${column} = ${where.param(value)}`,
  )
  if (after !== null) conditions.push(`h.cylinder_id > ${where.param(after)}`)
  where.and(
    `c.id in (select h.cylinder_id from cylinder_holder h where ${conditions.join(' and ')})`,
  )
}

const filtered = (where: Where, filter: CylinderFilter): void => {
  const equal = (column: string, value: string | undefined): void => {
    if (value !== undefined) where.and(`${column} = ${where.param(value)}`)
  }
  if (filter.code !== undefined) where.and(`starts_with(c.code, ${where.param(filter.code)})`)
  if (filter.q !== undefined) where.and(named(where, filter.q))
  equal('c.owner_id', filter.ownerId)
  equal('c.model', filter.model)
  equal('c.service', filter.service)
  equal('c.content', filter.content)
  equal('c.custody_kind', filter.custodyKind)
  equal('c.custody_id', filter.custodyId)
  // The books know the few of a rare content by index; they follow the log by seconds.
  if (filter.content !== undefined && !COMMON_CONTENT.includes(filter.content)) {
    where.and(
      `exists (select from custody_place p where p.cylinder_id = c.id and p.content = ${where.param(filter.content)})`,
    )
  }
  if (filter.dueBefore !== undefined) {
    where.and(`c.next_inspection_on < ${where.param(filter.dueBefore)}`)
  }
}

export const cylinderQueries = (pool: Pool, read: Pool) => ({
  /** Read from the primary: whoever has just written sees it. */
  async byCode(scope: Scope, code: string): Promise<CylinderRow | null> {
    const where = new Where()
    where.and(`c.code = ${where.param(code)}`)
    if (scope.kind !== 'all') where.and(seenInScope(where, scope))
    const { rows } = await closely(() =>
      pool.query<Stored>({
        name: `cylinder-by-code-${scope.kind}`,
        text: `select ${CYLINDER} from cylinder c ${where.sql}`,
        values: where.values,
      }),
    )
    return rows.map(decoded)[0] ?? null
  },

  async tags(cylinderId: string): Promise<readonly TagRow[]> {
    const { rows } = await closely(() =>
      pool.query<TagRow>(
        `select scheme, value, ${ms('valid_from')} as "from", ${ms('valid_to')} as "until"
       from tag where cylinder_id = $1 order by id limit 200`,
        [cylinderId],
      ),
    )
    return rows
  },

  async list(
    scope: Scope,
    filter: CylinderFilter,
    limit: number,
    after: string | null,
  ): Promise<readonly CylinderRow[]> {
    const values: unknown[] = []
    const most = values.push(limit)
    const parts = cylinderParts(scope) ?? [
      (where: Where) => where.and(cylinderInScope(where, scope, 'c')),
    ]
    const { custodyKind, custodyId, ...rest } = filter
    const own = scope.kind === 'enterprise' ? scope.enterpriseId : undefined
    const selects = parts.map((narrow, part) => {
      const where = new Where(values)
      where.and('c.code is not null')
      narrow(where, 'c')
      // The second part has few rows already.
      if (part === 0 && isRare(filter)) held(where, { ownerId: own, ...filter }, after)
      else filtered(where, { custodyKind, custodyId })
      filtered(where, rest)
      if (after !== null) where.and(`c.id > ${where.param(after)}`)
      return `(select c.* from cylinder c ${where.sql} order by c.id limit $${most})`
    })
    const { rows } = await read.query<Stored>(
      `select ${CYLINDER} from (${selects.join(' union all ')}) c order by c.id limit $${most}`,
      values,
    )
    return rows.map(decoded)
  },

  async blockingEvents(
    cylinderId: string,
    eventIds: readonly string[],
  ): Promise<readonly BlockingEvent[]> {
    const { rows } = await closely(() =>
      pool.query<BlockingEvent>(
        `select event_id as "eventId", operator, coalesce(findings, '[]') as findings
       from cylinder_life where cylinder_id = $1 and event_id = any($2::uuid[])`,
        [cylinderId, eventIds],
      ),
    )
    return rows
  },

  /** The code under which a QR value is registered now. */
  async codeOfQr(value: string): Promise<string | null> {
    const { rows } = await read.query<{ code: string | null }>(
      `select c.code from tag t join cylinder c on c.id = t.cylinder_id
       where t.scheme = 'qr' and t.value = $1 and t.valid_to is null`,
      [value],
    )
    return rows[0]?.code ?? null
  },

  /**
   * What the public page adds to a cylinder: names, the region whose rules apply, and the rule activations. Beyond reach: names and
   * regions of stations and companies stand in public registers.
   */
  async surroundings(
    stationId: string | null,
    enterpriseId: string | null,
    today: string,
  ): Promise<Surroundings> {
    const { rows } = await beyondReach(() =>
      read.query<Surroundings>(
        `select s.name as "stationName", s.region, e.name as "enterpriseName",
         (select p.body->'phones' from public_profile p where p.enterprise_id = e.id and p.valid_from <= $3::date
            order by p.valid_from desc limit 1) as phones,
         (select coalesce(json_agg(json_build_object('profile', profile_id, 'regionPrefix', region_prefix,
            'from', valid_from) order by id), '[]') from rule_profile_activation) as activations
       from (select 1) as one
       left join station s on s.id = $1
       left join enterprise e on e.id = $2`,
        [stationId, enterpriseId, today],
      ),
    )
    const row = rows[0]
    if (row === undefined) throw new Error('a left join gave no row')
    return row
  },
})
