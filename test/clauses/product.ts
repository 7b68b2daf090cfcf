import { existsSync, readFileSync } from 'node:fs'
import { blocks, denyCodes, warnings } from '#domain/codes.ts'
import { shippedProfiles } from '#rules/shipped-profiles.ts'
import { messageNames } from '#schemas/messages.ts'
import { filesUnder } from '#test/tree/files-under.ts'

/** What a table of coverage may refer to. */
export type Product = {
  has(means: string): boolean
  /** What is wrong with a proof, or null. */
  doubt(proof: string): string | null
}

const endpoints = (): Set<string> => {
  const { paths } = JSON.parse(readFileSync('schemas/generated/openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, unknown>>
  }
  return new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  )
}

/** `value residual YSP-5 of cn-draft`: a profile that ships says it itself, and does not switch it off. */
const saysValue = (rest: string): boolean => {
  const [names = '', id] = rest.split(' of ')
  const profile = shippedProfiles.find((one) => one.id === id)
  let value: unknown = profile?.values
  for (const name of names.split(' '))
    value = (value as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'object' && value !== null && !('off' in value)
}

const textOf = (files: readonly string[]): string =>
  files.map((file) => readFileSync(file, 'utf8')).join('\n')

const quoted = (text: string, name: string): number =>
  Math.max(...["'", '"', '`'].map((quote) => text.indexOf(quote + name + quote)))

/** Is there a test of that name in the text of `path`, and does it run? What is wrong, or null. */
export const doubtInText = (path: string, text: string, name: string): string | null => {
  const at = quoted(text, name)
  if (at < 0) return `${path} has no test named "${name}"`
  return /\.(todo|skip)\(\s*$/.test(text.slice(0, at)) ? `${path}: "${name}" does not run` : null
}

const doubtOfTest = (path: string, name: string): string | null => {
  if (!path.endsWith('.test.ts')) return `${path} is no file of tests`
  if (!existsSync(path)) return `${path} does not exist`
  return doubtInText(path, readFileSync(path, 'utf8'), name)
}

/** A scenario stands in some table of the folder, and that table is imported by somebody. */
const doubtOfScenario = (folder: string, name: string): string | null => {
  const sources = filesUnder(`test/${folder}`, '.ts')
  const table = sources.find(
    (file) => file.endsWith('-scenarios.ts') && quoted(readFileSync(file, 'utf8'), name) >= 0,
  )
  if (table === undefined) return `test/${folder} has no scenario named "${name}"`
  const base = `${table.slice(table.lastIndexOf('/'))}'`
  const users = sources.filter(
    (file) => file !== table && readFileSync(file, 'utf8').includes(base),
  )
  return users.length > 0 ? null : `nobody runs the scenarios of ${table}`
}

const doubtOf = (proof: string): string | null => {
  const [place = '', name = ''] = proof.split(' › ')
  if (name === '') return `${proof} names no test`
  return place.endsWith(' scenarios')
    ? doubtOfScenario(place.slice(0, -' scenarios'.length), name)
    : doubtOfTest(`test/${place}`, name)
}

/** The product as it stands in the working directory. */
export const readProduct = (): Product => {
  const rules = new Set<string>([...Object.keys(blocks), ...warnings])
  const denials = new Set<string>(denyCodes)
  const routes = endpoints()
  const messages = new Set<string>(messageNames)
  const pages = textOf(filesUnder('services/api', '.ts'))
  const jobs = textOf(filesUnder('services/jobs', '.ts'))
  return {
    has: (means) => {
      const space = means.indexOf(' ')
      const kind = means.slice(0, space)
      const rest = means.slice(space + 1)
      switch (kind) {
        case 'rule':
          return rules.has(rest)
        case 'deny':
          return denials.has(rest)
        case 'value':
          return saysValue(rest)
        case 'message':
          return messages.has(rest)
        case 'page':
          return pages.includes(`'${rest.replace(/\{(\w+)\}/g, ':$1')}'`)
        case 'job':
          return jobs.includes(`name = '${rest}'`) || jobs.includes(`name: '${rest}'`)
        case 'file':
          return existsSync(rest)
        default:
          return routes.has(means)
      }
    },
    doubt: doubtOf,
  }
}
