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

type Frame = CpuProfile['nodes'][number]['callFrame']

export type SelfTimes = {
  readonly process: string
  readonly busySeconds: number
  /** Most expensive first; shares of the time in which the process was busy. */
  readonly functions: readonly { readonly name: string; readonly share: number }[]
}

const PLACE = /(?:node_modules\/|dist\/|node:)(.*)$/

const nameOf = ({ functionName, url, lineNumber }: Frame): string => {
  const place = PLACE.exec(url)?.[1] ?? url
  return `${functionName || '(anonymous)'} ${url ? `${place}:${lineNumber + 1}` : ''}`.trim()
}

const selfTimesOf = (process: string, { nodes, samples, timeDeltas }: CpuProfile): SelfTimes => {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  const spent = new Map<string, number>()
  samples.forEach((sample, index) => {
    const name = names.get(sample) ?? '?'
    spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[index] ?? 0))
  })
  for (const name of ['(idle)', '(root)']) spent.delete(name)
  const busyUs = [...spent.values()].reduce((sum, us) => sum + us, 0)
  const functions = [...spent]
    .map(([name, us]) => ({ name, share: us / busyUs }))
    .sort((a, b) => b.share - a.share)
  return { process, busySeconds: busyUs / 1e6, functions }
}

/** The profiles of a directory, one a process: functions by the time spent in them alone. */
export const selfTimes = async (directory: string): Promise<readonly SelfTimes[]> => {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.cpuprofile'))
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(directory, file), 'utf8')
      return selfTimesOf(file, JSON.parse(text) as CpuProfile)
    }),
  )
}
