import type { Pool } from 'pg'
import type { PersonVault } from '#store/people/person-vault.ts'
import { inTransaction, instantParam } from '#store/queries/queryable.ts'

const FIELD = 'careNeeds'

/** Special care (特殊群体): that somebody is visited first stands in the open, why is sealed. */
export const careQueries = (pool: Pool, vault: PersonVault) => ({
  /** No needs = no special care (any more). Open parts of the plan move at once. @returns false when the person is erased */
  set: (
    customer: { readonly id: string; readonly personId: string; readonly enterpriseId: string },
    needs: readonly string[],
    { at, by }: { readonly at: number; readonly by: string },
  ): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      const care = needs.length > 0
      const secrets = { [FIELD]: care ? needs.join(',') : null }
      if (!(await vault.put(client, customer.personId, secrets, at))) return false
      if (care) {
        await client.query(
          `insert into customer_care (customer_id, enterprise_id, recorded_by, recorded_at) values ($1, $2, $3, $4)
           on conflict (customer_id) do update set recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
          [customer.id, customer.enterpriseId, by, instantParam(at)],
        )
      } else {
        await client.query('delete from customer_care where customer_id = $1', [customer.id])
      }
      await client.query(
        'update home_plan set rank = $2 where customer_id = $1 and done_on is null and rank <> $2',
        [customer.id, care ? 0 : 1],
      )
      return true
    }),
})
