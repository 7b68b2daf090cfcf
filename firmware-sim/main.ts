import { Command } from 'commander'
import { loadPart } from '#sim/load/load-part.ts'
import { addLoadCommand } from './cli/load-command.ts'
import { addMangleCommand } from './cli/mangle-command.ts'

const program = new Command('lpg-sim').description(
  'Devices, stations, a city of cylinders and load for a server of lpg-trace',
)
addLoadCommand(program)
addMangleCommand(program)
program.command('load-part', { hidden: true }).action(loadPart)
await program.parseAsync()
