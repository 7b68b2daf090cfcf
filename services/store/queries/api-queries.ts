import type { Pool } from 'pg'
import type { PersonVault } from '#store/person-vault.ts'
import { calendarQueries } from './calendar.ts'
import { customerAgentQueries } from './customer-agents.ts'
import { customerQueries } from './customers.ts'
import { cylinderEndQueries } from './cylinder-ends.ts'
import { cylinderQueries } from './cylinders.ts'
import { deadlineQueries } from './deadlines.ts'
import { deviceQueries } from './devices.ts'
import { enterpriseQueries } from './enterprises.ts'
import { idempotencyQueries } from './idempotency.ts'
import { inspectionQueries } from './inspections.ts'
import { identityCaseQueries } from './identity-cases.ts'
import { liveQueries } from './live.ts'
import { lockQueries } from './locks.ts'
import { peopleQueries } from './people.ts'
import { premisesQueries } from './premises.ts'
import { recallQueries } from './recalls.ts'
import { rejectedMessageQueries } from './rejected-messages.ts'
import { ruleProfileQueries } from './rule-profiles.ts'
import { scaleQueries } from './scales.ts'
import { sessionQueries } from './sessions.ts'
import { staffPaperQueries } from './staff-papers.ts'
import { staffQueries } from './staff.ts'
import { stationQueries } from './stations.ts'
import { traceQueries } from './trace.ts'
import { userQueries } from './users.ts'
import { whatIfQueries } from './what-if.ts'
import { workItemQueries } from './work-items.ts'
import { orderQueries } from './orders.ts'
import { priceQueries } from './prices.ts'
import { residualClaimQueries } from './residual-claims.ts'
import { returnQueries } from './returns.ts'
import { safetyQueries } from './safety.ts'
import { saleQueries } from './sales.ts'
import { storedObjectQueries } from './stored-objects.ts'
import { visitQueries } from './visits.ts'

/** Everything that the API asks of the database. `read` may be a replica; what decides is read from `pool`. */
export const createApiQueries = (pool: Pool, read: Pool, vault: PersonVault) => ({
  sessions: sessionQueries(pool),
  users: userQueries(pool),
  enterprises: enterpriseQueries(pool, read),
  stations: stationQueries(pool, read),
  scales: scaleQueries(pool, read),
  staff: staffQueries(pool, read),
  staffPapers: staffPaperQueries(pool, read),
  inspections: inspectionQueries(pool, read),
  devices: deviceQueries(pool, read),
  cylinders: cylinderQueries(pool, read),
  cylinderEnds: cylinderEndQueries(pool),
  deadlines: deadlineQueries(pool, read),
  /** From the primary: a fill must stand in the trace at once, also behind a lagging replica. */
  trace: traceQueries(pool),
  rejectedMessages: rejectedMessageQueries(pool, read),
  workItems: workItemQueries(read),
  recalls: recallQueries(read),
  calendar: calendarQueries(pool),
  /** From the primary: whoever has just changed the rules or locked a scale sees it. */
  ruleProfiles: ruleProfileQueries(pool),
  locks: lockQueries(pool),
  whatIf: whatIfQueries(read),
  live: liveQueries(read),
  idempotency: idempotencyQueries(pool),
  people: peopleQueries(pool, vault),
  customers: customerQueries(pool, read, vault),
  prices: priceQueries(pool),
  orders: orderQueries(pool, read),
  visits: visitQueries(pool),
  sales: saleQueries(pool),
  returns: returnQueries(pool, read),
  safety: safetyQueries(pool, read),
  residualClaims: residualClaimQueries(pool, read),
  storedObjects: storedObjectQueries(pool, vault),
  customerAgents: customerAgentQueries(pool, vault),
  premises: premisesQueries(pool, read, vault),
  identityCases: identityCaseQueries(pool, read),
  /** True when the database answers. */
  reachable: async (): Promise<boolean> => {
    await pool.query('select 1')
    return true
  },
})

export type ApiQueries = ReturnType<typeof createApiQueries>
