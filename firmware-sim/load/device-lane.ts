import type { CylinderTable } from './cylinder-table.ts'
import type { LoadDevice } from './load-types.ts'
import type { LoadEventType } from './message-templates.ts'
import { MessageWriter } from './message-writer.ts'
import { PublishWindow, type WindowCounters } from './publish-window.ts'
import { RawConnection } from './raw-connection.ts'
import type { Stamp } from './stamp.ts'
import { WorkCycle } from './work-cycle.ts'

/** A request that nobody answered is forgotten after this many later ones. */
const REMEMBERED_REQUESTS = 10_000
/** A publish that no notice named for so long is sent again, looked for this often. */
const UNTOLD_MS = 3000
const UNTOLD_EVERY_MS = 1000

/** What a lane tells the run, and asks of it. */
export interface LaneSink {
  readonly counters: WindowCounters & {
    sent: number
    reconnects: number
    asked: number
    allowed: number
    denied: number
    outcomes: number
    rejected: number
    other: number
  }
  allowance(): number
  wanted(): boolean
  acknowledged(lane: DeviceLane, slot: number, nowMs: number): void
  permitAnswered(ms: number): void
}

export interface LaneOptions {
  readonly window: number
  readonly array: number
  readonly block: number
  readonly told: boolean
  readonly seed: number
  readonly steps: readonly LoadEventType[]
  readonly share: { readonly first: number; readonly count: number }
  readonly table: CylinderTable
  readonly stamp: Stamp
}

/** One device of the load: its connection, its window, its place in the work. */
export class DeviceLane {
  readonly window: PublishWindow
  private readonly sink: LaneSink
  private readonly options: LaneOptions
  private readonly writer: MessageWriter
  private readonly cycle: WorkCycle
  private readonly connection: RawConnection
  private readonly stepOfSlot: LoadEventType[]
  private readonly requests = new Map<string, { readonly ms: number; readonly cylinder: number }>()
  /** First id of a publish that waits for its notice, and the publish. */
  private readonly untold = new Map<string, number>()
  private reminder: NodeJS.Timeout | null = null
  private toldMs = 0
  private nowMs = 0
  private everOnline = false
  private whenOnline: (() => void) | null = null

  constructor(device: LoadDevice, url: URL, sink: LaneSink, options: LaneOptions) {
    this.sink = sink
    this.options = options
    this.writer = new MessageWriter(device, options.steps, options)
    this.cycle = new WorkCycle(options.steps, options.share, options)
    this.window = new PublishWindow(options.window, this.writer.slotBytes, sink.counters)
    this.stepOfSlot = Array.from({ length: options.window }, () => 'stock.in')
    this.connection = new RawConnection(url, device, {
      online: () => this.online(),
      offline: () => undefined,
      // A broker's PUBACK says nothing of the commit.
      acked: (messageId) => {
        if (!options.told) this.acked(messageId)
      },
      down: (payload) => this.down(payload),
      settled: () => this.settled(),
    })
  }

  get connected(): boolean {
    return this.connection.online
  }

  /** Resolves at the first CONNACK and SUBACK. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.whenOnline = resolve
      this.connection.start()
      if (this.options.told) this.reminder = setInterval(() => this.remind(), UNTOLD_EVERY_MS)
    })
  }

  stop(): void {
    if (this.reminder !== null) clearInterval(this.reminder)
    this.reminder = null
    this.connection.stop()
  }

  /** Cuts the connection; what is in flight is sent again. */
  cut(): void {
    this.connection.cut()
  }

  /** Closed loop: writes as much as the window and the run allow. */
  fill(): void {
    if (!this.connection.online || this.sink.allowance() === 0) return
    const now = performance.now()
    while (this.window.free > 0 && this.sink.wanted()) this.publish(now)
    this.flush()
  }

  offer(dueMs: number): boolean {
    if (this.window.free === 0 || !this.connection.online || !this.sink.wanted()) return false
    this.publish(dueMs)
    return true
  }

  flush(): void {
    const bytes = this.window.flush(performance.now())
    if (bytes !== null) this.connection.write(bytes)
  }

