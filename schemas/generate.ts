import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedFiles } from './generated-files.ts'

// `npm run generate`: writes every generated contract and removes those of messages that are no more.
const root = join(dirname(fileURLToPath(import.meta.url)), 'generated')
const files = generatedFiles()

mkdirSync(join(root, 'json-schema'), { recursive: true })
for (const name of readdirSync(join(root, 'json-schema'))) {
  if (!files.has(`json-schema/${name}`)) rmSync(join(root, 'json-schema', name))
}
for (const [path, content] of files) writeFileSync(join(root, path), content)
