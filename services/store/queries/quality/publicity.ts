import type { Pool } from 'pg'
import { ms, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { ledgerOf } from '#store/queries/service/ledger.ts'

type Recorded = {
  readonly id: string
  readonly enterpriseId: string
  readonly recordedBy: string
  readonly recordedAt: number
}

export type PublicityPlanRow = Recorded & {
  readonly year: number
  readonly topic: string
  readonly audience: string
  readonly content: string
  readonly ways: readonly string[]
  readonly timesPerYear: number
  readonly organiser: string
}

export type PublicityEventRow = Recorded & {
  readonly planId: string | null
  readonly heldOn: string
  readonly topics: readonly string[]
  readonly audience: string
  readonly ways: readonly string[]
  readonly content: string
  readonly place: string | null
  readonly people: number
  readonly photos: readonly string[]
}

export type ManualRow = Recorded & {
  readonly version: string
  readonly validFrom: string
  readonly document: string
  readonly contents: readonly string[]
  readonly reviewedOn: string | null
  readonly panel: string | null
  readonly minutes: string | null
}

export type HandoverRow = Recorded & {
  readonly region: string
  readonly customerId: string
  readonly manualId: string
  readonly handedAt: number
  readonly way: string
  readonly explained: boolean
  readonly signature: { readonly kind: string }
}

const RECORDED = {
  id: 'plain',
  enterpriseId: 'plain',
  recordedBy: 'plain',
  recordedAt: 'instant',
} as const

/** 安全宣传: the plan of a year, what was made of it, manuals by version, and who got one. */
export const publicityQueries = (pool: Pool, read: Pool) => {
  const plans = ledgerOf<PublicityPlanRow>(pool, read, {
    table: 'publicity_plan',
    columns: {
      ...RECORDED,
      year: 'plain',
      topic: 'plain',
      audience: 'plain',
      content: 'plain',
      ways: 'json',
      timesPerYear: 'plain',
      organiser: 'plain',
    },
    order: 'recordedAt',
  })
  const events = ledgerOf<PublicityEventRow>(pool, read, {
    table: 'publicity_event',
    columns: {
      ...RECORDED,
      planId: 'plain',
      heldOn: 'day',
      topics: 'json',
      audience: 'plain',
      ways: 'json',
      content: 'plain',
      place: 'plain',
      people: 'plain',
      photos: 'json',
    },
    order: 'heldOn',
  })
  return {
    plans,
    events,
    manuals: ledgerOf<ManualRow>(pool, read, {
      table: 'safety_manual',
      columns: {
        ...RECORDED,
        version: 'plain',
        validFrom: 'day',
        document: 'bytes',
        contents: 'json',
        reviewedOn: 'day',
        panel: 'plain',
        minutes: 'bytes',
      },
      order: 'validFrom',
    }),
    handovers: ledgerOf<HandoverRow>(pool, read, {
      table: 'manual_handover',
      columns: {
        ...RECORDED,
        region: 'plain',
        customerId: 'plain',
        manualId: 'plain',
        handedAt: 'instant',
        way: 'plain',
        explained: 'plain',
        signature: 'json',
      },
      order: 'handedAt',
    }),

    /** All plans and events of a year: those of a company are few, 5 000 at most are looked at. */
    async year(enterpriseId: string, year: number) {
      const own = [enterpriseId, year]
      const [planned, held] = await Promise.all([
        read.query<Pick<PublicityPlanRow, 'id' | 'topic' | 'audience' | 'timesPerYear'>>(
          `select id, topic, audience, times_per_year as "timesPerYear" from publicity_plan where enterprise_id = $1 and year = $2
           order by recorded_at, id limit 500`,
          own,
        ),
        read.query<Pick<PublicityEventRow, 'planId' | 'topics' | 'audience' | 'people'>>(
          `select plan_id as "planId", topics, audience, people from publicity_event where enterprise_id = $1
             and held_on >= make_date($2, 1, 1) and held_on < make_date($2 + 1, 1, 1) order by held_on, id limit 5000`,
          own,
        ),
      ])
      return { plans: planned.rows, events: held.rows }
    },

    /** Customers who never got a manual, neither at the counter nor at a visit; by id. */
    async without(
      scope: Scope,
      enterpriseId: string | undefined,
      limit: number,
      after: string | null,
    ): Promise<readonly { customerId: string; enterpriseId: string; since: number }[]> {
      const where = new Where()
      where.and(heldInScope(where, scope, 'c'))
      where.and('c.erased_at is null and c.manual_at is null')
      if (enterpriseId !== undefined) where.and(`c.enterprise_id = ${where.param(enterpriseId)}`)
      if (after !== null) where.and(`c.id > ${where.param(after)}::uuid`)
      const { rows } = await read.query<{
        customerId: string
        enterpriseId: string
        since: number
      }>(
        `select c.id as "customerId", c.enterprise_id as "enterpriseId", ${ms('c.created_at')} as since
         from customer c ${where.sql} order by c.id limit ${where.param(limit)}`,
        where.values,
      )
      return rows
    },
  }
}
