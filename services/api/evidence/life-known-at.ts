import type { Cylinder } from '#domain/cylinder.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import { foldLife, type Judge } from '#domain/fold-life.ts'
import type { Finding } from '#domain/finding.ts'
import type { Registry } from '#domain/registry.ts'
import type { ApiQueries } from '#store/queries/api-queries.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type { TraceRow } from '#store/queries/evidence/trace.ts'
import { verdictAt } from './trace-events.ts'

/** Lives are some hundreds of events; this many are read at once. */
const PAGE = 2_000

/** All events of a cylinder recorded by `asOf` (null = by now), in effective order. */
export const eventsKnownAt = async (
  trace: ApiQueries['trace'],
  cylinderId: string,
  asOf: number | null,
): Promise<TraceRow[]> => {
  const all: TraceRow[] = []
  for (;;) {
    const after = all.at(-1) ?? null
    const scope = { kind: 'all' } as const
    const rows = await trace.events({ cylinderId, asOf, after, limit: PAGE, scope })
    all.push(...rows)
    if (rows.length < PAGE) return all
  }
}

/** A stored event as the fold knows it. */
export const lifeEvent = (row: TraceRow, context: JudgingContext): LifeEvent => {
  const { id, type, at, recordedAt, effectiveAt, stationId, deviceId, operator, body } = row
  const event = {
    id,
    type,
    at,
    recordedAt,
    effectiveAt,
    stationId,
    deviceId,
    operator,
    context,
    body,
  }
  // Stored by ingest from a parsed event: the body fits its type.
  return event as unknown as LifeEvent
}

/**
 * What we knew of a cylinder at `asOf`: the fold of the events recorded by then, each with the verdict that stood then. The
 * rules are not asked again, so a later profile or correction cannot colour it.
 */
export const lifeKnownAt = async (
  trace: ApiQueries['trace'],
  row: CylinderRow,
  asOf: number,
): Promise<{ code: string; registry: Registry; state: Cylinder }> => {
  const rows = await eventsKnownAt(trace, row.id, asOf)
  const [superseded, contexts] = await Promise.all([
    trace.superseded(rows),
    trace.contexts([...new Set(rows.map(({ contextId }) => contextId))]),
  ])
  const findings = new Map<LifeEvent, readonly Finding[]>()
  for (const known of rows) {
    const context = contexts.get(known.contextId)
    if (context === undefined) throw new Error(`judging context ${known.contextId} is missing`)
    findings.set(lifeEvent(known, context), verdictAt(known, superseded, asOf).current.findings)
  }
  const judge: Judge = (_before, event) => findings.get(event) ?? []
  const { registry, cylinder } = foldLife([...findings.keys()], judge)
  return { code: row.code, registry, state: cylinder }
}
