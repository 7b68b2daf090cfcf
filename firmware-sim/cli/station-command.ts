import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type FaultRates, faultNames, parseFault } from '#sim/scenarios/faults.ts'
import { StationScenario } from '#sim/scenarios/station.ts'
import type { StationCylinder, StationOptions } from '#sim/scenarios/station-types.ts'
import { jsonList, login, number } from './options.ts'

interface Flags {
  readonly mqtt: string
  readonly crew?: string
  readonly user?: string
  readonly password?: string
  readonly scale?: string
  readonly portal?: string
  readonly scanner?: string
  readonly clone?: string
  readonly operators: string
  readonly cylinders: string
  readonly speed: number
  readonly seed: number
  readonly fault: FaultRates
  readonly data: string
  readonly fsync?: boolean
  readonly seconds?: number
}

type Crew = Pick<StationOptions, 'stationId' | 'scales' | 'portal' | 'scanner' | 'operators'> &
  Partial<Pick<StationOptions, 'clone'>>

export function addStationCommand(program: Command): void {
  const collect = (text: string, before: FaultRates) => ({ ...before, ...parseFault(text) })
  program
    .command('station')
    .description('one station at work until Ctrl-C; its progress as JSON lines')
    .requiredOption('--mqtt <url>', 'mqtt://host:port or mqtts://host:port')
    .requiredOption('--cylinders <file>', 'JSON array of {code, qr?, epc?, tareG, model?}')
    .option('--crew <file>', 'JSON {stationId, scales, portal, scanner, clone?, operators}')
    .option('--user <stationId/deviceId>', 'the scale controller, without --crew')
    .option('--password <password>', 'its password')
    .option('--scale <id>', 'the scale it drives')
    .option('--portal <user:password>', 'RFID portal as stationId/deviceId:password')
    .option('--scanner <user:password>', 'hand scanner')
    .option('--clone <user:password>', 'scanner of a second station, for clonedTag')
    .option('--operators <list>', 'job numbers, with commas', 's-1024,s-1025')
    .option('--speed <n>', 'work seconds per second', number, 1)
    .option('--seed <n>', 'seed of all chances', number, 1)
    .option('--fault <name=rate>', faultNames.join(', '), collect, {})
    .option('--data <folder>', 'outboxes', join(tmpdir(), 'lpg-sim'))
    .option('--fsync', 'outboxes survive a loss of power')
    .option('--seconds <n>', 'stop after so long', number)
    .action(runStation)
}

async function runStation(flags: Flags): Promise<void> {
  const { mqtt, speed, seed, fault, data, seconds } = flags
  const station = new StationScenario({
    mqtt,
    ...crewOf(flags),
    cylinders: jsonList<StationCylinder>(flags.cylinders),
    speed,
    seed,
    faults: fault,
    dataDir: data,
    fsync: flags.fsync === true,
  })
  const print = () => process.stdout.write(`${JSON.stringify(progress(station))}\n`)
  station.start()
  const ticker = setInterval(print, 5000)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
    if (seconds !== undefined) setTimeout(resolve, seconds * 1000)
  })
  clearInterval(ticker)
  await station.stop()
  print()
}

function progress(station: StationScenario) {
  return { ...station.stats, owed: station.owed }
}

function crewOf(flags: Flags): Crew {
  if (flags.crew !== undefined) return JSON.parse(readFileSync(flags.crew, 'utf8')) as Crew
  const { user, password, scale, portal, scanner, clone } = flags
  if (user === undefined || portal === undefined || scanner === undefined) {
    throw new RangeError('give --crew, or --user, --password, --scale, --portal and --scanner')
  }
  const controller = login(user, password ?? '')
  return {
    stationId: controller.stationId,
    scales: [{ ...controller, scale: scale ?? controller.deviceId }],
    portal: pair(portal),
    scanner: pair(scanner),
    operators: flags.operators.split(','),
    ...(clone === undefined ? {} : { clone: pair(clone) }),
  }
}

function pair(text: string) {
  const colon = text.indexOf(':')
  return login(text.slice(0, Math.max(0, colon)), text.slice(colon + 1))
}
