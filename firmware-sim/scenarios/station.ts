import type { DownMessage } from '#schemas/down.ts'
import { systemClock } from '#sim/wire/clock.ts'
import { type Random, seededRandom } from '#sim/wire/random.ts'
import { cylinderRound } from './cylinder-round.ts'
import { drawRoundFaults } from './faults.ts'
import { buildCrew, type ScaleDevice, type StationCrew } from './station-crew.ts'
import type { Outside, StationOptions, StationStats } from './station-types.ts'
import { UsedUpSomewhere } from './used-up-somewhere.ts'

const SHIFT_SECONDS = 8 * 3600
const TEST_MASS_G = 20_000

class Stopped extends Error {}

/**
 * One station at work: every scale takes the next empty, until `stop`. Registers nothing; devices, cylinders and scales must
 * be known to the server (or not, to see what it says).
 */
export class StationScenario {
  readonly crew: StationCrew
  readonly stats: StationStats = {
    rounds: 0,
    fills: 0,
    denied: {},
    faults: {},
    findings: {},
    rejected: {},
  }
  private readonly options: StationOptions
  private readonly random: Random
  private readonly outside: Outside
  private readonly wakers = new Set<() => void>()
  private stopped = false
  private ending = false
  private work: Promise<unknown> = Promise.resolve()

  /** Throws RangeError for faults that the options leave impossible. */
  constructor(options: StationOptions) {
    if ((options.faults?.clonedTag ?? 0) > 0 && options.clone === undefined) {
      throw new RangeError('a cloned tag needs a device of a second station')
    }
    this.options = options
    this.random = seededRandom(options.seed ?? 1)
    this.outside =
      options.outside ??
      new UsedUpSomewhere(options.cylinders, this.random, (seconds) => this.pause(seconds))
    this.crew = buildCrew(options, (message) => this.listen(message))
  }

  start(): void {
    for (const device of this.devices()) device.start()
    this.work = Promise.all(this.crew.scales.map((scale, n) => this.attend(scale, n)))
  }

  /** Ends the work when what stands on the scales is done: no permit stays unused. */
  async finish(): Promise<void> {
    this.ending = true
    await this.work
    await this.stop()
  }

  /** Ends the work where it stands; what is still owed stays in the outboxes. */
  async stop(): Promise<void> {
    this.stopped = true
    for (const wake of this.wakers) wake()
    await this.work
    await Promise.all(this.devices().map((device) => device.stop()))
  }

  /** Messages of all devices without PUBACK. */
  get owed(): number {
    return this.devices().reduce((sum, device) => sum + device.owed, 0)
  }

  private devices() {
    const { scales, portal, scanner, clone } = this.crew
    return [...scales, portal, scanner, ...(clone === null ? [] : [clone])]
  }

  /** Everybody at a scale of their own, as far as they go round. */
  private async attend(scale: ScaleDevice, first: number): Promise<void> {
    try {
      for (let shift = first; !this.ending; shift += 1) await this.shift(scale, shift)
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
    }
  }

  private async shift(scale: ScaleDevice, number: number): Promise<void> {
    const { operators, clock = systemClock, speed = 1 } = this.options
    const operator = operators[number % operators.length] ?? 's-1'
    const end = clock.now() + (SHIFT_SECONDS * 1000) / speed
    scale.input({ on: 'sign-in', operator })
    await this.pause(10)
    const readG = TEST_MASS_G + Math.round((this.random() * 2 - 1) * 4)
    scale.input({ on: 'test-mass', testMassG: TEST_MASS_G, readG })
    while (clock.now() < end && !this.ending) await this.nextRound(scale)
    scale.input({ on: 'sign-out' })
    await this.pause(60)
  }

  private async nextRound(scale: ScaleDevice): Promise<void> {
    await this.pause(2)
    const arrival = this.outside.bring()
    if (arrival === undefined) return this.pause(10)
    const { cylinder } = arrival
    const faults = new Set(drawRoundFaults(this.options.faults ?? {}, this.random))
    if (cylinder.fault !== undefined) faults.add(cylinder.fault)
    for (const fault of faults) this.stats.faults[fault] = (this.stats.faults[fault] ?? 0) + 1
    const { crew, random, stats } = this
    const pause = (seconds: number) => this.pause(seconds)
    const settled = (busy: ScaleDevice) =>
      this.unlessStopped(
        busy.until(({ state }) => state.stage.is !== 'asking' && state.stage.is !== 'filling'),
      )
    const done = await cylinderRound(arrival, faults, {
      crew,
      scale,
      random,
      stats,
      pause,
      settled,
    })
    stats.rounds += 1
    const { needsVacuum: _, fault: __, ...usual } = cylinder
    this.outside.take({ ...done, cylinder: usual })
  }

  /** Seconds of work, shortened by the speed-up. */
  private async pause(seconds: number): Promise<void> {
    const { clock = systemClock, speed = 1 } = this.options
    let cancel = () => {}
    const over = new Promise<void>((resolve) => {
      cancel = clock.after((seconds * 1000) / speed, resolve)
    })
    await this.unlessStopped(over).finally(() => cancel())
  }

  private async unlessStopped(what: Promise<void>): Promise<void> {
    if (this.stopped) throw new Stopped()
    let wake = () => {}
    const stopping = new Promise<void>((resolve) => {
      wake = resolve
    })
    this.wakers.add(wake)
    await Promise.race([what, stopping])
    this.wakers.delete(wake)
    if (this.stopped) throw new Stopped()
  }

  private listen(message: DownMessage): void {
    const { findings, rejected } = this.stats
    if (message.type === 'outcome') {
      for (const { code } of message.findings) findings[code] = (findings[code] ?? 0) + 1
    }
    if (message.type === 'rejected') rejected[message.code] = (rejected[message.code] ?? 0) + 1
  }
}
