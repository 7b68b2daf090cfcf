import type { Pool } from 'pg'
import type { NewNotification } from '#domain/notifications/notification.ts'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import { inTransaction } from '#store/queries/queryable.ts'

type Untold = {
  readonly id: string
  readonly enterpriseId: string
  readonly kind: string
  readonly level: 'blue' | 'yellow' | 'orange' | 'red'
  readonly area: string
  readonly title: string
  readonly cause: string
  readonly advice: string
  readonly phase: number
  readonly lifted: boolean
  readonly toldThrough: string | null
}

const NEXT = `
  select id, enterprise_id as "enterpriseId", kind, level, area, title, cause, advice, phase, lifted_at is not null as lifted,
    told_through as "toldThrough"
  from supply_warning where told_phase < phase order by published_at limit 1 for update skip locked`

/** Customers of the area, from one on. */
const CUSTOMERS = `
  select c.id from customer c
  where c.enterprise_id = $1 and c.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') and c.erased_at is null
    and starts_with(c.region, $3) order by c.id limit $4`

/** What nobody may sleep through goes out as SMS at any hour, besides the app. */
const isUrgent = ({ level, kind }: Untold): boolean =>
  level === 'orange' || level === 'red' || kind === 'interruption'

const toldOf = (warning: Untold, customerId: string): readonly NewNotification[] => {
  const { enterpriseId, id, phase, title, cause, advice, level, lifted } = warning
  const to = { kind: 'customer', ref: customerId } as const
  const told = { enterpriseId, to }
  const key = `supply-warning:${id}:${phase}:${customerId}`
  const params = { title, cause, advice, level }
  const one = (channel: 'sms' | 'in-app'): NewNotification => {
    const about = { ...told, key: `${key}:${channel}`, channel } as const
    if (lifted) return { ...about, template: 'supply-warning-lifted', params: { title } }
    return isUrgent(warning)
      ? { ...about, template: 'supply-warning-urgent', params }
      : { ...about, template: 'supply-warning', params }
  }
  return isUrgent(warning) ? [one('in-app'), one('sms')] : [one('in-app')]
}

/** Tells the customers of an area of warnings, of changed levels and of the end, some at a time. */
export class SupplyWarningStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** @returns false when everybody was told of everything */
  tellSome(now: number, limit: number): Promise<boolean> {
    return inTransaction(this.#pool, async (client) => {
      const warning = (await client.query<Untold>(NEXT)).rows[0]
      if (warning === undefined) return false
      const { rows } = await client.query<{ id: string }>(CUSTOMERS, [
        warning.enterpriseId,
        warning.toldThrough,
        warning.area,
        limit,
      ])
      await enqueueNotifications(
        client,
        rows.flatMap(({ id }) => toldOf(warning, id)),
        now,
      )
      await client.query(
        `update supply_warning set told_through = coalesce($2, told_through), told = told + $3,
           told_phase = case when $4 then phase else told_phase end where id = $1`,
        [warning.id, rows.at(-1)?.id ?? null, rows.length, rows.length < limit],
      )
      return true
    })
  }
}
