import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesUnder } from './files-under.ts'
import { forbiddenTo, LAYERS, type Layer } from './layers.ts'
import { runOxlint } from './run-oxlint.ts'

const RESTRICTED = 'eslint(no-restricted-imports)'

const value = (specifier: string) => `import { a } from '${specifier}'\nexport const b = a\n`
const type = (specifier: string) =>
  `import type { a } from '${specifier}'\nexport type B = typeof a\n`
const bad = (layer: Layer, what: string) => `${layer.folder}/bad-${what}.ts`

/** One file a boundary, each crossing exactly that one; and in each layer a file that imports all it may. */
function fixtures() {
  const files: Record<string, string> = {}
  const expected = new Map<string, readonly string[]>()
  const add = (path: string, source: string, codes: readonly string[]) => {
    files[path] = source
    expected.set(path, codes)
  }
  for (const layer of LAYERS) {
    add(`${layer.folder}/a.ts`, 'export const a = 1\n', [])
    const may = ['./a.ts', `#${layer.name}/a.ts`, ...layer.may.map((name) => `#${name}/a.ts`)]
    if (layer.pure !== true) may.push('zod', ...(layer.browser === true ? [] : ['node:path']))
    const good = may.map((from, n) => `import * as m${n} from '${from}'`).join('\n')
    const used = may.map((_, n) => `m${n}`).join(', ')
    add(`${layer.folder}/good.ts`, `${good}\nexport const all = [${used}]\n`, [])
    add(bad(layer, 'dots'), value(`../${layer.folder}/a.ts`), [RESTRICTED])
    for (const name of forbiddenTo(layer)) {
      add(bad(layer, name), value(`#${name}/a.ts`), [RESTRICTED])
      const typesToo = layer.mayTypes?.includes(name) === true ? [] : [RESTRICTED]
      add(bad(layer, `type-${name}`), type(`#${name}/a.ts`), typesToo)
      add(bad(layer, `again-${name}`), `export * from '#${name}/a.ts'\n`, [RESTRICTED])
      add(bad(layer, `lazy-${name}`), `export const b = import('#${name}/a.ts')\n`, [RESTRICTED])
    }
    if (layer.pure === true || layer.browser === true) {
      add(bad(layer, 'node'), value('node:fs'), [RESTRICTED])
    }
    if (layer.pure === true) {
      add(bad(layer, 'package'), value('zod'), [RESTRICTED])
      for (const name of ['Date', 'process', 'console', 'crypto', 'fetch', 'setTimeout']) {
        add(bad(layer, `global-${name.toLowerCase()}`), `export const b = ${name}\n`, [
          'eslint(no-restricted-globals)',
        ])
      }
      add(bad(layer, 'random'), 'export const b = Math.random()\n', [
        'eslint(no-restricted-properties)',
      ])
    }
  }
  const codec = 'gateway/codec'
  add(`${codec}/a.ts`, 'export const a = 1\n', [])
  add(`${codec}/good.ts`, value('#gateway/codec/a.ts'), [])
  for (const from of ['#gateway/a.ts', '#gateway/broker/a.ts', '#ingest/a.ts', '#store/a.ts']) {
    add(`${codec}/bad-${from.replaceAll(/\W+/g, '-')}.ts`, value(from), [RESTRICTED])
  }
  return { files, expected }
}

test('oxlint reports each crossed boundary, and only those', () => {
  const { files, expected } = fixtures()
  const boundaries = [...runOxlint(files)].map(
    ([path, codes]) =>
      [path, codes.filter((code) => code.startsWith('eslint(no-restricted'))] as const,
  )
  expect(new Map(boundaries)).toEqual(expected)
})

test('oxlint reports what the types promise against: any, lost promises, forgotten cases, cycles', () => {
  const at = (name: string) => `services/app/${name}.ts`
  const files = {
    [at('good')]: 'export const good = async (): Promise<number> => 1\n',
    [at('any')]: 'export const bad: any = 1\n',
    [at('floating')]: "import { good } from './good.ts'\ngood()\n",
    [at('misused')]: "import { good } from './good.ts'\nexport const bad = good() ? 1 : 2\n",
    [at('switch')]:
      "export function bad(of: 'a' | 'b'): number {\n  switch (of) {\n    case 'a':\n      return 1\n  }\n  return 0\n}\n",
    [at('cycle-a')]: "import { b } from './cycle-b.ts'\nexport const a = (): unknown => b\n",
    [at('cycle-b')]: "import { a } from '#app/cycle-a.ts'\nexport const b = (): unknown => a\n",
  }
  expect(Object.fromEntries(runOxlint(files))).toEqual({
    [at('good')]: [],
    [at('any')]: ['typescript(no-explicit-any)'],
    [at('floating')]: ['typescript(no-floating-promises)'],
    [at('misused')]: ['typescript(no-misused-promises)'],
    [at('switch')]: ['typescript(switch-exhaustiveness-check)'],
    [at('cycle-a')]: ['import(no-cycle)'],
    [at('cycle-b')]: ['import(no-cycle)'],
  })
})

/** `import|export … from '…'` (1: type only, 2), `import '…'` (3), `import('…')` in code or in a type (4). */
const SPECIFIER =
  /^(?:import|export)(\s+type)?\b[^'"`;=]*?\bfrom\s*'([^'\n]+)'|^import\s*'([^'\n]+)'|\bimport\(\s*'([^'\n]+)'/gm

test.each(LAYERS.filter(({ name }) => name !== 'test'))(
  'the sources of $folder import only what $name may, lint or no lint',
  (layer) => {
    const crossings = filesUnder(layer.folder, '.ts').flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(SPECIFIER)]
        .map(([, typeOnly, from, bare, lazy]) => ({ from: from ?? bare ?? lazy ?? '', typeOnly }))
        .filter(({ from, typeOnly }) => !isPermitted(layer, from, typeOnly !== undefined))
        .map(({ from }) => `${path}: ${from}`),
    )
    expect(crossings).toEqual([])
  },
)

function isPermitted(layer: Layer, from: string, typeOnly: boolean): boolean {
  if (from.startsWith('./')) return !from.includes('/../')
  if (!from.startsWith('#')) return !from.startsWith('.') && layer.pure !== true
  const name = from.slice(1, from.indexOf('/'))
  const types = typeOnly ? (layer.mayTypes ?? []) : []
  return [layer.name, ...layer.may, ...types].includes(name)
}

test('every layer that package.json names stands in the table, and the other way round', () => {
  const { imports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    imports: Record<string, string>
  }
  const named = Object.entries(imports).map(([key, path]) => [key.slice(1, -2), path.slice(2, -2)])
  expect(Object.fromEntries(named)).toEqual(
    Object.fromEntries(LAYERS.map(({ name, folder }) => [name, folder])),
  )
})
