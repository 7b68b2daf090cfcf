import type { Pool } from 'pg'
import type { Term } from '#domain/service/term.ts'
import type { EpochMs } from '#domain/units.ts'

/** An open work item whose deadline counts from its event. */
export type DatedWork = {
  readonly id: string
  readonly kind: string
  /** That found what is to be paid, `id@validFrom`; null for work that no finding opened. */
  readonly profile: string | null
  readonly effectiveAt: EpochMs
  readonly dueAt: EpochMs | null
  readonly provisional: boolean
}

export type NewDeadline = {
  readonly id: string
  readonly dueAt: EpochMs
  readonly provisional: boolean
}

/** An open deadline of a case (complaint, repair) that counts in working days. */
export type DatedCase = NewDeadline & { readonly startsAt: EpochMs; readonly term: Term }

/** A return that no weighing followed: told (`cylinder.returned`), or implied by a station that had it in front of it. */
export type UnweighedReturn = {
  readonly source: number
  readonly eventId: string
  readonly cylinderId: string
  readonly effectiveAt: EpochMs
  /** Profile that judged the return, `id@validFrom`. */
  readonly profile: string
}

export type ReturnWindow = {
  readonly source: ReturnSource
  /** Recorded from then (told), or happened from then (implied), to before `to`. */
  readonly from: EpochMs
  readonly to: EpochMs
  readonly effectiveBefore: EpochMs
}

export type OverdueWork = {
  readonly source: number
  readonly eventId: string
  readonly cylinderId: string
  readonly openedAt: EpochMs
  readonly dueAt: EpochMs
  readonly provisional: boolean
  readonly detail: Readonly<Record<string, unknown>>
}

const iso = (at: number): string => new Date(at).toISOString()

const OPEN = `
  select w.id::text as id, w.kind, l.effective_at as "effectiveAt", w.due_at as "dueAt", w.provisional,
    case when w.kind = 'residual-claim' then coalesce((
      select f->>'profile' from json_array_elements(l.findings) f
      where f->>'code' in ('RESIDUAL_OVER_LIMIT', 'NET_CONTENT_SHORT') limit 1), w.detail->'finding'->>'profile') end as profile
  from work_item w join cylinder_life l on l.source = w.source and l.event_id = w.event_id
  where w.closed_at is null and w.kind = any ($1::text[]) and w.id > $2::int8 and (w.due_at is null or not $3::boolean)
  order by w.id limit $4`

const SET = `
  update work_item w set due_at = r.due_at, provisional = r.provisional
  from unnest($1::int8[], $2::timestamptz[], $3::boolean[]) r (id, due_at, provisional)
  where w.id = r.id and w.closed_at is null`

const OPEN_CASES = `
  select d.id::text as id, d.starts_at as "startsAt", d.term, d.due_at as "dueAt", d.provisional from service_deadline d
  where d.met_at is null and d.void_at is null and d.term->>'unit' = 'working-days' and d.id > $1::int8
  order by d.id limit $2`

const SET_CASES = `
  update service_deadline d set due_at = r.due_at, provisional = r.provisional
  from unnest($1::int8[], $2::timestamptz[], $3::boolean[]) r (id, due_at, provisional)
  where d.id = r.id and d.met_at is null and d.void_at is null and d.term is not null`

const OPEN_ORDERS = `
  select m.seq::text as id, m.starts_at as "startsAt", json_build_object('count', m.working_days, 'unit', 'working-days') as term,
    m.due_at as "dueAt", m.provisional from supervision_measure m
  where m.settled_at is null and m.due_at is not null and m.seq > $1::int8 order by m.seq limit $2`

const SET_ORDERS = `
  update supervision_measure m set due_at = r.due_at, provisional = r.provisional
  from unnest($1::int8[], $2::timestamptz[], $3::boolean[]) r (id, due_at, provisional)
  where m.seq = r.id and m.settled_at is null`

const dueColumns = (deadlines: readonly NewDeadline[]) => [
  deadlines.map(({ id }) => id),
  deadlines.map(({ dueAt }) => iso(dueAt)),
  deadlines.map(({ provisional }) => provisional),
]

const annulled = (alias: string): string => `exists (
    select from cylinder_life a where a.cylinder_id = ${alias}.cylinder_id and a.effective_at >= ${alias}.effective_at
      and a.type = 'event.annulled' and lower(a.body->>'eventId') = ${alias}.event_id::text)`

/** Until the cylinder is at a customer again: the next delivery after the return `l`. */
const NEXT_DELIVERY = `
  select coalesce(min(d.effective_at), 'infinity') as at from cylinder_life d
  where d.cylinder_id = l.cylinder_id and d.effective_at > l.effective_at and (d.type = 'delivery.completed'
    or d.type = 'custody.handed-over' and d.body->'to'->>'kind' = 'customer')`

const IMPLIED = `l.findings::text like '%"RETURN_NOT_SCANNED"%'`

const WEIGHED = `exists (
    select from cylinder_life x where x.cylinder_id = l.cylinder_id and x.effective_at >= l.effective_at
      and x.effective_at < next.at and x.type = 'residual.weighed' and not ${annulled('x')})`

