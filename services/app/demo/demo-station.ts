import { join } from 'node:path'
import { StationScenario } from '#sim/scenarios/station.ts'
import type { StationCylinder } from '#sim/scenarios/station-types.ts'
import { demoCases, demoCylinders } from './demo-cylinders.ts'
import type { DemoSecrets } from './demo-secrets.ts'
import { demoWorld } from './demo-world.ts'

/** Half a minute of work a second: each of the two scales fills a cylinder every two or three seconds. */
const SPEED = 30

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

/** The simulated filling station, over real MQTT with the devices' own passwords. */
export const demoStation = (options: DemoStationOptions): StationScenario => {
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
    speed: SPEED,
    seed: today,
    faults: FAULTS,
  })
}
