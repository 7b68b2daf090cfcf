import type { Command } from 'commander'
import { numberedCylinder } from '#sim/load/cylinder-table.ts'
import type { LoadCylinder, LoadDevice, LoadMix, LoadOptions } from '#sim/load/load-types.ts'
import { runLoad } from '#sim/load/run-load.ts'
import { spawnLoad } from '#sim/load/spawn-load.ts'
import { jsonList, login, number } from './options.ts'

interface Flags {
  readonly mqtt: string
  readonly user?: string
  readonly password?: string
  readonly devices?: string
  readonly openDevices?: number
  readonly cylinders?: string
  readonly cylinderCount: number
  readonly cylinderPrefix: string
  readonly mix: LoadMix
  readonly window: number
  readonly seconds: number
  readonly warmup: number
  readonly rate?: number
  readonly events?: number
  readonly permits?: boolean
  readonly array: number
  readonly block: number
  readonly processes: number
  readonly acked?: string
}

export function addLoadCommand(program: Command): void {
  program
    .command('load')
    .description('publish as many events as asked for, or as the server takes; one JSON line')
    .requiredOption('--mqtt <url>', 'mqtt://host:port')
    .option('--user <stationId/deviceId>', 'one device')
    .option('--password <password>', 'its password')
    .option('--devices <file>', 'JSON array of {stationId, deviceId, password, scale?}')
    .option('--open-devices <n>', 'n made-up devices, for a server with LPG_MQTT_OPEN=1', number)
    .option('--cylinders <file>', 'JSON array of {code, tareG, targetNetG?}')
    .option('--cylinder-count <n>', 'without a file: numbered cylinders', number, 10_000)
    .option('--cylinder-prefix <text>', 'their prefix', 'LG')
    .option('--mix <mix>', 'life, fills or scans', 'life')
    .option('--window <n>', 'publishes in flight per device', number, 10)
    .option('--seconds <n>', 'length of the measured part', number, 10)
    .option('--warmup <n>', 'seconds before it', number, 1)
    .option('--rate <n>', 'events/s in total, open loop; absent: closed loop', number)
    .option('--events <n>', 'stop after so many events', number)
    .option('--permits', 'ask for a permit before each fill and measure the answer')
    .option('--array <n>', 'events per publish', number, 1)
    .option('--block <n>', 'cylinders a device has in work at once', number, 16)
    .option('--processes <n>', 'processes to share the work', number, 1)
    .option('--acked <file>', 'append every acknowledged id, 16 bytes each')
    .action(async (flags: Flags) => {
      const options = toOptions(flags)
      const stopping = new AbortController()
      process.once('SIGINT', () => stopping.abort())
      const result =
        flags.processes > 1
          ? await spawnLoad(options, flags.processes, stopping.signal)
          : await runLoad(options, stopping.signal)
      process.stdout.write(`${JSON.stringify(result)}\n`)
    })
}

function toOptions(flags: Flags): LoadOptions {
  const { rate, events, permits, acked } = flags
  return {
    mqtt: flags.mqtt,
    devices: devicesOf(flags),
    cylinders:
      flags.cylinders === undefined
        ? Array.from({ length: flags.cylinderCount }, (_, i) =>
            numberedCylinder(i, flags.cylinderPrefix),
          )
        : jsonList<LoadCylinder>(flags.cylinders),
    mix: flags.mix,
    window: flags.window,
    seconds: flags.seconds,
    warmupSeconds: flags.warmup,
    array: flags.array,
    block: flags.block,
    ...(rate === undefined ? {} : { rate }),
    ...(events === undefined ? {} : { events }),
    ...(permits === undefined ? {} : { permits }),
    ...(acked === undefined ? {} : { ackedIdsFile: acked }),
  }
}

/** The devices of a file, of `--user`, or made up. */
export function devicesOf(flags: {
  readonly user?: string
  readonly password?: string
  readonly devices?: string
  readonly openDevices?: number
}): LoadDevice[] {
  if (flags.devices !== undefined) return jsonList<LoadDevice>(flags.devices)
  if (flags.user !== undefined) return [login(flags.user, flags.password ?? '')]
  return Array.from({ length: flags.openDevices ?? 20 }, (_, i) => ({
    stationId: `load-${Math.floor(i / 10)}`,
    deviceId: `dev-${i}`,
    password: 'open',
  }))
}
