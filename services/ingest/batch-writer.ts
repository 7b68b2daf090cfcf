import type {
  BatchWrite,
  ChangedVerdict,
  LifeUpdate,
  NewDownlink,
  NewEvent,
  NewRejection,
  NewWork,
  SourceKey,
} from '#domain/store-ports.ts'
import type { EpochMs } from '#domain/units.ts'
import type { Candidate } from './candidate.ts'
import { leafHash, merkleRoot } from './hashing.ts'
import { outcomeDownlink, permitDownlink, rejectedDownlink } from './messages.ts'
import type { Rejection } from './read-items.ts'

const newRejection = ({ item: { uplink }, rejected }: Rejection): NewRejection => ({
  receivedAt: uplink.receivedAt,
  stationId: uplink.stationId,
  deviceId: uplink.deviceId,
  topic: uplink.topic,
  code: rejected.code,
  message: rejected.message,
  path: rejected.path ?? null,
  eventId: rejected.id ?? null,
  raw: rejected.raw,
})

const quoted = (text: string | null): string => (text === null ? 'null' : JSON.stringify(text))

/**
 * Canonical record of an event, a JSON array: every column that says something, the hash of the bytes, the findings as first
 * decided. Put together by hand (ids, types and numbers need no quoting): half the time of `JSON.stringify` on the array.
 */
export const canonicalEvent = (entry: NewEvent): string => {
  const { event, source, tag, contextId, sha256, findings } = entry
  return `["event",${source},"${event.id}","${event.type}",${event.at},${event.effectiveAt},${event.recordedAt},${quoted(
    event.stationId,
  )},${quoted(event.operator)},${quoted(tag?.scheme ?? null)},${quoted(tag?.value ?? null)},${contextId},"${sha256.toString(
    'hex',
  )}",${findings === null ? 'null' : JSON.stringify(findings)}]`
}

const eventLeaf = (entry: NewEvent): Buffer => leafHash(canonicalEvent(entry))

const rejectionLeaf = (rejection: NewRejection, raw: string): Buffer =>
  leafHash(
    JSON.stringify([
      'rejection',
      rejection.receivedAt,
      rejection.topic,
      rejection.code,
      rejection.message,
      rejection.path,
      raw,
    ]),
  )

const verdictLeaf = ({ source, id, before, after }: ChangedVerdict): Buffer =>
  leafHash(JSON.stringify(['verdict', source, id, before, after]))

/** Collects what one transaction writes. */
export class BatchWriter {
  readonly #now: EpochMs
  readonly events: NewEvent[] = []
  readonly updates: LifeUpdate[] = []
  readonly verdicts: ChangedVerdict[] = []
  readonly work: NewWork[] = []
  readonly workless: { source: SourceKey; id: string }[] = []
  readonly downlinks: NewDownlink[] = []
  readonly rejections: Rejection[] = []

  constructor(now: EpochMs) {
    this.#now = now
  }

  /** A judged event; what was found goes to its device, and so does the answer to a request. */
  add(candidate: Candidate): void {
    this.events.push(candidate)
    const { event, findings } = candidate
    const { stationId, deviceId } = event
    if (stationId === null || deviceId === null) return
    if (event.type === 'fill.permitted' || event.type === 'fill.denied') {
      const device = { stationId, deviceId }
      this.downlinks.push(permitDownlink(device, event.id, event.body, this.#now))
    } else if (findings !== null) {
      this.downlinks.push(outcomeDownlink({ stationId, deviceId }, event.id, findings))
    }
  }

  reject(rejection: Rejection): void {
    this.rejections.push(rejection)
    this.downlinks.push(rejectedDownlink(rejection.item.uplink, rejection.rejected))
  }

  /** Everything of the batch, with the root over its leaves in this order: events, verdicts, rejections. */
  finish(
    batchId: string,
    rest: Pick<BatchWrite, 'slices' | 'presence' | 'siteFacts'>,
    rawHash: (raw: Buffer) => Buffer,
  ): BatchWrite {
    // Sorted keys: two gateways that got the same resent events lock them in the same order.
    this.events.sort((a, b) => a.source - b.source || (a.event.id < b.event.id ? -1 : 1))
    const rejections = this.rejections.map(newRejection)
    const leaves = [
      ...this.events.map(eventLeaf),
      ...this.verdicts.map(verdictLeaf),
      ...rejections.map((one) => rejectionLeaf(one, rawHash(one.raw).toString('hex'))),
    ]
    return {
      batchId,
      committedAt: this.#now,
      root: merkleRoot(leaves),
      leaves: leaves.length,
      events: this.events,
      rejections,
      updates: this.updates,
      verdicts: this.verdicts,
      work: this.work,
      workless: this.workless,
      downlinks: this.downlinks,
      ...rest,
    }
  }
}
