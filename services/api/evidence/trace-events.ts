import type { Finding } from '#domain/finding.ts'
import { messages, sayFinding } from '#rules/messages.ts'
import type { SupersededRow, TraceRow } from '#store/queries/evidence/trace.ts'
import { timeText } from '#api/time-text.ts'

export type Verdict = { readonly findings: readonly Finding[]; readonly decidedAt: number }

/**
 * The verdict on an event as it stood at `asOf` (null = now), and those it had replaced by then, oldest first. An event
 * recorded by then always has one: its first verdict is decided with the recording.
 */
export const verdictAt = (
  row: TraceRow,
  earlier: readonly SupersededRow[],
  asOf: number | null,
): { readonly current: Verdict; readonly replaced: readonly SupersededRow[] } => {
  const mine = earlier.filter(({ id, source }) => id === row.id && source === row.source)
  const replaced = asOf === null ? mine : mine.filter(({ supersededAt }) => supersededAt <= asOf)
  // The first that was replaced only later was in force then; without one it is today's.
  const inForce = mine[replaced.length] ?? row
  return { current: { findings: inForce.findings ?? [], decidedAt: inForce.decidedAt }, replaced }
}

/** With the sentence that a worker reads; a code of an older version stays readable without one. */
const told = (finding: Finding) =>
  Object.hasOwn(messages, finding.code) ? { ...finding, message: sayFinding(finding) } : finding

/** Fields of bodies that the fold keeps as numbers. */
const TIMES = new Set(['validFrom', 'expiresAt'])

const bodyText = (body: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      TIMES.has(key) && typeof value === 'number' ? timeText(value) : value,
    ]),
  )

/** A check before the page that no fill has used. */
type Checked = { readonly operator: string | null }

type People = { readonly checkedBy: string | null; readonly filledBy: string | null }

/**
 * Who checked before each fill and who filled: two people (R001-6.2-cl). A check counts for one fill; the first fill of a page may have
 * been checked on the page before.
 */
const peopleOf = (
  rows: readonly TraceRow[],
  checkedEarlier: Checked | null,
): ReadonlyMap<TraceRow, People> => {
  const people = new Map<TraceRow, People>()
  let check: Checked | null = checkedEarlier
  for (const row of rows) {
    if (row.type === 'prefill.checked') check = row
    if (row.type !== 'fill.completed') continue
    if (check !== null) {
      people.set(row, { checkedBy: check.operator, filledBy: row.operator })
    }
    check = null
  }
  return people
}

/** What stands beside the events of a page: the receipt behind each fill, a check before the page, whose bytes were emptied when. */
export type Beside = {
  readonly receipts: ReadonlyMap<TraceRow, string | null>
  readonly checked: Checked | null
  readonly redacted: ReadonlyMap<string, number>
}

const ALONE: Beside = { receipts: new Map(), checked: null, redacted: new Map() }

const redactedOf = (at: number | undefined) =>
  at === undefined ? undefined : { redactedAt: timeText(at) }

/** Events in the shape of the contract; `superseded` lists findings that no longer hold, `verdicts` also the clean ones. */
export const traceEvents = (
  rows: readonly TraceRow[],
  earlier: readonly SupersededRow[],
  asOf: number | null,
  { receipts, checked, redacted }: Beside = ALONE,
) => {
  const people = peopleOf(rows, checked)
  return rows.map((row) => {
    const { current, replaced } = verdictAt(row, earlier, asOf)
    const verdicts = replaced.map(({ findings, decidedAt, supersededAt }) => ({
      findings: (findings ?? []).map(told),
      decidedAt: timeText(decidedAt),
      supersededAt: timeText(supersededAt),
    }))
    return {
      id: row.id,
      type: row.type,
      at: timeText(row.at),
      recordedAt: timeText(row.recordedAt),
      effectiveAt: timeText(row.effectiveAt),
      stationId: row.stationId,
      deviceId: row.deviceId,
      operator: row.operator,
      scale: row.scale,
      ...people.get(row),
      ...(receipts.has(row) && { receiptId: receipts.get(row) }),
      ...redactedOf(redacted.get(`${row.source}/${row.id}`)),
      body: bodyText(row.body),
      findings: current.findings.map(told),
      decidedAt: timeText(current.decidedAt),
      superseded: verdicts.flatMap(({ findings, decidedAt, supersededAt }) =>
        findings.map((finding) => ({ ...finding, decidedAt, supersededAt })),
      ),
      verdicts,
    }
  })
}
