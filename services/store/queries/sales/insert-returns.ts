import { instantParam, type Queryable } from '#store/queries/queryable.ts'

export type NewReturn = {
  readonly id: string
  readonly code: string
  readonly customerId: string | null
  readonly reason: string
  readonly broughtBy: 'courier' | 'customer' | 'found'
  readonly custodyKind: string
  readonly custodyId: string | null
  readonly eventId: string
  readonly dueAt: number
  readonly provisional: boolean
}

export type NewForeign = {
  readonly id: string
  readonly ownerId: string | null
  readonly code: string | null
  /** The code is in the registry, so that its life tells of the return too. */
  readonly registered: boolean
  readonly photo: Buffer | null
  readonly customerId: string | null
}

/** What came back in one go. */
export type NewReturns = {
  readonly batchId: string
  readonly enterpriseId: string
  readonly deliveryId: string | null
  readonly happenedAt: number
  readonly recordedAt: number
  readonly recordedBy: string
  readonly returns: readonly NewReturn[]
  readonly foreign: readonly NewForeign[]
}

const values = <T>(rows: readonly T[], of: (row: T) => unknown): unknown[] => rows.map(of)

export const insertReturns = async (client: Queryable, batch: NewReturns): Promise<void> => {
  const { returns, foreign } = batch
  const head = [
    batch.batchId,
    batch.enterpriseId,
    batch.deliveryId,
    instantParam(batch.happenedAt),
    instantParam(batch.recordedAt),
    batch.recordedBy,
  ]
  if (returns.length > 0) {
    await client.query(
      `insert into cylinder_return (batch_id, enterprise_id, delivery_id, happened_at, recorded_at, recorded_by, id, code,
         customer_id, reason, brought_by, custody_kind, custody_id, event_id, due_at, provisional)
       select $1, $2, $3, $4, $5, $6, * from unnest($7::uuid[], $8::text[], $9::uuid[], $10::text[], $11::text[], $12::text[],
         $13::text[], $14::uuid[], $15::timestamptz[], $16::boolean[])`,
      [
        ...head,
        values(returns, ({ id }) => id),
        values(returns, ({ code }) => code),
        values(returns, ({ customerId }) => customerId),
        values(returns, ({ reason }) => reason),
        values(returns, ({ broughtBy }) => broughtBy),
        values(returns, ({ custodyKind }) => custodyKind),
        values(returns, ({ custodyId }) => custodyId),
        values(returns, ({ eventId }) => eventId),
        values(returns, ({ dueAt }) => instantParam(dueAt)),
        values(returns, ({ provisional }) => provisional),
      ],
    )
  }
  if (foreign.length > 0) {
    await client.query(
      `insert into foreign_empty (batch_id, enterprise_id, delivery_id, happened_at, recorded_at, recorded_by, id, owner_id,
         code, registered, photo, customer_id)
       select $1, $2, $3, $4, $5, $6, * from unnest($7::uuid[], $8::text[], $9::text[], $10::boolean[], $11::bytea[],
         $12::uuid[])`,
      [
        ...head,
        values(foreign, ({ id }) => id),
        values(foreign, ({ ownerId }) => ownerId),
        values(foreign, ({ code }) => code),
        values(foreign, ({ registered }) => registered),
        values(foreign, ({ photo }) => photo),
        values(foreign, ({ customerId }) => customerId),
      ],
    )
  }
}
