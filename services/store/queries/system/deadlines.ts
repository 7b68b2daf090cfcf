import type { Pool, PoolClient } from 'pg'
import type { Cylinder } from '#domain/cylinder.ts'
import type { Registry } from '#domain/registry.ts'
import { type DueKind, dueKinds } from '#schemas/api/due.ts'
import { decodeRegistry, decodeState } from '#store/batch/life-codec.ts'
import { inTransaction, instantParam, Where } from '#store/queries/queryable.ts'
import { cylinderInScope, type Scope } from '#store/queries/scope.ts'
import { beyondReach } from '#store/reach.ts'

type Days = {
  readonly inspectOn: string | null
  readonly lifeOn: string | null
  readonly idleOn: string | null
}

/** Works out the days of one cylinder; `region` is that of a station of its owner, null = none. */
export type WorkOut = (cylinder: {
  readonly registry: Registry
  readonly state: Cylinder
  readonly region: string | null
  readonly ownerId: string | null
}) => Days

export type DueRow = {
  readonly cylinderId: string
  readonly code: string
  readonly ownerId: string | null
  readonly model: string | null
  readonly service: string
  readonly custodyKind: string
  readonly custodyId: string | null
  readonly kind: DueKind
  readonly dueOn: string
}

/** Place in a list: day, cylinder, kind. */
export type DueKey = readonly [string, string, number]

const COLUMN = { inspection: 'inspect_on', life: 'life_on', idle: 'idle_on' } as const

const SUBJECT = `c.id::text as id, c.state::text as state,
  (select r.registry::text from cylinder_registry r where r.cylinder_id = c.id) as registry,
  (select min(s.region) from station s where s.enterprise_id = c.owner_id) as region, c.owner_id as "ownerId"`

type Subject = {
  id: string
  state: string
  registry: string | null
  region: string | null
  ownerId: string | null
}

/** When other rules began to hold: their day came, or they were recorded on it. */
const RULES_CHANGED = `
  (select max(greatest(r.recorded_at, r.valid_from::timestamp at time zone 'Asia/Shanghai'))
  from (select recorded_at, valid_from from rule_profile_activation
    union all select recorded_at, valid_from from rule_profile) r
  where r.valid_from <= ($1::timestamptz at time zone 'Asia/Shanghai')::date)`

const write = async (
  client: PoolClient,
  subjects: readonly Subject[],
  workOut: WorkOut,
  now: number,
): Promise<void> => {
  const known = subjects.flatMap(({ id, state, registry, region, ownerId }) =>
    registry === null
      ? []
      : [
          {
            id,
            ...workOut({
              registry: decodeRegistry(registry),
              state: decodeState(state),
              region,
              ownerId,
            }),
          },
        ],
  )
  await client.query(
    `insert into cylinder_deadline (cylinder_id, inspect_on, life_on, idle_on, worked_out_at)
     select id, "inspectOn", "lifeOn", "idleOn", $2
     from json_to_recordset($1::json) as t (id bigint, "inspectOn" date, "lifeOn" date, "idleOn" date)
     on conflict (cylinder_id) do update set inspect_on = excluded.inspect_on, life_on = excluded.life_on,
       idle_on = excluded.idle_on, worked_out_at = excluded.worked_out_at`,
    [JSON.stringify(known), instantParam(now)],
  )
}

export const deadlineQueries = (pool: Pool, read: Pool) => ({
  /** Works out at most `limit` cylinders whose registry changed. @returns how many marks were taken */
  async workOut(limit: number, workOut: WorkOut, now: number): Promise<number> {
    // Of everybody: it is the program's own book-keeping, done by whoever comes by.
    return beyondReach(() =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ id: string }>(
          `delete from deadline_dirty where id in
           (select id from deadline_dirty order by id limit $1 for update skip locked)
         returning cylinder_id::text as id`,
          [limit],
        )
        if (rows.length === 0) return 0
        const subjects = await client.query<Subject>(
          `select ${SUBJECT} from cylinder c where c.id = any($1::bigint[]) and c.code is not null order by c.id`,
          [[...new Set(rows.map(({ id }) => id))]],
        )
        await write(client, subjects.rows, workOut, now)
        return rows.length
      }),
    )
  },

  /**
   * Works out once more those that would be idle by a day: they may have been used since. Each is looked at once a day. @returns
   * how many were looked at
   */
  async lookAgain(by: string, limit: number, workOut: WorkOut, now: number): Promise<number> {
    return inTransaction(pool, async (client) => {
      const { rows } = await client.query<Subject>(
        `select ${SUBJECT} from cylinder_deadline d join cylinder c on c.id = d.cylinder_id
         where d.idle_on <= $1 and d.worked_out_at < $2::timestamptz - interval '1 day'
         order by d.idle_on, d.cylinder_id limit $3 for update of d skip locked`,
        [by, instantParam(now), limit],
      )
      if (rows.length > 0) await write(client, rows, workOut, now)
      return rows.length
    })
  },

  /** Works out once more those that were worked out under other rules. @returns how many were looked at */
  async underNewRules(limit: number, workOut: WorkOut, now: number): Promise<number> {
    return inTransaction(pool, async (client) => {
      const { rows } = await client.query<Subject>(
        `select ${SUBJECT} from cylinder_deadline d join cylinder c on c.id = d.cylinder_id
         where d.worked_out_at < ${RULES_CHANGED} order by d.cylinder_id limit $2 for update of d skip locked`,
        [instantParam(now), limit],
      )
      if (rows.length > 0) await write(client, rows, workOut, now)
      return rows.length
    })
  },

  /** What falls due by a day, the earliest first; retired cylinders are past it. */
  async due(
    scope: Scope,
    asked: { readonly by: string; readonly kinds: readonly DueKind[] },
    limit: number,
    after: DueKey | null,
  ): Promise<readonly DueRow[]> {
    const where = new Where()
    const by = where.param(asked.by)
    const most = where.param(limit)
    const inScope = cylinderInScope(where, scope, 'c')
    const key = after === null ? null : [where.param(after[0]), where.param(after[1])]
    const branches = asked.kinds.map((kind) => {
      const day = `d.${COLUMN[kind]}`
      const rank = dueKinds.indexOf(kind)
      // Later kinds of the same cylinder and day follow: >= where this kind comes after that of the key.
      const later = after !== null && rank > after[2] ? '>=' : '>'
      const place =
        key === null
          ? ''
          : `and (${day}, d.cylinder_id) ${later} (${key[0]}::date, ${key[1]}::bigint)`
      return `(select c.id::text as "cylinderId", c.id as n, c.code, c.owner_id as "ownerId", c.model, c.service,
          c.custody_kind as "custodyKind", c.custody_id as "custodyId", '${kind}' as kind, ${rank} as rank, ${day} as day
        from cylinder_deadline d join cylinder c on c.id = d.cylinder_id
        where ${day} <= ${by}::date ${place} and c.service <> 'retired' and ${inScope}
        order by ${day}, d.cylinder_id limit ${most})`
    })
    const { rows } = await read.query<DueRow>(
      `select "cylinderId", code, "ownerId", model, service, "custodyKind", "custodyId", kind, t.day::text as "dueOn"
       from (${branches.join(' union all ')}) t order by t.day, n, rank limit ${most}`,
      where.values,
    )
    return rows
  },
})

export type DeadlineQueries = ReturnType<typeof deadlineQueries>
