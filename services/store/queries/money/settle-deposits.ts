import { depositReleasedEntry } from '#domain/money/posting.ts'
import { yuanText } from '#domain/money/yuan-text.ts'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import { instantParam, ms, type Queryable } from '#store/queries/queryable.ts'
import { postEntry } from './post-entries.ts'

export type HeldDeposit = {
  readonly id: string
  readonly enterpriseId: string
  readonly customerId: string
  readonly orderId: string
  readonly code: string
  readonly model: string
  readonly amountFen: number
}

type Returned = HeldDeposit & { readonly returnId: string; readonly happenedAt: number }

/** Deliveries and returns of one cylinder follow each other, so that neither overlooks the other's row. In one order for all: no deadlock. */
export const lockCylinders = async (client: Queryable, codes: readonly string[]): Promise<void> => {
  if (codes.length === 0) return
  await client.query(
    `select pg_advisory_xact_lock(hashtextextended('deposit ' || c, 0)) from (select unnest($1::text[]) c order by 1) x`,
    [[...new Set(codes)].sort()],
  )
}

/** The first return after it was taken, by the holder or by nobody known: whoever else brings it, the office decides. */
const RETURNED = `
  select d.id, d.enterprise_id as "enterpriseId", d.customer_id as "customerId", d.order_id as "orderId", d.code, d.model,
    d.amount_fen as "amountFen", r.id as "returnId", ${ms('r.happened_at')} as "happenedAt"
  from deposit d cross join lateral (
    select y.id, y.happened_at from cylinder_return y
    where y.code = d.code and y.enterprise_id = d.enterprise_id and y.happened_at >= d.taken_at
      and (y.customer_id is null or y.customer_id = d.customer_id)
    order by y.happened_at, y.id limit 1) r
  where d.state = 'held' and d.code = any ($1)
  order by d.taken_at, d.id for update of d`

const tellReleased = (client: Queryable, deposit: HeldDeposit, at: number) => {
  const { id, enterpriseId, customerId, code, amountFen } = deposit
  const to = { kind: 'customer', ref: customerId } as const
  const params = { code, amount: yuanText(amountFen) }
  const key = `deposit-refunded:${id}`
  return enqueueNotifications(
    client,
    [{ enterpriseId, key, channel: 'sms', to, template: 'deposit-refunded', params }],
    at,
  )
}

export const releaseDeposit = async (
  client: Queryable,
  deposit: HeldDeposit,
  release: {
    readonly happenedAt: number
    readonly recordedAt: number
    readonly by: string
    readonly returnId: string | null
    readonly reason?: string
    readonly proof?: unknown
  },
): Promise<void> => {
  const { returnId, ...booking } = release
  const entry = depositReleasedEntry(
    // Released anew after a reversal: the deposit is the same, the fact is another.
    returnId === null ? `${deposit.id}:${release.recordedAt}` : `${deposit.id}:${returnId}`,
    deposit,
    deposit,
  )
  const entryId = await postEntry(client, entry, { ...booking, enterpriseId: deposit.enterpriseId })
  if (entryId === null) return
  await client.query(
    `update deposit set state = 'released', released_at = $2, release_entry_id = $3, return_id = $4, proof = $5
     where id = $1 and state = 'held'`,
    [
      deposit.id,
      instantParam(release.happenedAt),
      entryId,
      returnId,
      release.proof === undefined ? null : JSON.stringify(release.proof),
    ],
  )
  await tellReleased(client, deposit, release.recordedAt)
}

/** Deposits of cylinders that came back go to the customers' accounts, whichever of the two was told first. */
export const settleDeposits = async (
  client: Queryable,
  codes: readonly string[],
  { recordedAt, by }: { readonly recordedAt: number; readonly by: string },
): Promise<void> => {
  if (codes.length === 0) return
  const { rows } = await client.query<Returned>(RETURNED, [codes])
  for (const row of rows) {
    const { returnId, happenedAt } = row
    await releaseDeposit(client, row, { happenedAt, recordedAt, by, returnId })
  }
}
