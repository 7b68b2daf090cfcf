import type { IngestPort, Uplink } from '#domain/edge-ports.ts'
import { Acknowledgements, type PendingPublish } from '#gateway/acknowledgements.ts'
import type { Flushable, FlushQueue } from '#gateway/flush-queue.ts'
import type { Uplink as Publish } from '#gateway/ports.ts'
import { PUBACK } from '#gateway/wire.ts'
import { MAX_FRAME_BYTES } from '#schemas/limits.ts'
import { type DeviceTopic, parseTopic } from '#schemas/topics.ts'
import type { Inbound } from './v5-frames.ts'

/** The part of a publish beyond the cap that a dead letter shows. */
const PREVIEW_BYTES = 1024
/** What a pending publish costs beside its bytes: objects and buffer views, about 400 bytes. */
const ENTRY_COST = 400

export interface IntakeOptions {
  readonly ingest: IngestPort
  readonly flushes: FlushQueue
  /** Before every topic, as the broker's listener puts it. */
  readonly prefix: string
  readonly now: () => number
  /** Bytes that are read and not committed: more, or with a minus sign fewer. */
  readonly charge: (bytes: number) => void
  readonly settled: (uplink: Uplink) => void
  /** No topic of a device: our filters and the broker's rights should have kept it away. */
  readonly foreign: (topic: string) => void
  /** False while nothing may be acknowledged, so that the broker sends nothing more. */
  readonly mayAcknowledge: () => boolean
  readonly write: (bytes: Buffer) => void
}

/** The publishes of one connection to the broker: to ingest, and acknowledged in the order received once settled [MQTT-4.6.0-2]. */
export class BrokerIntake implements Flushable {
  /** Publishes that are not settled. */
  pending = 0
  private readonly options: IntakeOptions
  private readonly acks = new Acknowledgements()
  private queued = false
  private ended = false

  constructor(options: IntakeOptions) {
    this.options = options
  }

  receive(publish: Inbound): void {
    const { prefix, foreign } = this.options
    const { topic, messageId, qos } = publish
    // We subscribe with QoS 1, so nothing comes with more [MQTT-3.8.4-8].
    const entry = this.acks.add(messageId, qos === 0 ? 0 : PUBACK)
    const own = topic.startsWith(prefix) ? topic.slice(prefix.length) : topic
    const address = parseTopic(own)
    if (address !== null && address.kind !== 'down') return this.submit(publish, address, entry)
    foreign(topic)
    entry.settled = true
    this.flushLater()
  }

  /** `Flushable`. */
  flush(): void {
    this.queued = false
    if (this.ended || !this.options.mayAcknowledge()) return
    const frames = this.acks.takeDue()
    if (frames !== null) this.options.write(frames)
  }

  flushLater(): void {
    if (this.queued || this.ended) return
    this.queued = true
    this.options.flushes.later(this)
  }

  /** The connection is gone: what it brought is still committed, and acknowledged when the broker brings it again. */
  end(): void {
    this.ended = true
  }

  private submit(publish: Inbound, address: DeviceTopic, entry: PendingPublish): void {
    const { ingest, now, charge, settled } = this.options
    const { topic, payload } = publish
    const uplink = uplinkOf(publish, address, now())
    const cost = payload.length + topic.length + ENTRY_COST
    this.pending += 1
    charge(cost)
    ingest.submit(uplink, () => {
      this.pending -= 1
      charge(-cost)
      entry.settled = true
      settled(uplink)
      if (this.acks.isNext(entry)) this.flushLater()
    })
  }
}

function uplinkOf({ topic, payload, dup }: Inbound, address: DeviceTopic, now: number): Publish {
  const { stationId, deviceId, kind } = address
  const from = { stationId, deviceId, topic, receivedAt: now, dup }
  if (payload.length > MAX_FRAME_BYTES) {
    const preview = Buffer.from(payload.subarray(0, PREVIEW_BYTES))
    return { ...from, kind: 'too-big', payload: preview, announcedBytes: payload.length }
  }
  return { ...from, kind: kind === 'down' ? 'foreign' : kind, payload }
}
