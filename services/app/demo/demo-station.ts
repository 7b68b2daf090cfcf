import { join } from 'node:path'
import { StationScenario } from '#sim/scenarios/station.ts'
import type { StationCylinder } from '#sim/scenarios/station-types.ts'
import { demoCases, demoCylinders } from './demo-cylinders.ts'
import type { DemoSecrets } from './demo-secrets.ts'
import { demoWorld } from './demo-world.ts'

/** So fast that a city full of history stands within the first minute. */
const FIRST_SPEED = 30
const FIRST_MS = 45_000
/** From then on a fill is seen rising: it lasts some ten seconds. */
const SPEED = 5

/** Enough of each that a quarter of an hour shows all of them. */
const FAULTS = {
  wrongTare: 0.03,
  overfill: 0.04,
  underfill: 0.03,
  bypassInterlock: 0.02,
  missingReturn: 0.03,
  missingPostfill: 0.02,
  clonedTag: 0.01,
  duplicate: 0.02,
  reorder: 0.02,
  cut: 0.002,
} as const

export type DemoStationOptions = {
  readonly mqtt: string
  readonly dataDir: string
  readonly secrets: DemoSecrets
  /** ms since 1970. */
  readonly today: number
}

const cylindersOf = (today: number): readonly StationCylinder[] => [
  ...demoCylinders(today).map(({ code, model, tareG, stampedMaxG, needsVacuum, tags }) => ({
    code,
    model,
    tareG,
    targetNetG: stampedMaxG - 400,
    needsVacuum,
    ...(code === demoCases.overfilled ? { fault: 'overfill' as const } : {}),
    ...Object.fromEntries(tags.map(({ scheme, value }) => [scheme, value])),
  })),
  { code: demoCases.unregistered, tareG: 16_480 },
]

/** A worker picks them up in no order: one of a story comes early. */
const shuffled = (cylinders: readonly StationCylinder[]): readonly StationCylinder[] =>
  cylinders
    .map((cylinder, i) => ({ cylinder, place: (i * 37) % cylinders.length }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ cylinder }) => cylinder)

const scenarioOf = (options: DemoStationOptions, speed: number): StationScenario => {
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
    cylinders: shuffled(cylindersOf(today)),
    operators: demoWorld.operators,
    dataDir: join(dataDir, 'demo-devices'),
    speed,
    seed: today + speed,
    faults: FAULTS,
  })
}

/** The simulated filling station, over real MQTT with the devices' own passwords: hurried at first, then at a pace to look at. */
export class DemoStation {
  private readonly options: DemoStationOptions
  private current: StationScenario
  private slowing: Promise<void> = Promise.resolve()
  private timer: NodeJS.Timeout | null = null

  constructor(options: DemoStationOptions) {
    this.options = options
    this.current = scenarioOf(options, FIRST_SPEED)
  }

  start(): void {
    this.current.start()
    this.timer = setTimeout(() => {
      this.timer = null
      this.slowing = this.slowDown()
    }, FIRST_MS)
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer)
    await this.slowing
    await this.current.stop()
  }

  private async slowDown(): Promise<void> {
    await this.current.stop()
    this.current = scenarioOf(this.options, SPEED)
    this.current.start()
  }
}
