import type { Command } from 'commander'
import { runMangle } from '#sim/load/run-mangle.ts'
import { devicesOf } from './load-command.ts'
import { number } from './options.ts'

interface Flags {
  readonly mqtt: string
  readonly user?: string
  readonly password?: string
  readonly devices?: string
  readonly openDevices?: number
  readonly count: number
  readonly window: number
  readonly code?: string
}

export function addMangleCommand(program: Command): void {
  program
    .command('mangle')
    .description('send mangled messages and count what was acknowledged, closed or not answered')
    .requiredOption('--mqtt <url>', 'mqtt://host:port')
    .option('--user <stationId/deviceId>', 'one device')
    .option('--password <password>', 'its password')
    .option('--devices <file>', 'JSON array of {stationId, deviceId, password}')
    .option('--open-devices <n>', 'n made-up devices, for a server with LPG_MQTT_OPEN=1', number)
    .option('--count <n>', 'messages in all', number, 1000)
    .option('--window <n>', 'messages in flight per device', number, 16)
    .option('--code <code>', 'cylinder that the readable parts name')
    .action(async (flags: Flags) => {
      const { mqtt, count, window, code } = flags
      const result = await runMangle({
        mqtt,
        count,
        window,
        devices: devicesOf(flags),
        ...(code === undefined ? {} : { code }),
      })
      process.stdout.write(`${JSON.stringify(result)}\n`)
    })
}
