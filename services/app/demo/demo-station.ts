import { join } from 'node:path'
import { StationScenario } from '#sim/scenarios/station.ts'
import type { RoundFault } from '#sim/scenarios/faults.ts'
import type { StationCylinder } from '#sim/scenarios/station-types.ts'
import { demoCases, demoCylinders } from './demo-cylinders.ts'
import type { DemoSecrets } from './demo-secrets.ts'
import { DemoTrade } from './demo-trade.ts'
import { demoWorld } from './demo-world.ts'

/** So fast that a city full of history stands within the first minute. */
const FIRST_SPEED = 30
const FIRST_MS = 45_000
/** From then on a fill is seen rising: it lasts some ten seconds. */
const SPEED = 5

/** As rare as a good station has them: what goes wrong for certain is planted (`demoCases`). */
const FAULTS = {
  wrongTare: 0.01,
  overfill: 0.01,
  underfill: 0.02,
  missingPostfill: 0.01,
  duplicate: 0.02,
  reorder: 0.02,
  cut: 0.002,
} as const

export type DemoStationOptions = {
  readonly url: string
  readonly mqtt: string
  readonly dataDir: string
  readonly secrets: DemoSecrets
  /** ms since 1970. */
  readonly today: number
  /** Told when the demo's courier could not do his work. */
  readonly onTrouble: (error: unknown) => void
}

const planted: Readonly<Record<string, RoundFault>> = {
  [demoCases.overfilled]: 'overfill',
  [demoCases.cloned]: 'clonedTag',
}

const cylindersOf = (today: number): readonly StationCylinder[] => [
  ...demoCylinders(today)
    // Where 50 kg may stand nobody of the demo lives.
    .filter(({ stampedMaxG }) => stampedMaxG < 20_000)
    .map(({ code, model, tareG, stampedMaxG, needsVacuum, tags }) => {
      const fault = planted[code]
      return {
        code,
        model,
        tareG,
        targetNetG: stampedMaxG - 400,
        needsVacuum,
        ...(fault === undefined ? {} : { fault }),
        ...Object.fromEntries(tags.map(({ scheme, value }) => [scheme, value])),
      }
    }),
  { code: demoCases.unregistered, tareG: 16_480 },
]

/** A worker picks them up in no order; those with a planted fault first, so that whoever looks at once finds it. */
const shuffled = (cylinders: readonly StationCylinder[]): readonly StationCylinder[] =>
  cylinders
    .map((cylinder, i) => ({
      cylinder,
      place: cylinder.fault === undefined ? (i * 37) % cylinders.length : -1,
    }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ cylinder }) => cylinder)

const scenarioOf = (
  options: DemoStationOptions,
  outside: DemoTrade,
  speed: number,
): StationScenario => {
  const { mqtt, dataDir, secrets, today } = options
  const login = (username: string) => {
    const [stationId = '', deviceId = ''] = username.split('/')
    return { stationId, deviceId, password: secrets.devices[username] ?? '' }
  }
  return new StationScenario({
    mqtt,
    stationId: 'zb-zichuan',
    scales: demoWorld.scales.map(({ id, toleranceG }) => ({
      ...login(`zb-zichuan/${id}`),
      scale: id,
      toleranceG,
    })),
    portal: login('zb-zichuan/portal-1'),
    scanner: login('zb-zichuan/scanner-1'),
    clone: login('zb-boshan/scanner-1'),
    cylinders: [],
    outside,
    operators: demoWorld.operators,
    dataDir: join(dataDir, 'demo-devices'),
    speed,
    seed: today + speed,
    faults: FAULTS,
  })
}

/**
 * The simulated filling station, over real MQTT with the devices' own passwords: hurried at first, then at a pace to look at. What it fills
 * is sold, so that its cylinders come back as empties do.
 */
export class DemoStation {
  private readonly options: DemoStationOptions
  private readonly trade: DemoTrade
  private current: StationScenario
  private starting: Promise<void> = Promise.resolve()
  private slowing: Promise<void> = Promise.resolve()
  private timer: NodeJS.Timeout | null = null
  private stopped = false

  constructor(options: DemoStationOptions) {
    const { url, secrets, today, onTrouble } = options
    const cylinders = shuffled(cylindersOf(today))
    this.options = options
    this.trade = new DemoTrade({ url, users: secrets.users, cylinders, seed: today, onTrouble })
    this.current = scenarioOf(options, this.trade, FIRST_SPEED)
  }

  start(): void {
    // Beside what people wait for: the product serves before every cylinder has been looked up.
    this.starting = this.trade.start().then(
      () => this.begin(),
      (error: unknown) => this.options.onTrouble(error),
    )
  }

  private begin(): void {
    if (this.stopped) return
    this.current.start()
    this.timer = setTimeout(() => {
      this.timer = null
      this.slowing = this.slowDown()
    }, FIRST_MS)
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.starting
    if (this.timer !== null) clearTimeout(this.timer)
    await this.current.stop()
    await this.slowing
    await this.current.stop()
    await this.trade.stop()
  }

  /** What stands on the scales is done first: a fill that nobody tells of would look like gas that somebody took. */
  private async slowDown(): Promise<void> {
    await this.current.finish()
    if (this.stopped) return
    this.current = scenarioOf(this.options, this.trade, SPEED)
    this.current.start()
  }
}
