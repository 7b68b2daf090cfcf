import type { Pool } from 'pg'
import { inTransaction, instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'

export type PublicTextRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly topic: string
  readonly lang: string
  readonly version: number
  /** The version of the Chinese text that it translates. */
  readonly sourceVersion: number | null
  readonly body: string
  readonly state: 'draft' | 'reviewed'
  readonly writtenAt: number
  readonly reviewedAt: number | null
}

export type NewText = Pick<PublicTextRow, 'id' | 'enterpriseId' | 'topic' | 'lang' | 'body'> & {
  readonly at: number
  readonly by: string
}

const TEXT = `t.id, t.enterprise_id as "enterpriseId", t.topic, t.lang, t.version, t.source_version as "sourceVersion", t.body,
  t.state, ${ms('t.written_at')} as "writtenAt", ${ms('t.reviewed_at')} as "reviewedAt"`

const one = async (client: Queryable, id: string): Promise<PublicTextRow | null> => {
  const { rows } = await client.query<PublicTextRow>(
    `select ${TEXT} from public_text t where t.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/** The Chinese text that is shown; null = none is. */
const source = async (
  client: Queryable,
  { enterpriseId, topic }: Pick<PublicTextRow, 'enterpriseId' | 'topic'>,
): Promise<number | null> => {
  const { rows } = await client.query<{ version: number }>(
    `select version from public_text where enterprise_id = $1 and topic = $2 and lang = 'zh' and state = 'reviewed'
     order by version desc limit 1`,
    [enterpriseId, topic],
  )
  return rows[0]?.version ?? null
}

/** Versions of one text follow each other. */
const lock = (
  client: Queryable,
  { enterpriseId, topic }: { enterpriseId: string; topic: string },
) =>
  client.query('select pg_advisory_xact_lock(hashtextextended($1, 13))', [
    `${enterpriseId} ${topic}`,
  ])

export const publicTextQueries = (pool: Pool, read: Pool) => ({
  /** A draft. `no-source` = there is no reviewed Chinese text to translate. A repeat with the same id finds its row. */
  write: (text: NewText): Promise<PublicTextRow | 'no-source'> =>
    inTransaction(pool, async (client) => {
      await lock(client, text)
      const before = await one(client, text.id)
      if (before !== null) return before
      const of = text.lang === 'zh' ? null : await source(client, text)
      if (text.lang !== 'zh' && of === null) return 'no-source'
      await client.query(
        `insert into public_text (id, enterprise_id, topic, lang, version, source_version, body, state, written_by, written_at)
         select $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6, 'draft', $7, $8 from public_text
         where enterprise_id = $2 and topic = $3 and lang = $4`,
        [
          text.id,
          text.enterpriseId,
          text.topic,
          text.lang,
          of,
          text.body,
          text.by,
          instantParam(text.at),
        ],
      )
      return (await one(client, text.id)) as PublicTextRow
    }),

  /** A person has read it. `stale` = the Chinese text is another one by now; null = reviewed before. */
  review: (
    text: PublicTextRow,
    { by, at }: { readonly by: string; readonly at: number },
  ): Promise<PublicTextRow | 'stale' | null> =>
    inTransaction(pool, async (client) => {
      await lock(client, text)
      if (text.lang !== 'zh' && (await source(client, text)) !== text.sourceVersion) return 'stale'
      const { rowCount } = await client.query(
        `update public_text set state = 'reviewed', reviewed_by = $2, reviewed_at = $3 where id = $1 and state = 'draft'`,
        [text.id, by, instantParam(at)],
      )
      return rowCount === 1 ? one(client, text.id) : null
    }),

  async byId(scope: Scope, id: string): Promise<PublicTextRow | null> {
    const where = new Where()
    where.and(enterpriseInScope(where, scope, 'e'))
    where.and(`t.id = ${where.param(id)}`)
    const { rows } = await pool.query<PublicTextRow>(
      `select ${TEXT} from public_text t join enterprise e on e.id = t.enterprise_id ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Topics whose Chinese text somebody has reviewed. */
  async reviewedTopics(enterpriseId: string): Promise<readonly string[]> {
    const { rows } = await read.query<{ topic: string }>(
      `select distinct topic from public_text where enterprise_id = $1 and lang = 'zh' and state = 'reviewed'`,
      [enterpriseId],
    )
    return rows.map(({ topic }) => topic)
  },

  /** All versions, the newest first. */
  async list(
    scope: Scope,
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly PublicTextRow[]> {
    const where = new Where()
    where.and(enterpriseInScope(where, scope, 'e'))
    if (after !== null) {
      where.and(
        `(t.written_at, t.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<PublicTextRow>(
      `select ${TEXT} from public_text t join enterprise e on e.id = t.enterprise_id ${where.sql}
       order by t.written_at desc, t.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },
})
