import type { FastifyRequest } from 'fastify'
import { principalOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventScope } from '#api/evidence/event-scope.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type { TraceRow } from '#store/queries/evidence/trace.ts'

const PAGE = 2000

/** All events of a life that the caller may see, in effective order, and whether that is all of it. */
export const visibleLife = async (
  deps: ApiDeps,
  request: FastifyRequest,
  row: CylinderRow,
): Promise<{ readonly events: readonly TraceRow[]; readonly partial: boolean }> => {
  const { trace } = deps.queries
  const scope = eventScope(principalOf(request), row)
  const events: TraceRow[] = []
  for (;;) {
    const after = events.at(-1) ?? null
    const page = await trace.events({ cylinderId: row.id, asOf: null, after, limit: PAGE, scope })
    events.push(...page)
    if (page.length < PAGE) return { events, partial: events.length < row.events }
  }
}
