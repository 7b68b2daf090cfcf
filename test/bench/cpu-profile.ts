import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What V8 writes with `--cpu-prof`. */
type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: {
      readonly functionName: string
      readonly url: string
      readonly lineNumber: number
    }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

export type SelfTime = { readonly name: string; readonly share: number; readonly us: number }

const PLACE = /(?:node_modules\/|dist\/|node:)(.*)$/

/** Functions by the time spent in them alone; shares are of the time that the processor was busy. */
export const selfTimes = async (directory: string): Promise<readonly SelfTime[]> => {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.cpuprofile'))
  const byName = new Map<string, number>()
  for (const file of files) {
    const profile = JSON.parse(await readFile(join(directory, file), 'utf8')) as CpuProfile
    const names = new Map(
      profile.nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
        const place = PLACE.exec(url)?.[1] ?? url
        return [id, `${functionName || '(anonymous)'} ${place}${url ? `:${lineNumber + 1}` : ''}`]
      }),
    )
    profile.samples.forEach((sample, index) => {
      const name = names.get(sample) ?? '?'
      byName.set(name, (byName.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0))
    })
  }
  const idle = [...byName.keys()].filter((name) => /^\((idle|program|root)\)/.test(name))
  for (const name of idle) if (!name.startsWith('(program)')) byName.delete(name)
  const total = [...byName.values()].reduce((sum, us) => sum + us, 0)
  return [...byName]
    .map(([name, us]) => ({ name, us, share: us / total }))
    .sort((a, b) => b.us - a.us)
}
