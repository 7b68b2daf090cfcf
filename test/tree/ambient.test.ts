import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesUnder } from './files-under.ts'
import { LAYERS } from './layers.ts'

/** The wall clock, chance and configuration. `new Date(ms)` reads no clock; `now = Date.now` hands one over. */
const AMBIENT = /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\b|\bprocess\.env\b/g
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g

/** They wait for a child process, and no event's time depends on it. */
const WAITING = [
  'services/store/embedded/embedded-server.ts',
  'services/store/embedded/postmaster.ts',
]

// A browser stands at the rim, as services/app does.
const below = LAYERS.filter(({ name }) => !['app', 'console', 'sim', 'test'].includes(name))

test.each(below)('$folder takes time, chance and configuration as arguments', ({ folder }) => {
  const files = filesUnder(folder, '.ts').filter((path) => !WAITING.includes(path))
  const readings = files.flatMap((path) =>
    [...readFileSync(path, 'utf8').replaceAll(COMMENT, '').matchAll(AMBIENT)].map(
      ([what]) => `${path}: ${what}`,
    ),
  )
  expect(readings).toEqual([])
})
