import { access } from 'node:fs/promises'
import type { Logger } from 'pino'
import { noteKeyOf, publicKeyOf, signNote } from '#store/ledger/note-signer.ts'
import type { Config } from '#app/config.ts'
import { ledgerKeyFile, ledgerSecrets } from './ledger-keys.ts'

type Sign = (text: string, origin: string, keyIds: readonly string[]) => Promise<string | null>

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

/**
 * Signs with those of the ledger's keys that this process has and the log knows; it makes none: in a process of its own, without the
 * key, the API hands out papers that nobody signed, and says so.
 */
export const createNoteSigning =
  (config: Config, log: Logger): Sign =>
  async (text, origin, keyIds) => {
    const given = config.LPG_LEDGER_KEY !== undefined || (await isThere(ledgerKeyFile(config)))
    const secrets = given ? await ledgerSecrets(config, log) : []
    const known = secrets.filter((secret) =>
      keyIds.includes(noteKeyOf(origin, publicKeyOf(secret)).keyId),
    )
    return known.length === 0 ? null : signNote(text, origin, known)
  }
