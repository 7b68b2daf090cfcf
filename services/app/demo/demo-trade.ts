import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Arrival, Outside, StationCylinder } from '#sim/scenarios/station-types.ts'
import { type Random, seededRandom } from '#sim/wire/random.ts'
import { DemoSales } from './demo-sales.ts'

type Span = readonly [number, number]

/** From the gate to a door, and until it is burnt: as short as a demo is patient. */
const DRIVE_MS: Span = [4_000, 12_000]
const USE_MS: Span = [90_000, 300_000]
/** Until somebody has looked at what was refused: longer than the gate takes a tag in two places for a copy. */
const ASIDE_MS: Span = [720_000, 900_000]
/** What is left of a filled cylinder: up to a little over the 3 % that may be left unpaid for (R003-7.1.14c), so that a claim comes now and then. */
const LEFT_MOST = 0.031
/** Nothing weighed it yet: it comes with as much as is left of most. */
const UNKNOWN_MOST_G = 130

export type DemoTradeOptions = {
  readonly url: string
  /** Passwords by user name. */
  readonly users: Readonly<Record<string, string>>
  readonly cylinders: readonly StationCylinder[]
  readonly seed: number
  /** Told when the product could not be asked. */
  readonly onTrouble: (error: unknown) => void
}

/**
 * Outside of the demo's station: what was filled is brought to households, burnt there and brought back. What may not be sold comes back
 * as it left. Knows from the product where every cylinder is, so that a second start goes on where the first one was ended.
 */
export class DemoTrade implements Outside {
  readonly #options: DemoTradeOptions
  readonly #sales: DemoSales
  readonly #random: Random
  readonly #ending = new AbortController()
  readonly #atGate: Arrival[] = []
  readonly #away = new Set<Promise<void>>()

  constructor(options: DemoTradeOptions) {
    this.#options = options
    this.#sales = new DemoSales(options)
    this.#random = seededRandom(options.seed)
    // Every cylinder on its way waits on this one signal, at most once at a time: more than ten of them are no leak.
    setMaxListeners(options.cylinders.length, this.#ending.signal)
  }

  /** Finds every cylinder where it was left. */
  async start(): Promise<void> {
    await this.#sales.start()
    const { cylinders } = this.#options
    const places = await Promise.all(cylinders.map(({ code }) => this.#sales.whereIs(code)))
    for (const [n, cylinder] of cylinders.entries()) {
      const { custody, netG } = places[n] ?? { custody: 'unknown', netG: null }
      if (custody === 'customer') this.#follow(this.#comeBack(cylinder))
      else if (custody === 'vehicle' && netG !== null) this.#follow(this.#sell(cylinder, netG))
      else this.#atGate.push({ cylinder, leftG: this.#leftIn(cylinder, netG) })
    }
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    await Promise.all(this.#away)
  }

  take({ cylinder, leftG, filled }: Arrival & { readonly filled: boolean }): void {
    this.#follow(filled ? this.#sell(cylinder, leftG) : this.#putAside(cylinder, leftG))
  }

  bring(): Arrival | undefined {
    return this.#atGate.shift()
  }

  #leftIn({ needsVacuum }: StationCylinder, netG: number | null): number {
    // A new one is evacuated before its first fill: nothing was ever in it.
    if (needsVacuum === true) return 0
    return netG ?? Math.round(this.#random() * UNKNOWN_MOST_G)
  }

  #follow(work: Promise<void>): void {
    const done: Promise<void> = work
      .catch((error: unknown) => {
        if (!this.#ending.signal.aborted) this.#options.onTrouble(error)
      })
      .finally(() => this.#away.delete(done))
    this.#away.add(done)
  }

  async #sell(cylinder: StationCylinder, netG: number): Promise<void> {
    await this.#wait(DRIVE_MS)
    if (await this.#sales.sell(cylinder)) return this.#comeBack(cylinder, netG)
    return this.#putAside(cylinder, netG)
  }

  async #comeBack(cylinder: StationCylinder, netG = cylinder.targetNetG ?? 0): Promise<void> {
    await this.#wait(USE_MS)
    await this.#sales.takeBack(cylinder.code)
    await this.#wait(DRIVE_MS)
    this.#atGate.push({ cylinder, leftG: Math.round(this.#random() * LEFT_MOST * netG) })
  }

  async #putAside(cylinder: StationCylinder, leftG: number): Promise<void> {
    await this.#wait(ASIDE_MS)
    this.#atGate.push({ cylinder, leftG })
  }

  #wait([least, most]: Span): Promise<void> {
    return sleep(least + this.#random() * (most - least), undefined, {
      signal: this.#ending.signal,
    })
  }
}
