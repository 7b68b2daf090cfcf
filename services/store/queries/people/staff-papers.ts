import type { Pool } from 'pg'
import {
  inTransaction,
  instantParam,
  ms,
  type Queryable,
  violated,
  Where,
} from '#store/queries/queryable.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'

export type CertificateRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly operator: string
  readonly kind: string
  readonly certificateNo: string
  readonly issuedBy: string | null
  readonly validFrom: string | null
  readonly validUntil: string
  readonly revokedAt: number | null
  readonly revokeReason: string | null
  readonly recordedAt: number
}

export type NewCertificate = Omit<
  CertificateRow,
  'no' | 'revokedAt' | 'revokeReason' | 'recordedAt'
> & { readonly recordedBy: string; readonly recordedAt: number }

export type TrainingRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly heldOn: string
  readonly topics: readonly string[]
  readonly content: string
  readonly minutes: number
  readonly trainer: string | null
  readonly recordedAt: number
  readonly people: readonly {
    readonly operator: string
    readonly passed: boolean
    readonly score: number | null
  }[]
}

export type NewTraining = Omit<TrainingRow, 'no'> & { readonly recordedBy: string }

const CERTIFICATE = `t.id, t.no::text as no, t.enterprise_id as "enterpriseId", t.operator, t.kind,
  t.certificate_no as "certificateNo", t.issued_by as "issuedBy", t.valid_from::text as "validFrom",
  t.valid_until::text as "validUntil", ${ms('t.revoked_at')} as "revokedAt", t.revoke_reason as "revokeReason",
  ${ms('t.recorded_at')} as "recordedAt"`

const TRAINING = `t.id, t.no::text as no, t.enterprise_id as "enterpriseId", t.held_on::text as "heldOn", t.topics, t.content,
  t.minutes, t.trainer, ${ms('t.recorded_at')} as "recordedAt",
  (select coalesce(json_agg(json_build_object('operator', r.operator, 'passed', r.passed, 'score', r.score)
     order by r.operator), '[]') from training_result r where r.training_id = t.id) as people`

/**
 * The day until which somebody may fill, as the gate reads it: the end of the latest paper for filling, or the day before the last
 * of them was revoked.
 */
const followCertificates = (client: Queryable, enterpriseId: string, operator: string) =>
  client.query(
    `update staff s set certified_until = coalesce(
         (select max(valid_until) from staff_certificate c where c.enterprise_id = $1 and c.operator = $2
            and c.kind = 'filling' and c.revoked_at is null),
         (select (max(revoked_at) at time zone 'Asia/Shanghai')::date - 1 from staff_certificate c where c.enterprise_id = $1 and c.operator = $2
            and c.kind = 'filling'),
         s.certified_until)
     where s.enterprise_id = $1 and s.operator = $2`,
    [enterpriseId, operator],
  )

export type PaperFilter = {
  readonly enterpriseId?: string | undefined
  readonly operator?: string | undefined
  readonly kind?: string | undefined
  /** Certificates that end on this day or before it. */
  readonly until?: string | undefined
}

const filtered = (where: Where, filter: PaperFilter): void => {
  const { enterpriseId, operator, kind, until } = filter
  if (enterpriseId !== undefined) where.and(`t.enterprise_id = ${where.param(enterpriseId)}`)
  if (operator !== undefined) where.and(`t.operator = ${where.param(operator)}`)
  if (kind !== undefined) where.and(`t.kind = ${where.param(kind)}`)
  if (until !== undefined) {
    where.and(`t.revoked_at is null and t.valid_until <= ${where.param(until)}`)
  }
}

const scoped = (scope: Scope, filter: PaperFilter): Where => {
  const where = new Where()
  where.and(
    `exists (select from enterprise e where e.id = t.enterprise_id and ${enterpriseInScope(where, scope, 'e')})`,
  )
  filtered(where, filter)
  return where
}

