import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The directory of our package.json: the same from the sources and from the bundle in `dist/`. */
export const packageRoot = (from: string = import.meta.url): string => {
  let directory = dirname(fileURLToPath(from))
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory)
    if (parent === directory) throw new Error(`no package.json above ${from}`)
    directory = parent
  }
  return directory
}
