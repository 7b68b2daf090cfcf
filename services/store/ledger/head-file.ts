import { hash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HeadMemory, PublishedHead } from './ledger-writer.ts'

/**
 * Remembers the newest published checkpoint of each log in a file outside of the database, so that a database that was set back behind
 * it is noticed. Written after the commit: what a crash between the two forgets is the newest second.
 */
export class HeadFile implements HeadMemory {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  async read(origin: string): Promise<PublishedHead | null> {
    try {
      return JSON.parse(await readFile(this.#file(origin), 'utf8')) as PublishedHead
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  async write(head: PublishedHead): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 })
    const file = this.#file(head.origin)
    await writeFile(`${file}.new`, `${JSON.stringify(head)}\n`, { mode: 0o600, flush: true })
    await rename(`${file}.new`, file)
  }

  /** A name has characters that a file may not have. */
  #file(origin: string): string {
    return join(this.#directory, `${hash('sha256', origin, 'hex').slice(0, 16)}.json`)
  }
}
