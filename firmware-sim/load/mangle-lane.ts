import { buildPublishFrame } from './publish-frame.ts'
import type { LoadDevice } from './load-types.ts'
import type { MangledMessage } from './mangled-messages.ts'
import { RawConnection } from './raw-connection.ts'

const RECONNECT_MS = 5
/** Time-outs in a row without a connection before the run fails. */
const PATIENCE = 6

/** How a mangled publish ended. */
export type MangleEnd = 'acked' | 'closed' | 'unanswered'

export interface MangleLaneOptions {
  readonly url: URL
  readonly window: number
  /** A publish without an answer for so long is given up, and its connection cut. */
  readonly timeoutMs: number
  readonly ended: (kind: string, end: MangleEnd) => void
  readonly down: (payload: Buffer) => void
}

/** One connection that sends mangled messages and learns what became of each. */
export class MangleLane {
  readonly device: LoadDevice
  private readonly options: MangleLaneOptions
  private readonly connection: RawConnection
  private readonly inFlight = new Map<number, string>()
  private messageId = 0
  private offlineFor = 0
  private wake: (() => void) | null = null

  constructor(device: LoadDevice, options: MangleLaneOptions) {
    this.device = device
    this.options = options
    this.connection = new RawConnection(
      options.url,
      device,
      {
        online: () => this.backOnline(),
        offline: () => this.endAll('closed'),
        acked: (id) => this.end(id, 'acked'),
        down: options.down,
        settled: () => undefined,
      },
      RECONNECT_MS,
    )
  }

  start(): void {
    this.connection.start()
  }

  stop(): void {
    this.connection.stop()
  }

  /** Sends one message when its turn comes; a lonely one is alone in flight until it ended. */
  async send(message: MangledMessage): Promise<void> {
    await this.until(
      () =>
        this.connection.online && this.inFlight.size < (message.lonely ? 1 : this.options.window),
    )
    this.messageId = (this.messageId % 60_000) + 1
    this.inFlight.set(this.messageId, message.kind)
    const { bytes, messageId, payload } = buildPublishFrame(message.topic, message.payload)
    bytes.writeUInt16BE(this.messageId, messageId)
    this.connection.write(bytes.subarray(0, payload))
    this.connection.write(bytes.subarray(payload))
    if (message.lonely) await this.idle()
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    await this.until(() => this.inFlight.size === 0)
  }

  private async until(ready: () => boolean): Promise<void> {
    while (!ready()) {
      if (this.offlineFor >= PATIENCE) throw new Error(`${this.device.deviceId} cannot connect`)
      const size = this.inFlight.size
      const late = setTimeout(() => this.giveUp(size), this.options.timeoutMs)
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
      clearTimeout(late)
    }
  }

  private giveUp(size: number): void {
    if (size > 0) this.endAll('unanswered')
    else this.offlineFor += 1
    this.connection.cut()
    this.signal()
  }

  private end(id: number, end: MangleEnd): void {
    const kind = this.inFlight.get(id)
    if (kind === undefined) return
    this.inFlight.delete(id)
    this.options.ended(kind, end)
    this.signal()
  }

  private endAll(end: MangleEnd): void {
    for (const id of this.inFlight.keys()) this.end(id, end)
    this.signal()
  }

  private backOnline(): void {
    this.offlineFor = 0
    this.signal()
  }

  private signal(): void {
    this.wake?.()
    this.wake = null
  }
}
