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
import { outcomeDownlink, permitDownlink, rejectedDownlink } from './messages.ts'
import type { Rejection } from './read-items.ts'
import { sealBatch } from './seal-batch.ts'

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

  /** Everything of the batch, and its seal. */
  finish(batchId: string, rest: Pick<BatchWrite, 'slices' | 'presence' | 'siteFacts'>): BatchWrite {
    // Sorted keys: two gateways that got the same resent events lock them in the same order.
    this.events.sort((a, b) => a.source - b.source || (a.event.id < b.event.id ? -1 : 1))
    this.verdicts.sort((a, b) => a.source - b.source || (a.id < b.id ? -1 : 1))
    const { events, verdicts } = this
    const rejections = this.rejections.map(newRejection)
    return {
      batchId,
      committedAt: this.#now,
      seal: sealBatch({ events, verdicts, rejections, slices: rest.slices }),
      events,
      rejections,
      updates: this.updates,
      verdicts,
      work: this.work,
      workless: this.workless,
      downlinks: this.downlinks,
      ...rest,
    }
  }
}
