import type { Pool } from 'pg'
import { ledgerOf } from '#store/queries/service/ledger.ts'
import { beyondReach } from '#store/reach.ts'

type Found = {
  readonly code: string
  readonly measured: number | null
  readonly limit: number | null
  readonly clause: string
}

export type WeighingRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly siteId: string
  readonly code: string
  readonly weighedAt: number
  readonly grossG: number
  readonly tareG: number | null
  readonly netG: number | null
  readonly leakFree: boolean
  readonly mayBeSold: boolean
  readonly findings: readonly Found[]
  readonly customerId: string | null
  readonly carried: boolean
  readonly recordedBy: string
  readonly recordedAt: number
}

export type RefusalRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly region: string
  readonly customerId: string | null
  /** `order` = refused by the rules; `application` = by a person. */
  readonly kind: 'order' | 'application'
  readonly rule: string
  readonly clause: string | null
  readonly reason: string | null
  readonly refusedAt: number
  readonly recordedBy: string
  readonly recordedAt: number
}

/** At the counter: cylinders weighed for customers, and who was turned away. */
export const counterQueries = (pool: Pool, read: Pool) => {
  const refusals = ledgerOf<RefusalRow>(pool, read, {
    table: 'service_refusal',
    columns: {
      id: 'plain',
      enterpriseId: 'plain',
      region: 'plain',
      customerId: 'plain',
      kind: 'plain',
      rule: 'plain',
      clause: 'plain',
      reason: 'plain',
      refusedAt: 'instant',
      recordedBy: 'plain',
      recordedAt: 'instant',
    },
    order: 'refusedAt',
  })
  return {
    refusals,

    /** Also for a customer who asked in person, who may write no such row. A repeat finds its own. */
    refused: (row: RefusalRow): Promise<unknown> => beyondReach(() => refusals.add(row)),

    weighings: ledgerOf<WeighingRow>(pool, read, {
      table: 'customer_weighing',
      columns: {
        id: 'plain',
        enterpriseId: 'plain',
        siteId: 'plain',
        code: 'plain',
        weighedAt: 'instant',
        grossG: 'plain',
        tareG: 'plain',
        netG: 'plain',
        leakFree: 'plain',
        mayBeSold: 'plain',
        findings: 'json',
        customerId: 'plain',
        carried: 'plain',
        recordedBy: 'plain',
        recordedAt: 'instant',
      },
      order: 'weighedAt',
    }),
  }
}