  /** Calls back with the place of every event id of a slot. */
  eachId(slot: number, visit: (bytes: Buffer, at: number) => void): void {
    const { frame, template } = this.writer.prepare(this.stepOfSlot[slot] ?? 'stock.in')
    const many = this.options.array > 1 ? 1 : 0
    const start = slot * this.window.slotBytes + frame.payload + many + template.id
    for (let i = 0; i < this.options.array; i += 1) {
      visit(this.window.region, start + i * (template.bytes.length + 1))
    }
  }

  private publish(dueMs: number): void {
    const { step, cylinder } = this.cycle
    const { table, array, stamp } = this.options
    const permitted =
      step === 'fill.completed' && array === 1 && table.hasPermitFor(cylinder)
        ? 'fill.permitted'
        : step
    const prepared = this.writer.prepare(permitted)
    const slot = this.window.take(prepared.frame.bytes.length, dueMs)
    const at = slot * this.window.slotBytes
    stamp.tick(Date.now())
    this.writer.write(prepared, cylinder, this.window.region, at, this.window.messageId(slot))
    this.stepOfSlot[slot] = permitted
    this.sink.counters.sent += array
    if (step === 'fill.requested') this.remember(slot, cylinder)
    if (this.options.told) this.awaitNotice(slot)
    this.cycle.advance()
  }

  private remember(slot: number, cylinder: number): void {
    const ms = performance.now()
    let offset = 0
    this.eachId(slot, (bytes, at) => {
      const id = bytes.toString('latin1', at, at + 36)
      this.requests.set(id, { ms, cylinder: cylinder + offset })
      offset += 1
    })
    this.sink.counters.asked += this.options.array
    if (this.requests.size <= REMEMBERED_REQUESTS) return
    const oldest = this.requests.keys().next()
    if (oldest.done !== true) this.requests.delete(oldest.value)
  }

  private awaitNotice(slot: number): void {
    if (this.untold.size === 0) this.toldMs = performance.now()
    let isFirst = true
    this.eachId(slot, (bytes, at) => {
      if (isFirst) this.untold.set(bytes.toString('latin1', at, at + 36), slot)
      isFirst = false
    })
  }

  private told(payload: Buffer): void {
    this.toldMs = performance.now()
    const { ids } = JSON.parse(payload.toString()) as { readonly ids: readonly string[] }
    for (const id of ids) {
      const slot = this.untold.get(id)
      if (slot === undefined) continue
      this.untold.delete(id)
      this.acked(this.window.messageId(slot))
    }
  }

  private remind(): void {
    if (this.untold.size === 0 || !this.connection.online) return
    if (performance.now() - this.toldMs < UNTOLD_MS) return
    this.toldMs = performance.now()
    const again = this.window.resend()
    if (again !== null) this.connection.write(again)
  }

  private online(): void {
    if (this.everOnline) this.sink.counters.reconnects += 1
    this.everOnline = true
    const again = this.window.resend()
    if (again !== null) this.connection.write(again)
    this.flush()
    this.whenOnline?.()
    this.whenOnline = null
  }

  private acked(messageId: number): void {
    const slot = this.window.acknowledge(messageId)
    if (slot < 0) return
    if (this.nowMs === 0) this.nowMs = performance.now()
    this.sink.acknowledged(this, slot, this.nowMs)
  }

  private settled(): void {
    this.nowMs = 0
    this.fill()
  }

  /** Outcomes are counted by their first bytes; only permits are worth parsing. */
  private down(payload: Buffer): void {
    const { counters } = this.sink
    if (payload.includes('"committed"')) this.told(payload)
    else if (payload.includes('"fill.permit"')) this.permit(payload)
    else if (payload.includes('"outcome"')) counters.outcomes += 1
    else if (payload.includes('"rejected"')) counters.rejected += 1
    else counters.other += 1
  }

  private permit(payload: Buffer): void {
    const answer = JSON.parse(payload.toString()) as {
      readonly requestId: string
      readonly decision: string
      readonly permitId?: string
    }
    const request = this.requests.get(answer.requestId)
    if (request === undefined) return
    this.requests.delete(answer.requestId)
    this.sink.permitAnswered(performance.now() - request.ms)
    if (answer.decision !== 'allow' || answer.permitId === undefined) {
      this.sink.counters.denied += 1
      return
    }
    this.sink.counters.allowed += 1
    this.options.table.keepPermit(request.cylinder, answer.permitId)
  }
}
