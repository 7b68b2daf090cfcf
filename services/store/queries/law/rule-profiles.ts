import type { Pool } from 'pg'
import type { Day } from '#domain/units.ts'
import { inTransaction, instantParam, ms, type Queryable } from '#store/queries/queryable.ts'
import { beyondReach } from '#store/reach.ts'

/** A version that a person recorded; `body` is the profile as JSON, `enterpriseId` null = by an administrator. */
export type StoredProfile = {
  readonly id: string
  readonly validFrom: Day
  readonly body: unknown
  readonly reason: string
  readonly enterpriseId: string | null
  readonly recordedBy: string
  readonly recordedAt: number
}

export type StoredActivation = {
  readonly profile: string
  readonly regionPrefix: string
  readonly from: Day
  readonly reason: string
  readonly activatedBy: string
  readonly recordedAt: number
}

/** Everything that decides which rules apply where; `regions` = where the asked-for enterprise has stations. */
export type RuleBook = {
  readonly profiles: readonly StoredProfile[]
  readonly activations: readonly StoredActivation[]
}

/** One after the other, so that what was checked still holds when it is written. The number is ours alone. */
const LOCK = 'select pg_advisory_xact_lock(7105004)'

const PROFILES = `select id, valid_from::text as "validFrom", body, reason, enterprise_id as "enterpriseId",
  recorded_by as "recordedBy", ${ms('recorded_at')} as "recordedAt"
  from rule_profile order by recorded_at, id, valid_from`

const ACTIVATIONS = `select profile_id as profile, region_prefix as "regionPrefix", valid_from::text as "from", reason,
  activated_by as "activatedBy", ${ms('recorded_at')} as "recordedAt"
  from rule_profile_activation a order by a.id`

const load = async (client: Queryable): Promise<RuleBook> => {
  const profiles = await client.query<StoredProfile>(PROFILES)
  const activations = await client.query<StoredActivation>(ACTIVATIONS)
  return { profiles: profiles.rows, activations: activations.rows }
}

export const ruleProfileQueries = (pool: Pool) => ({
  load: (): Promise<RuleBook> => load(pool),

  /** Where an enterprise has stations; null = no such enterprise. Beyond reach: promises are public, and so is where they hold. */
  async regionsOf(enterpriseId: string): Promise<readonly string[] | null> {
    const { rows } = await beyondReach(() =>
      pool.query<{ regions: string[] | null }>(
        `select array(select distinct region from station where enterprise_id = $1 order by region) as regions
       from enterprise where id = $1`,
        [enterpriseId],
      ),
    )
    return rows[0]?.regions ?? null
  },

  /** Records a version, unless `check` refuses it (by throwing) in view of all that is recorded. */
  add: (profile: StoredProfile, check: (book: RuleBook) => void): Promise<void> =>
    inTransaction(pool, async (client) => {
      await client.query(LOCK)
      check(await load(client))
      const { id, validFrom, body, reason, enterpriseId, recordedBy, recordedAt } = profile
      await client.query(
        `insert into rule_profile (id, valid_from, body, reason, enterprise_id, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          id,
          validFrom,
          JSON.stringify(body),
          reason,
          enterpriseId,
          recordedBy,
          instantParam(recordedAt),
        ],
      )
    }),

  /** Records an activation, unless `check` refuses it. */
  activate: (activation: StoredActivation, check: (book: RuleBook) => void): Promise<void> =>
    inTransaction(pool, async (client) => {
      await client.query(LOCK)
      check(await load(client))
      const { profile, regionPrefix, from, reason, activatedBy, recordedAt } = activation
      await client.query(
        `insert into rule_profile_activation
           (profile_id, region_prefix, valid_from, reason, activated_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [profile, regionPrefix, from, reason, activatedBy, instantParam(recordedAt)],
      )
    }),
})
