import type { Random } from '#sim/wire/random.ts'
import type { Arrival, Outside, StationCylinder } from './station-types.ts'

const RESIDUAL_G = 450
/** A cylinder is away this long at most; empties come back in another order than they left. */
const AWAY_SECONDS = 1800

/** Outside of a station that nobody tells anything about: what left full comes back nearly empty, after a while. */
export class UsedUpSomewhere implements Outside {
  readonly #random: Random
  readonly #pause: (seconds: number) => Promise<void>
  readonly #waiting: Arrival[]

  /** `pause` takes seconds of work, and throws when the scenario stops. */
  constructor(
    cylinders: readonly StationCylinder[],
    random: Random,
    pause: (seconds: number) => Promise<void>,
  ) {
    this.#random = random
    this.#pause = pause
    this.#waiting = cylinders.map((cylinder) => this.#used(cylinder))
  }

  take({ cylinder, leftG, filled }: Arrival & { readonly filled: boolean }): void {
    const back = filled ? this.#used(cylinder) : { cylinder, leftG }
    this.#pause(AWAY_SECONDS * (0.2 + 0.8 * this.#random())).then(
      () => void this.#waiting.push(back),
      () => undefined,
    )
  }

  bring(): Arrival | undefined {
    return this.#waiting.shift()
  }

  #used(cylinder: StationCylinder): Arrival {
    // A new one is evacuated before its first fill: nothing was ever in it.
    const leftG = cylinder.needsVacuum === true ? 0 : Math.round(this.#random() * RESIDUAL_G)
    return { cylinder, leftG }
  }
}
