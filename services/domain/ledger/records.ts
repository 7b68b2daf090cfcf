/**
 * Canonical records: the text of a leaf, a JSON array whose first element says what it is. Put together by hand (ids, types and
 * numbers need no quoting): half the time of `JSON.stringify` on the array. Times are epoch milliseconds, hashes hexadecimal.
 */

/** Ids and codes mostly need no escaping; to see that costs a quarter of `JSON.stringify`. */
const isPlain = (text: string): boolean => {
  if (text.length > 64) return false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 32 || code > 126 || code === 34 || code === 92) return false
  }
  return true
}

/** Half a surrogate pair is no text: PostgreSQL keeps U+FFFD in its place, and so does the record. */
const quoted = (text: string | null): string => {
  if (text === null) return 'null'
  if (isPlain(text)) return `"${text}"`
  const json = JSON.stringify(text)
  return json.includes('\\ud') ? JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')) : json
}

export type EventRecord = {
  readonly source: number
  readonly id: string
  readonly type: string
  readonly at: number
  readonly effectiveAt: number
  readonly recordedAt: number
  readonly stationId: string | null
  readonly operator: string | null
  readonly tagScheme: string | null
  readonly tagValue: string | null
  /** The subject as it was then; when a tag is bound, the events that waited under it move to its cylinder. */
  readonly cylinderId: string | null
  readonly contextId: number
  /** SHA-256 over salt, SHA-256 of the bytes, and body: it hides them, so that they can be erased and the leaf still holds. */
  readonly sealed: string
  /** JSON of the findings as first decided. */
  readonly findings: string | null
}

export const eventRecord = (of: EventRecord): string =>
  `["event",${of.source},"${of.id}","${of.type}",${of.at},${of.effectiveAt},${of.recordedAt},${quoted(of.stationId)},${quoted(
    of.operator,
  )},${quoted(of.tagScheme)},${quoted(of.tagValue)},${of.cylinderId},${of.contextId},"${of.sealed}",${of.findings}]`

export type VerdictRecord = {
  readonly source: number
  readonly id: string
  /** JSON of the findings. */
  readonly before: string | null
  readonly beforeDecidedAt: number
  readonly after: string | null
}

/** A verdict that gave way to another one. */
export const verdictRecord = (of: VerdictRecord): string =>
  `["verdict",${of.source},"${of.id}",${of.before},${of.beforeDecidedAt},${of.after}]`

export type RejectionRecord = {
  readonly receivedAt: number
  readonly stationId: string
  readonly deviceId: string
  readonly topic: string
  readonly code: string
  readonly message: string
  readonly path: string | null
  readonly eventId: string | null
  /** As that of an event, without a body. */
  readonly sealed: string
}

export const rejectionRecord = (of: RejectionRecord): string =>
  `["rejection",${of.receivedAt},${[
    of.stationId,
    of.deviceId,
    of.topic,
    of.code,
    of.message,
    of.path,
    of.eventId,
  ]
    .map(quoted)
    .join(',')},"${of.sealed}"]`

export type SamplesRecord = {
  readonly source: number
  readonly id: string
  readonly scale: string
  readonly permitId: string | null
  readonly from: number
  readonly stepMs: number
  readonly recordedAt: number
  /** SHA-256 of the bytes. */
  readonly sha256: string
  readonly grossG: readonly number[]
}

/** A slice of a weight curve. */
export const samplesRecord = (of: SamplesRecord): string =>
  `["samples",${of.source},"${of.id}",${quoted(of.scale)},${quoted(of.permitId)},${of.from},${of.stepMs},${of.recordedAt},"${
    of.sha256
  }",[${of.grossG.join(',')}]]`

/** How many leaves of each kind a batch has, in the order in which they stand. */
export type LeafCounts = readonly [
  events: number,
  verdicts: number,
  rejections: number,
  samples: number,
]

export type BatchRecord = {
  readonly id: string
  readonly committedAt: number
  readonly counts: LeafCounts
  /** Root over the leaves of the batch. */
  readonly root: string
  /** A history that was loaded: it stands as it was at `committedAt`, and nobody witnessed its events before. */
  readonly bulk: boolean
}

export const batchRecord = (of: BatchRecord): string =>
  `["${of.bulk ? 'bulk' : 'batch'}",${of.id},${of.committedAt},[${of.counts.join(',')}],"${of.root}"]`

export type EntryRecord = {
  readonly id: string
  readonly at: number
  readonly subject: string
  readonly change: string
  readonly key: string
  /** Whose request: the role that the API works as; null = not through the API. */
  readonly role: string | null
  readonly userId: string | null
  /** JSON of the row as it stands after the change, or as it was when it was deleted. */
  readonly body: string
}

/** A change of the registry (enterprises, stations, scales, people's papers, devices, rules, locks) or a redaction. */
export const entryRecord = (of: EntryRecord): string =>
  `["entry",${of.id},${of.at},${[of.subject, of.change, of.key, of.role, of.userId].map(quoted).join(',')},${of.body}]`
