import { asyncApiDocument } from './async-api.ts'
import { jsonSchemaOf } from './json-schema.ts'
import { messageSummaries } from './message-summaries.ts'
import { messageNames } from './messages.ts'

/** Every generated contract: path below `schemas/generated/` to its text. The committed files must equal it. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const name of messageNames) {
    const titled = { title: name, description: messageSummaries[name], ...jsonSchemaOf(name) }
    files.set(`json-schema/${name}.json`, json(titled))
  }
  files.set('asyncapi.json', json(asyncApiDocument()))
  return files
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
