#!/usr/bin/env node
import cluster from 'node:cluster'
import closeWithGrace from 'close-with-grace'
import { Command, Option } from 'commander'
import { pino } from 'pino'
import { readConfig } from './config.ts'
import { runDemo } from './demo.ts'
import { type Role, serve } from './serve.ts'

/** Longer than the gateway's own patience with what is still being committed. */
const GRACE_MS = 20_000

const program = new Command('lpg-trace').description('Traceability of LPG cylinders')

program
  .command('serve')
  .description('gateway, API and jobs, configured by the environment')
  .addOption(
    new Option('--role <role>', 'only a part of it')
      .choices(['all', 'gateway', 'api', 'jobs'])
      .default('all'),
  )
  .action(async ({ role }: { role: Role }) => {
    const config = readConfig(process.env)
    const log = pino({ level: config.LPG_LOG_LEVEL }, pino.destination(2))
    const served = await serve(config, role, log)
    // A gateway process does not outlive the one that started it.
    process.once('disconnect', () => process.exit(1))
    closeWithGrace({ delay: GRACE_MS, logger: log }, async ({ err }) => {
      if (err) log.fatal({ err }, 'ended by a defect')
      await served.stop()
    })
    if (cluster.isWorker) return
    if (served.adminPassword !== null) {
      console.log(`admin password (shown once): ${served.adminPassword}`)
    }
    const parts = [served.http && `http=${served.http}`, served.mqtt && `mqtt=${served.mqtt}`]
    console.log(['ready', ...parts.filter((part) => part !== null)].join(' '))
  })

program
  .command('demo')
  .description('everything at once on this machine, with a simulated station')
  .action(() => runDemo(process.env))

await program.parseAsync()
