import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { parseAst } from 'vite'
import { blocks, denyCodes, warnings } from '#domain/codes.ts'
import { filesUnder } from '#test/tree/files-under.ts'

/** Where words may stand: `texts.zh.ts`, `event-words.en.ts`, … */
const TEXT_FILE = /(texts|words)\.(zh|en)\.ts$/
/** Attributes that people see or hear. */
const SPOKEN = new Set([
  'title',
  'label',
  'placeholder',
  'aria-label',
  'alt',
  'description',
  'hint',
])
const CHINESE = /[\u3000-\u9fff\uff00-\uffef]/
/** A word of two letters or more; units and signs may stand alone. */
const WORD = /\p{L}{2,}/u

type Node = { readonly type: string; readonly [key: string]: unknown }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const literal = (node: unknown): string | null =>
  isNode(node) && node.type === 'Literal' && typeof node['value'] === 'string'
    ? node['value']
    : null

const spoken = (node: Node): string | null => {
  if (node.type === 'JSXText') return node['value'] as string
  if (node.type !== 'JSXAttribute') return null
  const name = (node['name'] as Node)['name']
  return typeof name === 'string' && SPOKEN.has(name) ? literal(node['value']) : null
}

const wordsIn = (node: unknown, found: string[]): void => {
  if (Array.isArray(node)) for (const part of node) wordsIn(part, found)
  if (!isNode(node)) return
  const said = spoken(node)
  if (said !== null && WORD.test(said)) found.push(said.trim())
  const text = literal(node)
  if (text !== null && CHINESE.test(text)) found.push(text)
  if (node.type === 'TemplateElement') {
    const { raw } = node['value'] as { raw: string }
    if (CHINESE.test(raw)) found.push(raw)
  }
  for (const value of Object.values(node)) wordsIn(value, found)
}

const wordsOf = (path: string, source: string): readonly string[] => {
  const found: string[] = []
  wordsIn(parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }), found)
  return found.map((word) => `${path}: ${word}`)
}

const files = ['.ts', '.tsx']
  .flatMap((ending) => filesUnder('services/console', ending))
  .filter((path) => !TEXT_FILE.test(basename(path)))

it('has no words outside of the text files', () => {
  expect(files.length).toBeGreaterThan(20)
  expect(files.flatMap((path) => wordsOf(path, readFileSync(path, 'utf8')))).toEqual([])
})

it('would see a word in a tag, in an attribute, and Chinese anywhere', () => {
  const source =
    'const a = <p title="Hello">Save it {`共 ${1} 条`}</p>\nconst b = \'保存\'\n// 注释\nconst c = <i>kg</i>'
  expect(wordsOf('x.tsx', source)).toEqual([
    'x.tsx: Hello',
    'x.tsx: Save it',
    'x.tsx: 共 ',
    'x.tsx:  条',
    'x.tsx: 保存',
    'x.tsx: kg',
  ])
})

const load = (path: string): Promise<Readonly<Record<string, Record<string, string>>>> =>
  import(pathToFileURL(path).href) as Promise<Record<string, Record<string, string>>>

const placeholders = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/{{(\w+)}}/g)].map(([, name = '']) => name))

it('says the same placeholders in both languages', async () => {
  const chinese = filesUnder('services/console', '.zh.ts')
  expect(chinese.length).toBeGreaterThan(3)
  for (const path of chinese) {
    const { zh = {} } = await load(path)
    const { en = {} } = await load(path.replace('.zh.ts', '.en.ts'))
    for (const [key, text] of Object.entries(zh)) {
      expect([key, placeholders(en[key] ?? '')]).toEqual([key, placeholders(text)])
    }
  }
})

it('has a short name for every finding and deny code', async () => {
  const { zh = {} } = await load('services/console/parts/finding-words.zh.ts')
  const codes = [...denyCodes, ...Object.keys(blocks), ...warnings].map((code) =>
    code === 'FILL_WITHOUT_PERMIT' ? code : code.replace(/^FILL_/, ''),
  )
  expect(codes.length).toBeGreaterThan(40)
  expect(codes.filter((code) => !Object.hasOwn(zh, code))).toEqual([])
})
