import { AckedIds } from './acked-ids.ts'
import { CylinderTable } from './cylinder-table.ts'
import { DeviceLane, type LaneSink } from './device-lane.ts'
import { Histogram } from './histogram.ts'
import type { LoadOptions, LoadReport } from './load-types.ts'
import { Pacer } from './pacer.ts'
import { Stamp } from './stamp.ts'
import { stepsOf } from './work-cycle.ts'

const CONNECTING = 200
const BLOCK = 16
const CONNECT_SECONDS = 60
const DRAIN_SECONDS = 10
const TICK_MS = 1

/**
 * A run of the load generator in this process: `connect`, then `run`. All state is per run; nothing is left open after
 * `run` or `stop`.
 */
export class LoadRun implements LaneSink {
  private readonly options: LoadOptions
  private readonly lanes: DeviceLane[]
  private readonly stamp = new Stamp()
  private readonly ids: AckedIds | null
  private readonly ack = new Histogram()
  private readonly intended = new Histogram()
  private readonly permit = new Histogram()
  readonly counters = {
    sent: 0,
    acked: 0,
    ackedPublishes: 0,
    resent: 0,
    reconnects: 0,
    overtaking: 0,
    asked: 0,
    allowed: 0,
    denied: 0,
    outcomes: 0,
    rejected: 0,
    other: 0,
  }
  private pacer: Pacer | null = null
  private sending = false
  private finish: (() => void) | null = null

  constructor(options: LoadOptions) {
    this.options = options
    this.ids = options.ackedIdsFile === undefined ? null : new AckedIds(options.ackedIdsFile)
    const table = new CylinderTable(options.cylinders)
    const steps = stepsOf(options.mix, options.permits === true)
    const share = table.size / options.devices.length
    this.lanes = options.devices.map((device, index) => {
      const first = Math.min(table.size - 1, Math.floor(index * share))
      const count = Math.max(1, Math.floor((index + 1) * share) - first)
      return new DeviceLane(device, new URL(options.mqtt), this, {
        window: options.window,
        array: options.array ?? 1,
        block: options.block ?? BLOCK,
        told: options.told === true,
        seed: (options.seed ?? 1) * 2_654_435_761 + index,
        steps,
        share: { first, count },
        table,
        stamp: this.stamp,
      })
    })
  }

  /**
   * Opens all connections; resolves when every device is connected and subscribed. Throws, and closes what is open, when a
   * device is not connected after `connectSeconds`: no server, or credentials that it does not take.
   */
  async connect(): Promise<void> {
    const { connectSeconds = CONNECT_SECONDS } = this.options
    let late: NodeJS.Timeout | undefined
    const giveUp = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(this.notConnected()), connectSeconds * 1000)
    })
    try {
      await Promise.race([this.connectAll(), giveUp])
    } catch (error) {
      this.stop()
      throw error
    } finally {
      clearTimeout(late)
    }
  }

  private notConnected(): Error {
    const missing = this.lanes.filter((lane) => !lane.connected).length
    return new Error(`${missing} of ${this.lanes.length} devices could not connect`)
  }

  private async connectAll(): Promise<void> {
    let next = 0
    const worker = async () => {
      for (let lane = this.lanes[next++]; lane !== undefined; lane = this.lanes[next++]) {
        await lane.start()
      }
    }
    await Promise.all(Array.from({ length: this.options.connecting ?? CONNECTING }, worker))
  }

  /** Sends for `seconds` (after the warm-up), waits for what is in flight, closes, and reports. */
  async run(signal?: AbortSignal): Promise<LoadReport> {
    const { warmupSeconds = 0, seconds, rate, drainSeconds = DRAIN_SECONDS } = this.options
    this.ids?.start()
    this.pacer = rate === undefined ? null : new Pacer(this.lanes, rate / (this.options.array ?? 1))
    this.sending = true
    const ticker = setInterval(() => this.tick(), TICK_MS)
    for (const lane of this.lanes) lane.fill()
    try {
      await this.wait(warmupSeconds * 1000, signal)
      const start = this.mark()
      await this.wait(seconds * 1000, signal)
      const measured = this.measure(start)
      this.sending = false
      await this.drained(drainSeconds * 1000)
      return this.report(measured)
    } finally {
      clearInterval(ticker)
      this.stop()
    }
  }

  stop(): void {
    this.sending = false
    for (const lane of this.lanes) lane.stop()
    if (this.ids?.open === true) this.ids.stop()
  }

  /** How many publishes this lane may write now. */
  allowance(): number {
    return this.sending && this.pacer === null ? Number.POSITIVE_INFINITY : 0
  }

  acknowledged(lane: DeviceLane, slot: number, nowMs: number): void {
    const { window } = lane
    const array = this.options.array ?? 1
    this.counters.acked += array
    this.counters.ackedPublishes += 1
    this.ack.recordMs(nowMs - (window.sentMs[slot] ?? nowMs))
    this.intended.recordMs(nowMs - (window.dueMs[slot] ?? nowMs))
    if (this.ids !== null) lane.eachId(slot, (bytes, at) => this.ids?.add(bytes, at))
    if (this.complete()) this.finish?.()
  }

  permitAnswered(ms: number): void {
    this.permit.recordMs(ms)
  }

  /** Whether another publish fits the number of events asked for. */
  wanted(): boolean {
    const { events, array = 1 } = this.options
    return this.sending && (events === undefined || this.counters.sent + array <= events)
  }

  private complete(): boolean {
    const { events } = this.options
    return events !== undefined && this.counters.acked >= events
  }

  private tick(): void {
    if (this.sending) this.pacer?.tick(performance.now())
  }

  private wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.finish?.(), ms)
      const abort = () => this.finish?.()
      signal?.addEventListener('abort', abort)
      this.finish = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        this.finish = null
        resolve()
      }
      if (signal?.aborted === true || this.complete()) this.finish()
    })
  }

  private async drained(ms: number): Promise<void> {
    const until = performance.now() + ms
    while (this.inFlight() > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  private inFlight(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.window.inFlight, 0)
  }

  private mark() {
    for (const histogram of [this.ack, this.intended, this.permit]) histogram.clear()
    const { acked, ackedPublishes } = this.counters
    return { at: performance.now(), cpu: process.cpuUsage(), acked, ackedPublishes }
  }

  private measure(start: ReturnType<LoadRun['mark']>) {
    const cpu = process.cpuUsage(start.cpu)
    return {
      seconds: (performance.now() - start.at) / 1000,
      measured: this.counters.acked - start.acked,
      measuredPublishes: this.counters.ackedPublishes - start.ackedPublishes,
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      behind: this.pacer?.behind ?? 0,
      histograms: {
        ack: this.ack.toCounts(),
        intended: this.intended.toCounts(),
        permit: this.permit.toCounts(),
      },
    }
  }

  private report(measured: ReturnType<LoadRun['measure']>): LoadReport {
    const { counters, options } = this
    const { asked, allowed, denied, outcomes, rejected, other } = counters
    const { sent, acked, resent, reconnects, overtaking } = counters
    return {
      mix: options.mix,
      devices: this.lanes.length,
      window: options.window,
      array: options.array ?? 1,
      ...(options.rate === undefined ? {} : { rate: options.rate }),
      ...measured,
      sent,
      acked,
      unacked: sent - acked,
      resent,
      reconnects,
      overtaking,
      permits: { asked, allowed, denied },
      down: { outcomes, rejected, other },
    }
  }
}
