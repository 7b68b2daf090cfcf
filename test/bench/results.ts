import { readFile, writeFile } from 'node:fs/promises'
import type { Result } from './figure.ts'

const file = new URL('results.json', import.meta.url)

/** The figures that were kept last, by name. Committed: the table of the README is made from them. */
export const readResults = async (): Promise<readonly Result[]> => {
  const text = await readFile(file, 'utf8').catch(() => '[]')
  return JSON.parse(text) as Result[]
}

/** Puts new figures in place of the older ones of the same names. */
export const saveResults = async (results: readonly Result[]): Promise<void> => {
  const kept = new Map((await readResults()).map((result) => [result.figure, result]))
  for (const result of results) kept.set(result.figure, result)
  await writeFile(file, `${JSON.stringify([...kept.values()], null, 2)}\n`)
}
