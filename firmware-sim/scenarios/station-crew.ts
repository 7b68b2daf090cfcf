import { Device, type DeviceOptions } from '#sim/devices/device.ts'
import { handScanner, type ScannerInput, type ScannerState } from '#sim/devices/hand-scanner.ts'
import { type PortalInput, type PortalState, rfidPortal } from '#sim/devices/rfid-portal.ts'
import { scaleController } from '#sim/devices/scale-controller.ts'
import { type ScaleInput, type ScaleState, usualScale } from '#sim/devices/scale-state.ts'
import type { DownMessage } from '#schemas/down.ts'
import { systemClock } from '#sim/wire/clock.ts'
import { type Random, seededRandom } from '#sim/wire/random.ts'
import { drawClockSkew } from './faults.ts'
import type { StationDevice, StationOptions } from './station-types.ts'

export type ScaleDevice = Device<ScaleState, ScaleInput>
export type PortalDevice = Device<PortalState, PortalInput>
export type ScannerDevice = Device<ScannerState, ScannerInput>

/** Several readings a slice, however fast the scenario runs. */
const LEAST_SLICE_MS = 1000

/** The devices of a station, built but not started. */
export interface StationCrew {
  readonly scales: readonly ScaleDevice[]
  readonly portal: PortalDevice
  readonly scanner: ScannerDevice
  readonly clone: ScannerDevice | null
}

export function buildCrew(
  options: StationOptions,
  onDown: (message: DownMessage) => void,
): StationCrew {
  const { stationId, speed = 1, operators, clone, seed = 1 } = options
  const operator = operators[0]
  const by = operator === undefined ? {} : { operator }
  let nth = 0
  const wiring = (device: StationDevice, station = stationId) => {
    nth += 1
    return deviceOptions(options, station, device, seededRandom(seed * 1009 + nth), onDown)
  }
  return {
    scales: options.scales.map((scale) => {
      const toleranceG = scale.toleranceG ?? usualScale.toleranceG
      const flowGps = usualScale.flowGps * speed
      const sliceMs = Math.max(LEAST_SLICE_MS, usualScale.sliceMs / speed)
      const config = { ...usualScale, scale: scale.scale, toleranceG, flowGps, sliceMs }
      return new Device(scaleController(config), wiring(scale))
    }),
    portal: new Device(
      rfidPortal({ siteId: stationId, passageMs: 5000 / speed, ...by }),
      wiring(options.portal),
    ),
    scanner: new Device(handScanner(by), wiring(options.scanner)),
    clone: clone === undefined ? null : new Device(handScanner({}), wiring(clone, clone.stationId)),
  }
}

function deviceOptions(
  options: StationOptions,
  stationId: string,
  { deviceId, password, clockSkewMs }: StationDevice,
  random: Random,
  onDown: (message: DownMessage) => void,
): DeviceOptions {
  const { mqtt, dataDir, faults = {}, clock = systemClock, fsync, reconnectMs, ca } = options
  return {
    mqtt,
    address: { stationId, deviceId },
    password,
    dataDir,
    random,
    clock,
    clockSkewMs: clockSkewMs ?? drawClockSkew(faults.clockSkew, clock.now(), random),
    wireFaults: faults,
    onDown,
    ...(fsync === undefined ? {} : { fsync }),
    ...(reconnectMs === undefined ? {} : { reconnectMs }),
    ...(ca === undefined ? {} : { ca }),
  }
}
