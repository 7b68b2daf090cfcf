import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { createFollowers, createJobs } from '#jobs/create-scheduler.ts'
import { unpaced } from '#jobs/pace.ts'
import { deriveMoney } from './derived-money.ts'
import { deriveRows } from './derived-rows.ts'
import type { CityStore } from './load-city.ts'

/** Days after which nearly everybody was paid; the law gives five working days. */
const PAID_AFTER_DAYS = 7

/** What the office did with the claims of the year: paid within days, all but the newest and one in fifty. */
const PAY = `
  with paid as (
    update residual_claim set state = 'paid', closed_at = weighed_at + interval '3 days', closed_by = 'office',
      payment = json_build_object('method', 'cash', 'signature', json_build_object('kind', 'code'))
    where state = 'open' and amount_fen is not null and customer_id is not null
      and weighed_at < to_timestamp($1 / 1000.0) - make_interval(days => $2) and hashtext(id::text) % 50 <> 0
    returning source, event_id, closed_at)
  update work_item w set closed_at = paid.closed_at, close_reason = 'PAID' from paid
  where w.kind = 'residual-claim' and w.source = paid.source and w.event_id = paid.event_id and w.closed_at is null`

/** Counted from the visits: retention of personal data begins with the last one. */
const LAST_SUPPLIED = `
  update customer c set last_supplied_on = d.day
  from (select customer_id, max((happened_at at time zone 'Asia/Shanghai')::date) as day from delivery_cylinder group by 1) d
  where d.customer_id = c.id`

/** What each tank may hold: 100 m³ at 0.5 t. */
const TANKS = `
  update tank set capacity_g = 50000000, medium = 'LPG', registered_at = to_timestamp($2 / 1000.0)
  where station_id in (select id from station where enterprise_id = any ($1::text[]))`

/** Nobody is really told: these people do not exist. */
const SENDS = 'notifications'
const TOLD = `update notification set state = 'sent', sent_at = created_at, provider = 'made-up' where state = 'queued'`

/** Statistics for lists that are read at once, and one pass of every job as of the last day. */
export const settleCity = async (
  { pool, jobs }: CityStore,
  enterprises: readonly string[],
  [startMs, endMs]: readonly [number, number],
  onProgress: (line: string) => void,
): Promise<void> => {
  await pool.query(LAST_SUPPLIED)
  await pool.query(TANKS, [enterprises, startMs])
  await pool.query('analyze')
  const { signal } = new AbortController()
  const deps = { ...jobs, now: () => endMs }
  for (const job of [...createJobs(deps), ...createFollowers(deps, unpaced)]) {
    if (job.name === SENDS) continue
    const begin = performance.now()
    await job.run(signal)
    onProgress(`${job.name}: ${((performance.now() - begin) / 1000).toFixed(1)} s`)
  }
  await pool.query(TOLD)
  // Made by one pass, but owed since the weighing.
  await pool.query(
    `update residual_claim set opened_at = weighed_at + interval '1 minute' where opened_at = to_timestamp($1 / 1000.0)`,
    [endMs],
  )
  await pool.query(PAY, [endMs, PAID_AFTER_DAYS])
  onProgress('contracts, vans, books of the money')
  await deriveRows(pool, enterprises, dayOf(epochMs(endMs)))
  await deriveMoney(pool, enterprises, [startMs, endMs])
  await pool.query('analyze')
}
