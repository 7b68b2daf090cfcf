import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DownMessage } from '#schemas/down.ts'
import type { DeviceAddress } from '#schemas/topics.ts'
import { type Clock, skewed, systemClock } from '#sim/wire/clock.ts'
import { DeviceLink } from '#sim/wire/device-link.ts'
import { DurableOutbox } from '#sim/wire/durable-outbox.ts'
import type { Random } from '#sim/wire/random.ts'
import { uuidSource, uuidV7 } from '#sim/wire/uuid-v7.ts'
import { drawWireFaults, type WireFaultRates } from '#sim/wire/wire-faults.ts'
import type { CommonInput, Effect, Machine } from './machine.ts'

export interface DeviceOptions {
  readonly mqtt: string
  readonly address: DeviceAddress
  readonly password: string
  /** Folder of the outbox; a device that starts again here sends what it still owes. */
  readonly dataDir: string
  readonly random: Random
  readonly clock?: Clock
  /** Added to the device's own clock. */
  readonly clockSkewMs?: number
  readonly fsync?: boolean
  readonly window?: number
  readonly reconnectMs?: number
  readonly ca?: string
  readonly wireFaults?: WireFaultRates
  readonly firmware?: string
  /** Sees every message on `down` after the machine did. */
  readonly onDown?: (message: DownMessage) => void
  readonly onEffect?: (effect: Effect) => void
}

/** A state machine with a clock, an outbox and a line: the only part of a device that does I/O. */
export class Device<S, I> {
  state: S
  private readonly machine: Machine<S, I>
  private readonly options: DeviceOptions
  private readonly clock: Clock
  private readonly outbox: DurableOutbox
  private readonly link: DeviceLink
  private readonly ids: (ms: number) => string
  private readonly watchers = new Set<() => void>()
  private cancelWake: (() => void) | null = null
  private on = false

  constructor(machine: Machine<S, I>, options: DeviceOptions) {
    const { address, random, mqtt, password, window, reconnectMs, ca } = options
    this.machine = machine
    this.ids = uuidSource(random)
    this.state = machine.initial
    this.options = options
    this.clock = skewed(options.clock ?? systemClock, options.clockSkewMs ?? 0)
    const file = `${address.stationId}.${address.deviceId}.outbox`
    this.outbox = new DurableOutbox(join(options.dataDir, file), { fsync: options.fsync === true })
    this.link = new DeviceLink(
      {
        mqtt,
        address,
        password,
        firmware: options.firmware ?? 'sim-1.0',
        bootId: uuidV7(this.clock.now(), random),
        clock: this.clock,
        faults: drawWireFaults(options.wireFaults ?? {}, random),
        onDown: (message) => this.hear(message),
        onAcked: () => this.changed(),
        ...(window === undefined ? {} : { window }),
        ...(reconnectMs === undefined ? {} : { reconnectMs }),
        ...(ca === undefined ? {} : { ca }),
      },
      this.outbox,
    )
  }

  /** Messages without PUBACK, sent or not. */
  get owed(): number {
    return this.outbox.size
  }

  start(): void {
    mkdirSync(this.options.dataDir, { recursive: true })
    this.outbox.start()
    this.on = true
    this.link.start()
  }

  async stop(): Promise<void> {
    this.switchOff()
    await this.link.stop()
    this.outbox.stop()
  }

  /** Power cut: nothing is said, nothing more is written; `start` of a new `Device` on the same folder goes on. */
  async kill(): Promise<void> {
    this.switchOff()
    await this.link.kill()
    this.outbox.stop()
  }

  cutLine(): void {
    this.link.cut()
  }

  /** One input to the machine; its events are on file when this returns. A device that is off hears nothing. */
  input(input: I | CommonInput): void {
    if (!this.on) return
    const { random } = this.options
    const now = this.clock.now()
    const newId = () => this.ids(now)
    const { state, effects } = this.machine.step(this.state, input, { now, newId, random })
    this.state = state
    for (const effect of effects) this.carryOut(effect)
    this.link.pump()
    this.planWake(now)
    this.changed()
  }

  /** Resolves when `ready` holds; it is looked at after every step and acknowledgement. */
  until(ready: (device: this) => boolean): Promise<void> {
    if (ready(this)) return Promise.resolve()
    return new Promise((resolve) => {
      const watch = () => {
        if (!ready(this)) return
        this.watchers.delete(watch)
        resolve()
      }
      this.watchers.add(watch)
    })
  }

  private switchOff(): void {
    this.on = false
    this.cancelWake?.()
  }

  private carryOut(effect: Effect): void {
    this.options.onEffect?.(effect)
    switch (effect.do) {
      case 'event':
        this.outbox.append('event', Buffer.from(JSON.stringify(effect.event)))
        return
      case 'samples':
        this.outbox.append('samples', Buffer.from(JSON.stringify(effect.samples)))
        return
      case 'show':
        return
      default:
        effect satisfies never
    }
  }

  private hear(message: DownMessage): void {
    this.input({ on: 'down', message })
    this.options.onDown?.(message)
  }

  private planWake(now: number): void {
    this.cancelWake?.()
    const at = this.machine.wakeAt(this.state)
    this.cancelWake =
      at === null ? null : this.clock.after(Math.max(1, at - now), () => this.input({ on: 'tick' }))
  }

  private changed(): void {
    for (const watch of this.watchers) watch()
  }
}
