import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesUnder } from './files-under.ts'
import { LAYERS } from './layers.ts'

/** The wall clock, chance and configuration: lint sees `Date` as a whole, but `new Date(ms)` is no clock. */
const AMBIENT = /\bnew Date\(\)|\bDate\.now\b|\bMath\.random\b|\bprocess\.env\b/g
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g

const below = LAYERS.filter(({ name }) => !['app', 'sim', 'test'].includes(name))

test.each(below)('$folder takes time, chance and configuration as arguments', ({ folder }) => {
  const readings = filesUnder(folder, '.ts').flatMap((path) =>
    [...readFileSync(path, 'utf8').replaceAll(COMMENT, '').matchAll(AMBIENT)].map(
      ([what]) => `${path}: ${what}`,
    ),
  )
  expect(readings).toEqual([])
})
