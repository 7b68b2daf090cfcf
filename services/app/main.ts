#!/usr/bin/env node
import { Command } from 'commander'

const program = new Command('lpg-trace').description('Traceability of LPG cylinders')
for (const name of ['serve', 'demo']) {
  program.command(name).action(() => program.error(`${name}: not built yet`, { exitCode: 70 }))
}
await program.parseAsync()