export const staffPaperQueries = (pool: Pool, read: Pool) => ({
  /** `unique` = that paper is recorded; `reference` = no such person in that enterprise. */
  async addCertificate(row: NewCertificate): Promise<CertificateRow | 'unique' | 'reference'> {
    try {
      return await inTransaction(pool, async (client) => {
        const { rows } = await client.query<CertificateRow>(
          `with t as (
             insert into staff_certificate (id, enterprise_id, operator, kind, certificate_no, issued_by, valid_from,
               valid_until, recorded_by, recorded_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning *)
           select ${CERTIFICATE} from t`,
          [
            row.id,
            row.enterpriseId,
            row.operator,
            row.kind,
            row.certificateNo,
            row.issuedBy,
            row.validFrom,
            row.validUntil,
            row.recordedBy,
            instantParam(row.recordedAt),
          ],
        )
        if (row.kind === 'filling') await followCertificates(client, row.enterpriseId, row.operator)
        return rows[0] as CertificateRow
      })
    } catch (error) {
      return violated(error)
    }
  },

  /** Null = no such paper in scope; one that is revoked stays as it was. */
  async revokeCertificate(
    scope: Scope,
    id: string,
    revoked: { readonly reason: string; readonly at: number },
  ): Promise<CertificateRow | null> {
    return inTransaction(pool, async (client) => {
      const where = scoped(scope, {})
      where.and(`t.id = ${where.param(id)}`)
      const { rows } = await client.query<{ id: string }>(
        `select t.id from staff_certificate t ${where.sql} for update`,
        where.values,
      )
      if (rows.length === 0) return null
      const changed = await client.query<CertificateRow>(
        `with t as (
           update staff_certificate set revoked_at = coalesce(revoked_at, $2),
             revoke_reason = coalesce(revoke_reason, $3) where id = $1 returning *)
         select ${CERTIFICATE} from t`,
        [id, instantParam(revoked.at), revoked.reason],
      )
      const row = changed.rows[0] as CertificateRow
      if (row.kind === 'filling') await followCertificates(client, row.enterpriseId, row.operator)
      return row
    })
  },

  /** By the day on which they end: what must be renewed stands first. */
  async certificates(
    scope: Scope,
    filter: PaperFilter,
    limit: number,
    after: readonly [string, string] | null,
  ): Promise<readonly CertificateRow[]> {
    const where = scoped(scope, filter)
    if (after !== null) {
      where.and(
        `(t.valid_until, t.no) > (${where.param(after[0])}::date, ${where.param(after[1])}::bigint)`,
      )
    }
    const { rows } = await read.query<CertificateRow>(
      `select ${CERTIFICATE} from staff_certificate t ${where.sql}
       order by t.valid_until, t.no limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** The last day of somebody's papers of a kind; null = none was ever recorded, which refuses nothing. */
  async certifiedUntil(
    enterpriseId: string,
    operator: string,
    kind: string,
  ): Promise<string | null> {
    const { rows } = await pool.query<{ until: string | null }>(
      `select coalesce(max(valid_until) filter (where revoked_at is null), (max(revoked_at) at time zone 'Asia/Shanghai')::date - 1)::text as until
       from staff_certificate where enterprise_id = $1 and operator = $2 and kind = $3`,
      [enterpriseId, operator, kind],
    )
    return rows[0]?.until ?? null
  },

  /** `reference` = one of the people is unknown. */
  async addTraining(row: NewTraining): Promise<'added' | 'unique' | 'reference'> {
    try {
      await inTransaction(pool, async (client) => {
        await client.query(
          `insert into training (id, enterprise_id, held_on, topics, content, minutes, trainer, recorded_by, recorded_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [
            row.id,
            row.enterpriseId,
            row.heldOn,
            row.topics,
            row.content,
            row.minutes,
            row.trainer,
            row.recordedBy,
            instantParam(row.recordedAt),
          ],
        )
        await client.query(
          `insert into training_result (training_id, enterprise_id, operator, passed, score)
           select $1, $2, r.operator, r.passed, r.score
           from json_to_recordset($3::json) as r (operator text, passed boolean, score integer)`,
          [row.id, row.enterpriseId, JSON.stringify(row.people)],
        )
      })
      return 'added'
    } catch (error) {
      return violated(error)
    }
  },

  /** The ledger, newest first; of one person with `operator`. */
  async trainings(
    scope: Scope,
    filter: PaperFilter & { readonly topic?: string | undefined },
    limit: number,
    before: string | null,
  ): Promise<readonly TrainingRow[]> {
    const { operator, enterpriseId, topic } = filter
    const where = scoped(scope, { enterpriseId })
    if (operator !== undefined) {
      where.and(
        `exists (select from training_result p where p.training_id = t.id and p.operator = ${where.param(operator)})`,
      )
    }
    if (topic !== undefined) where.and(`${where.param(topic)} = any (t.topics)`)
    if (before !== null) where.and(`t.no < ${where.param(before)}`)
    const { rows } = await read.query<TrainingRow>(
      `select ${TRAINING} from training t ${where.sql} order by t.no desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async training(id: string): Promise<TrainingRow | null> {
    const { rows } = await pool.query<TrainingRow>(
      `select ${TRAINING} from training t where t.id = $1`,
      [id],
    )
    return rows[0] ?? null
  },

  /** Passed a training on safety. */
  async isSafetyTrained(enterpriseId: string, operator: string): Promise<boolean> {
    const { rowCount } = await pool.query(
      `select from training_result r join training t on t.id = r.training_id
       where r.enterprise_id = $1 and r.operator = $2 and r.passed and 'safety' = any (t.topics) limit 1`,
      [enterpriseId, operator],
    )
    return rowCount === 1
  },
})
