import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(fileURLToPath(import.meta.resolve('#schemas/messages.ts'))), 'examples')

export interface ExampleFile {
  /** Message name, for example `fill.completed`. */
  readonly message: string
  /** `minimal`, `full`, or why it is invalid. */
  readonly variant: string
  readonly valid: boolean
  readonly content: unknown
}

/** All committed sample messages. An invalid one holds `{path, message}`. */
export function exampleFiles(): readonly ExampleFile[] {
  return readdirSync(folder).map((file) => {
    const parts = /^(?<message>.+)\.(?<variant>minimal|full|invalid-[a-z0-9-]+)\.json$/.exec(file)
    if (parts?.groups === undefined) throw new Error(`not a sample's name: ${file}`)
    const { message = '', variant = '' } = parts.groups
    const content: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    return { message, variant, valid: !variant.startsWith('invalid-'), content }
  })
}

/** Minimal and full samples of one message. */
export function validExamples(message: string): readonly unknown[] {
  return exampleFiles()
    .filter((file) => file.valid && file.message === message)
    .map((file) => file.content)
}
