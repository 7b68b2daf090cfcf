import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { pino } from 'pino'
import { backUp, ledgerRestored, restore, type RestoreFlags } from '#app/commands/backup.ts'
import { readConfig } from '#app/config.ts'
import { StartupError } from '#app/start/startup-error.ts'
import { readNoteKey, verifyText, type Verdict } from './verify.ts'
import { verifyDatabase, type VerifyDatabaseOptions } from './verify-database.ts'

type VerifyFlags = {
  readonly key: readonly string[]
  readonly database?: boolean
  readonly checkpoint: readonly string[]
}

const collect = (value: string, list: readonly string[]): readonly string[] => [...list, value]

const verifyFile = async (file: string | undefined, keys: readonly string[]): Promise<Verdict> => {
  const [key, ...rest] = keys
  if (file === undefined || key === undefined || rest.length > 0) {
    throw new StartupError('verify <file> --key <key>, or verify --database [--key <key>]')
  }
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new StartupError(error.message)
  })
  return verifyText(text, await readNoteKey(key))
}

const audit = (options: VerifyDatabaseOptions): Promise<Verdict> => {
  const config = readConfig(process.env)
  const log = pino({ level: config.LPG_LOG_LEVEL }, pino.destination(2))
  return verifyDatabase(config, options, log)
}

/** What keeps and checks the evidence. `verify` ends with 0 = all fits, 1 = something does not. */
export const addLedgerCommands = (program: Command): void => {
  program
    .command('verify [file]')
    .description(
      'checks a proof offline with a public key alone, or (--database) the whole database against its signed ledger',
    )
    .option(
      '--key <key>',
      'public key of the log, from GET /v1/ledger/keys, or a file',
      collect,
      [],
    )
    .option('--database', 'recompute everything and name what does not fit')
    .option(
      '--checkpoint <file>',
      'a checkpoint kept elsewhere, which history must contain',
      collect,
      [],
    )
    .action(async (file: string | undefined, { key, database, checkpoint }: VerifyFlags) => {
      const verdict =
        database === true
          ? await audit({ keys: key, kept: checkpoint })
          : await verifyFile(file, key)
      for (const line of verdict.lines) console.log(line)
      process.exitCode = verdict.ok ? 0 : 1
    })
  program
    .command('backup')
    .description('copies the embedded database as it stands, while the program runs or alone')
    .option('--dir <directory>', 'where to; else LPG_BACKUP_DIR')
    .action(async ({ dir }: RestoreFlags) =>
      console.log(await backUp(readConfig(process.env), dir)),
    )
  program
    .command('restore')
    .description('puts the newest backup in the place of the embedded database, program stopped')
    .option('--dir <directory>', 'where from; else LPG_BACKUP_DIR')
    .option(
      '--to <time>',
      'as it was then, e.g. 2026-11-21T08:00:00Z; else the newest that was kept',
    )
    .action(async (flags: RestoreFlags) =>
      console.log(await restore(readConfig(process.env), flags)),
    )
  program
    .command('ledger-restored')
    .description('declares that a restore lost published checkpoints, and begins another log')
    .requiredOption('--reason <text>', 'what happened; it stands in the ledger for ever')
    .option('--key-lost', 'nothing was lost but the key that signs')
    .action(async ({ reason, keyLost }: { reason: string; keyLost?: boolean }) =>
      console.log(await ledgerRestored(readConfig(process.env), reason, keyLost)),
    )
}
