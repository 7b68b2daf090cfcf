import { existsSync, readdirSync } from 'node:fs'

/** Paths of the files under `folder` whose name ends in `ending`; none when the folder does not exist. */
export function filesUnder(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending) && !path.includes('node_modules'))
    .map((path) => `${folder}/${path}`)
}
