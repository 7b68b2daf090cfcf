import type { FillFault, Tag } from '#sim/devices/scale-state.ts'
import type { Random } from '#sim/wire/random.ts'
import type { RoundFault } from './faults.ts'
import type { ScaleDevice, StationCrew } from './station-crew.ts'
import type { Arrival, StationCylinder, StationStats } from './station-types.ts'

/** Seconds of work, as a practised worker needs them. */
const SECONDS = {
  carry: 6,
  weigh: 4,
  check: 5,
  vacuum: 60,
  drain: 40,
  leakTest: 12,
  out: 5,
} as const
const TARGET_NET_G = 14_500
/** Share of bad fills that the worker sees and mends before the cylinder leaves. */
const MENDED = 0.6
/** What draining leaves behind. */
const DRAINED_G = 30
/** More than anybody calls a residual: it comes back because something is wrong with it, and not because it was used up. */
const RECALLED_G = 3000

/** What a round works with. `pause` takes seconds of work; it and `settled` throw when the scenario stops. */
export interface RoundTools {
  readonly crew: StationCrew
  readonly scale: ScaleDevice
  readonly random: Random
  readonly stats: StationStats
  readonly pause: (seconds: number) => Promise<void>
  readonly settled: (scale: ScaleDevice) => Promise<void>
}

/** One round of a cylinder through the station: in, weighed, checked, filled, checked, out. Tells what is in it then. */
export async function cylinderRound(
  { cylinder, leftG }: Arrival,
  faults: ReadonlySet<RoundFault>,
  tools: RoundTools,
): Promise<{ readonly filled: boolean; readonly leftG: number }> {
  const { crew, scale, random, pause } = tools
  const tag = tagOf(cylinder)
  if (!faults.has('missingReturn')) {
    crew.portal.input(passage(cylinder, 'in'))
  }
  await pause(SECONDS.carry)
  const wrongG = faults.has('wrongTare') ? Math.round((0.3 + random() * 1.2) * 1000) : 0
  const tareG = cylinder.tareG + wrongG
  scale.input({ on: 'place', load: { tag, tareG, grossG: cylinder.tareG + leftG } })
  await pause(SECONDS.weigh)
  await weighResidual(cylinder, leftG, tools)
  await pause(SECONDS.check)
  crew.scanner.input({ on: 'scan', tag, purpose: 'prefill' })
  crew.scanner.input({ on: 'pass' })
  if (cylinder.needsVacuum === true) {
    await pause(SECONDS.vacuum)
    scale.input({ on: 'evacuate', pressurePa: -90_000, method: 'pump' })
  }
  const filled = await fill(cylinder, faults, tools)
  if (filled) await checkAndSend(cylinder, faults, tools)
  const grossG = scale.state.load?.grossG ?? cylinder.tareG + leftG
  scale.input({ on: 'take-off' })
  return { filled, leftG: grossG - cylinder.tareG }
}

/** What was called back is emptied before anything else. */
async function weighResidual(
  { tareG }: StationCylinder,
  leftG: number,
  { scale, pause }: RoundTools,
): Promise<void> {
  if (leftG <= RECALLED_G) return scale.input({ on: 'weigh-residual' })
  scale.input({ on: 'weigh-residual', returnReason: 'recall' })
  await pause(SECONDS.drain)
  scale.input({ on: 'drain', grossG: tareG + DRAINED_G })
}

async function fill(
  cylinder: StationCylinder,
  faults: ReadonlySet<RoundFault>,
  tools: RoundTools,
): Promise<boolean> {
  const { scale, random, stats } = tools
  await tools.pause(1)
  const fault = fillFault(cylinder, faults, random)
  if (!(await fillDrained(cylinder, fault, tools))) return false
  if (fault.overshootG !== undefined && random() < MENDED) {
    await tools.pause(SECONDS.weigh)
    if (fault.overshootG > 0) scale.input({ on: 'drain', grossG: cylinder.tareG + 100 })
    await fillOnce({}, tools)
  }
  stats.fills += 1
  return true
}

/** Fills; where the answer is that too much is left in it, removes that and asks once more. */
async function fillDrained(
  cylinder: StationCylinder,
  fault: FillFault,
  tools: RoundTools,
): Promise<boolean> {
  if (await fillOnce(fault, tools)) return true
  const { stage } = tools.scale.state
  if (stage.is !== 'denied' || !stage.codes.includes('RESIDUAL_TOO_HIGH')) return false
  await tools.pause(SECONDS.drain)
  tools.scale.input({ on: 'drain', grossG: cylinder.tareG + DRAINED_G })
  return fillOnce(fault, tools)
}

async function fillOnce(fault: FillFault, { scale, stats, settled }: RoundTools): Promise<boolean> {
  scale.input({ on: 'fill', fault })
  await settled(scale)
  const { stage } = scale.state
  if (stage.is === 'filled') return true
  const codes = stage.is === 'denied' ? stage.codes : ['LOCKED']
  for (const code of codes) stats.denied[code] = (stats.denied[code] ?? 0) + 1
  return false
}

function fillFault(
  cylinder: StationCylinder,
  faults: ReadonlySet<RoundFault>,
  random: Random,
): FillFault {
  const overshootG = faults.has('overfill')
    ? Math.round(600 + random() * 1400)
    : faults.has('underfill')
      ? -Math.round(1000 + random() * 3000)
      : undefined
  return {
    ...(overshootG === undefined ? {} : { overshootG }),
    ...(faults.has('bypassInterlock')
      ? { bypassTargetNetG: cylinder.targetNetG ?? TARGET_NET_G }
      : {}),
  }
}

async function checkAndSend(
  cylinder: StationCylinder,
  faults: ReadonlySet<RoundFault>,
  { crew, scale, random, pause }: RoundTools,
): Promise<void> {
  await pause(SECONDS.leakTest)
  const grossG = scale.state.load?.grossG ?? 0
  if (!faults.has('missingPostfill')) {
    const checkWeighG = Math.max(0, grossG + Math.round((random() * 2 - 1) * 15))
    const sealNo = `S${Math.floor(random() * 1e9)}`
    scale.input({ on: 'check-after', checkWeighG, leakFree: true, sealed: true, sealNo })
  }
  await pause(SECONDS.out)
  crew.portal.input(passage(cylinder, 'out'))
  if (faults.has('clonedTag')) {
    await pause(SECONDS.carry)
    crew.clone?.input({ on: 'scan', tag: tagOf(cylinder), purpose: 'inventory' })
  }
}

function passage(cylinder: StationCylinder, direction: 'in' | 'out') {
  return {
    on: 'read' as const,
    tag:
      cylinder.epc === undefined
        ? tagOf(cylinder)
        : { scheme: 'epc' as const, value: cylinder.epc },
    direction,
    condition: direction === 'in' ? ('empty' as const) : ('full' as const),
    appearanceOk: true,
    ...(direction === 'out' ? { vehicle: 'van-1', leakFree: true } : {}),
  }
}

function tagOf({ qr, code }: StationCylinder): Tag {
  return qr === undefined ? { scheme: 'code', value: code } : { scheme: 'qr', value: qr }
}
