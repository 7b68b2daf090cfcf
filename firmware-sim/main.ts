import { Command } from 'commander'
import { addCityCommand } from './cli/city-command.ts'
import { addLoadCommand } from './cli/load-command.ts'
import { addMangleCommand } from './cli/mangle-command.ts'
import { addStationCommand } from './cli/station-command.ts'
import { loadPart } from './load/load-part.ts'

const program = new Command('lpg-sim').description(
  'Devices, stations, a city of cylinders and load for a server of lpg-trace',
)
addStationCommand(program)
addCityCommand(program)
addLoadCommand(program)
addMangleCommand(program)
program.command('load-part', { hidden: true }).action(loadPart)
await program.parseAsync()
