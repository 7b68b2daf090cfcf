import type { Pool } from 'pg'
import type { Day } from '#domain/units.ts'

type Qualified = { readonly safetyTrained: boolean; readonly certifiedUntil: Day | null }

/** Trainings and certificates of somebody who signs in: their user name is their job number, as it is on their events. */
export const qualificationQueries = (pool: Pool) => ({
  async ofCourier(enterpriseId: string, operator: string): Promise<Qualified> {
    const { rows } = await pool.query<Qualified>(
      `select exists (select from training_result r join training t on t.id = r.training_id
           where r.enterprise_id = $1 and r.operator = $2 and r.passed and 'safety' = any (t.topics)) as "safetyTrained",
         (select max(c.valid_until)::text from staff_certificate c
           where c.enterprise_id = $1 and c.operator = $2 and c.kind = 'delivery' and c.revoked_at is null) as "certifiedUntil"`,
      [enterpriseId, operator],
    )
    return rows[0] ?? { safetyTrained: false, certifiedUntil: null }
  },
})