/** A handheld and a portal may both tell of one return: the last one counts, as in the fold. */
const TOLD_AGAIN = `exists (
    select from cylinder_life y where y.cylinder_id = l.cylinder_id and y.effective_at >= l.effective_at
      and (y.effective_at, y.event_id) > (l.effective_at, l.event_id)
      and y.effective_at < next.at and y.type = 'cylinder.returned')`

/** How returns are looked for: told ones by their own index, implied ones among the findings, where the index is by time. */
const RETURNS = {
  told: `l.type = 'cylinder.returned' and l.recorded_at >= $1::timestamptz and l.recorded_at < $5::timestamptz`,
  implied: `l.findings is not null and l.effective_at >= $1::timestamptz and l.effective_at < $5::timestamptz and ${IMPLIED}`,
} as const

export type ReturnSource = keyof typeof RETURNS

const unweighed = (from: ReturnSource): string => `
  select l.source, l.event_id::text as "eventId", l.cylinder_id::text as "cylinderId", l.effective_at as "effectiveAt",
    j.body->>'profile' as profile
  from cylinder_life l
  join judging_context j on j.id = l.context_id
  cross join lateral (${NEXT_DELIVERY}) next
  where ${RETURNS[from]} and l.effective_at < $2::timestamptz and l.cylinder_id is not null
    and not exists (select from work_item w where w.kind = $3 and w.source = l.source and w.event_id = l.event_id)
    and not ${TOLD_AGAIN} and not ${WEIGHED} and not ${annulled('l')}
  limit $4`

const INSERT = `
  insert into work_item (kind, source, event_id, cylinder_id, opened_at, due_at, provisional, detail)
  select $1, * from unnest($2::int4[], $3::uuid[], $4::int8[], $5::timestamptz[], $6::timestamptz[], $7::boolean[], $8::json[])
  on conflict (kind, source, event_id) do nothing`

const CLOSE = `
  update work_item w set closed_at = $2::timestamptz,
    close_reason = case when ${WEIGHED} then 'WEIGHED' when ${annulled('l')} then 'RETURN_ANNULLED' else 'RETURN_TOLD' end
  from cylinder_life l cross join lateral (${NEXT_DELIVERY}) next
  where w.kind = $1 and w.closed_at is null and l.source = w.source and l.event_id = w.event_id
    and (${WEIGHED} or ${annulled('l')}
      or l.type <> 'cylinder.returned' and (l.findings is null or not ${IMPLIED}))`

/** What the jobs read and write of work items and returns. */
export class DeadlineStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Open items of these kinds behind `afterId`, by id; `undated` = only those without a deadline. */
  async open(
    kinds: readonly string[],
    afterId: string,
    { undated, limit }: { readonly undated: boolean; readonly limit: number },
  ): Promise<readonly DatedWork[]> {
    return (await this.#pool.query<DatedWork>(OPEN, [kinds, afterId, undated, limit])).rows
  }

  async setDue(deadlines: readonly NewDeadline[]): Promise<void> {
    await this.#pool.query(SET, dueColumns(deadlines))
  }

  /** Open deadlines of cases in working days behind `afterId`, by id. */
  async openCases(afterId: string, limit: number): Promise<readonly DatedCase[]> {
    return (await this.#pool.query<DatedCase>(OPEN_CASES, [afterId, limit])).rows
  }

  /** One that was met, or agreed otherwise, in the meantime stays as it is. */
  async setCasesDue(deadlines: readonly NewDeadline[]): Promise<void> {
    await this.#pool.query(SET_CASES, dueColumns(deadlines))
  }

  /** Regulators' open orders to rectify behind `afterId`, by id. */
  async openOrders(afterId: string, limit: number): Promise<readonly DatedCase[]> {
    return (await this.#pool.query<DatedCase>(OPEN_ORDERS, [afterId, limit])).rows
  }

  async setOrdersDue(deadlines: readonly NewDeadline[]): Promise<void> {
    await this.#pool.query(SET_ORDERS, dueColumns(deadlines))
  }

  /** Returns in the window without a weighing and without an item of the kind, in no order. */
  async unweighedReturns(
    kind: string,
    { source, from, to, effectiveBefore }: ReturnWindow,
    limit: number,
  ): Promise<readonly UnweighedReturn[]> {
    const values = [iso(from), iso(effectiveBefore), kind, limit, iso(to)]
    return (await this.#pool.query<UnweighedReturn>(unweighed(source), values)).rows
  }

  /** Opens items; one that is there already stays as it is. */
  async openWork(kind: string, items: readonly OverdueWork[]): Promise<void> {
    await this.#pool.query(INSERT, [
      kind,
      items.map(({ source }) => source),
      items.map(({ eventId }) => eventId),
      items.map(({ cylinderId }) => cylinderId),
      items.map(({ openedAt }) => iso(openedAt)),
      items.map(({ dueAt }) => iso(dueAt)),
      items.map(({ provisional }) => provisional),
      items.map(({ detail }) => JSON.stringify(detail)),
    ])
  }

  /** Closes items whose return was weighed after all, annulled, or told by an event of its own. @returns how many */
  async closeWeighed(kind: string, now: EpochMs): Promise<number> {
    return (await this.#pool.query(CLOSE, [kind, iso(now)])).rowCount ?? 0
  }
}
