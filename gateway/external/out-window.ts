import { publishFrameV5 } from './v5-frames.ts'

const MESSAGE_ID_MAX = 65_535
/** Waiting publishes beyond which nothing more is acknowledged, so that the broker sends nothing more that would add to them. */
const FULL = 10_000

/** Called with the reason code of the PUBACK, MQTT 5 §3.4.2.1; never when the connection was lost before it came. */
export type Answered = (reason: number) => void

interface Waiting {
  readonly topic: string
  readonly payload: string
  readonly answered: Answered | null
}

/** Our publishes to the broker: QoS 1, as many in flight as it takes [MQTT-3.3.4-9], the others in order behind them. */
export class OutWindow {
  private readonly inFlight = new Map<number, Answered | null>()
  private waiting: Waiting[] = []
  private taken = 0
  private limit = 0
  private lastId = 0
  private write: (frame: Buffer) => void = () => {}

  /** A connection stands and takes `limit` publishes at a time. What the one before had not answered is forgotten. */
  open(limit: number, write: (frame: Buffer) => void): void {
    this.close()
    this.limit = Math.min(limit, MESSAGE_ID_MAX)
    this.write = write
  }

  close(): void {
    this.limit = 0
    this.inFlight.clear()
    this.waiting = []
    this.taken = 0
  }

  get isOpen(): boolean {
    return this.limit > 0
  }

  get isFull(): boolean {
    return this.waiting.length - this.taken > FULL
  }

  get depth(): number {
    return this.inFlight.size + this.waiting.length - this.taken
  }

  /** False without a connection: whatever shall arrive is kept elsewhere. */
  publish(topic: string, payload: string, answered: Answered | null): boolean {
    if (this.limit === 0) return false
    if (this.inFlight.size < this.limit) this.send({ topic, payload, answered })
    else this.waiting.push({ topic, payload, answered })
    return true
  }

  /** QoS 0: said once, for now. */
  tell(topic: string, payload: string): void {
    if (this.limit > 0) this.write(publishFrameV5(topic, payload, 0))
  }

  answered(messageId: number, reason: number): void {
    const answered = this.inFlight.get(messageId)
    if (answered === undefined) return
    this.inFlight.delete(messageId)
    answered?.(reason)
    const next = this.waiting[this.taken]
    if (next === undefined || this.inFlight.size >= this.limit) return
    this.taken += 1
    if (this.taken === this.waiting.length) {
      this.waiting = []
      this.taken = 0
    }
    this.send(next)
  }

  private send({ topic, payload, answered }: Waiting): void {
    do {
      this.lastId = this.lastId === MESSAGE_ID_MAX ? 1 : this.lastId + 1
    } while (this.inFlight.has(this.lastId))
    this.inFlight.set(this.lastId, answered)
    this.write(publishFrameV5(topic, payload, this.lastId))
  }
}
