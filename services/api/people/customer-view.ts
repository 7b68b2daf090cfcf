import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import type { Secrets } from '#store/people/person-vault.ts'
import type { AgentRow } from '#store/queries/people/customer-agents.ts'
import type { CustomerRow } from '#store/queries/people/customers.ts'

/** Roles that meet customers: the office, the counter of a station, couriers, and the authority. */
export const SERVICE = ['admin', 'office', 'station', 'courier', 'regulator'] as const
export const SELLERS = ['admin', 'office', 'station', 'courier'] as const

const SHOWN = ['name', 'unitName', 'phone', 'uscc', 'paperNumber']

const paperView = (
  row: { readonly paperKind: string | null; readonly paperUntil?: string | null },
  secrets: Secrets,
) =>
  row.paperKind === null
    ? null
    : {
        kind: row.paperKind,
        number: secrets['paperNumber'] ?? null,
        validUntil: row.paperUntil ?? null,
      }

const customerView = (row: CustomerRow, secrets: Secrets) => ({
  id: row.id,
  kind: row.kind,
  enterpriseId: row.enterpriseId,
  region: row.region,
  name: secrets['unitName'] ?? secrets['name'] ?? null,
  phone: secrets['phone'] ?? null,
  uscc: secrets['uscc'] ?? null,
  paper: paperView(row, secrets),
  identity: {
    state: row.identityState,
    verifiedOn: row.verifiedOn,
    method: row.verifiedBy,
    reverifyOn: row.reverifyOn,
  },
  authorisedUntil:
    row.authorisations
      .map(({ until }) => until)
      .sort()
      .at(-1) ?? null,
  lastSuppliedOn: row.lastSuppliedOn,
  createdAt: timeText(row.createdAt),
  erasedAt: timeTextOrNull(row.erasedAt),
})

/** Views of customers, everything personal starred out. */
export const customerViews = async (deps: ApiDeps, rows: readonly CustomerRow[]) => {
  const masked = await deps.queries.people.masked(
    rows.map(({ personId }) => personId),
    SHOWN,
  )
  return rows.map((row) => customerView(row, masked.get(row.personId) ?? {}))
}

export const oneCustomerView = async (deps: ApiDeps, row: CustomerRow) => {
  const [view] = await customerViews(deps, [row])
  if (view === undefined) throw problem('NOT_FOUND')
  return view
}

export const agentViews = async (deps: ApiDeps, rows: readonly AgentRow[]) => {
  const masked = await deps.queries.people.masked(
    rows.map(({ personId }) => personId),
    SHOWN,
  )
  return rows.map((row) => {
    const secrets = masked.get(row.personId) ?? {}
    return {
      id: row.id,
      customerId: row.customerId,
      role: row.role,
      name: secrets['name'] ?? null,
      phone: secrets['phone'] ?? null,
      paper: paperView(row, secrets),
      authorisedFrom: row.authorisedFrom,
      authorisedUntil: row.authorisedUntil,
      revokedAt: timeTextOrNull(row.revokedAt),
      createdAt: timeText(row.createdAt),
    }
  })
}

/** The customer within the caller's reach. @throws NOT_FOUND */
export const customerWithin = async (
  deps: ApiDeps,
  request: FastifyRequest,
  id: string,
): Promise<CustomerRow> => {
  const row = await deps.queries.customers.byId(scopeOf(principalOf(request)), id)
  if (row === null) throw problem('NOT_FOUND')
  return row
}

/** … of whom something may still be written. @throws NOT_FOUND, CUSTOMER_ERASED */
export const livingCustomer = async (
  deps: ApiDeps,
  request: FastifyRequest,
  id: string,
): Promise<CustomerRow> => {
  const row = await customerWithin(deps, request, id)
  if (row.erasedAt !== null) throw problem('CUSTOMER_ERASED')
  return row
}
