import type { Finding } from '#domain/finding.ts'
import { foldLife, type Judge } from '#domain/fold-life.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import type { ApiQueries } from '#store/queries/api-queries.ts'
import type { PeriodQuestion, TouchedCylinder } from '#store/queries/law/what-if.ts'
import type { TraceRow } from '#store/queries/evidence/trace.ts'
import { eventsKnownAt, lifeEvent } from '#api/evidence/life-known-at.ts'
import { timeText } from '#api/time-text.ts'

/** Lives are some hundreds of events, 10 µs each; one beyond this would hold up everybody else. */
const MAX_EVENTS = 10_000

/** The reference under which an event is judged instead of its own. */
export type Instead = (context: JudgingContext) => string

/** A law in place of the recorded one, promises left as they were; a promise only where its enterprise works. */
export const insteadOf = (ref: string, promisedBy: string | null): Instead => {
  if (promisedBy !== null) {
    return ({ profile, station }) =>
      station?.enterpriseId === promisedBy ? `${profile.split('+')[0]}+${ref}` : profile
  }
  return ({ profile }) => {
    const promise = profile.indexOf('+')
    return promise === -1 ? ref : `${ref}${profile.slice(promise)}`
  }
}

/** What a verdict says, whoever says it: a clause or a profile that differs is no other verdict. */
const gist = (findings: readonly Finding[]): string =>
  findings
    .map(({ code, severity, measured, limit }) => JSON.stringify([code, severity, measured, limit]))
    .sort()
    .join()

type Difference = { readonly row: TraceRow; readonly hypothetical: readonly Finding[] }

const judgeAnew = async (
  trace: ApiQueries['trace'],
  cylinder: TouchedCylinder,
  judge: Judge,
  instead: Instead,
): Promise<readonly Difference[]> => {
  const rows = await eventsKnownAt(trace, cylinder.id, null)
  const contexts = await trace.contexts([...new Set(rows.map(({ contextId }) => contextId))])
  const events = new Map<LifeEvent, TraceRow>()
  const changed = new Map<number, JudgingContext>()
  for (const [id, context] of contexts) changed.set(id, { ...context, profile: instead(context) })
  for (const row of rows) {
    const context = changed.get(row.contextId)
    if (context === undefined) throw new Error(`judging context ${row.contextId} is missing`)
    events.set(lifeEvent(row, context), row)
  }
  return foldLife([...events.keys()], judge).judged.flatMap(({ event, findings }) => {
    const row = events.get(event)
    return row === undefined ? [] : [{ row, hypothetical: findings }]
  })
}

const view = (code: string, { row, hypothetical }: Difference) => ({
  cylinder: code,
  id: row.id,
  type: row.type,
  at: timeText(row.at),
  stationId: row.stationId,
  recorded: [...(row.findings ?? [])],
  hypothetical: [...hypothetical],
})

/**
 * What the judge would have said of these cylinders' events in the period, had `instead` been in force all their lives: only
 * where it differs from what is recorded. Reads; writes nothing.
 */
export const whatIf = async (
  queries: Pick<ApiQueries, 'trace' | 'whatIf' | 'beyond'>,
  asked: PeriodQuestion,
  cylinders: readonly TouchedCylinder[],
  { judge, instead }: { readonly judge: Judge; readonly instead: Instead },
) => {
  const items: ReturnType<typeof view>[] = []
  const skipped: string[] = []
  let events = 0
  for (const cylinder of cylinders) {
    if (cylinder.events > MAX_EVENTS) {
      skipped.push(cylinder.code)
      continue
    }
    // Beyond reach: a life is judged whole; what is shown of it is asked below.
    const judged = await queries.beyond(() => judgeAnew(queries.trace, cylinder, judge, instead))
    const within = judged.filter(
      ({ row }) =>
        row.effectiveAt >= asked.from &&
        row.effectiveAt < asked.to &&
        (asked.stationId === undefined || row.stationId === asked.stationId),
    )
    const stations = new Set(within.flatMap(({ row }) => row.stationId ?? []))
    const seen = await queries.whatIf.stationsInScope(asked.scope, [...stations])
    const visible = within.filter(({ row }) =>
      row.stationId === null ? asked.scope.kind === 'all' : seen.has(row.stationId),
    )
    events += visible.length
    const differs = visible.filter((one) => gist(one.row.findings ?? []) !== gist(one.hypothetical))
    items.push(...differs.map((one) => view(cylinder.code, one)))
  }
  return { judged: { cylinders: cylinders.length - skipped.length, events }, items, skipped }
}
