import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The items of level 2 (level 1 is part of it), by section of OWASP ASVS 4.0.3. */
const ITEMS: Readonly<Record<string, string>> = {
  '1.1': '1-7',
  '1.2': '1-4',
  '1.4': '1 4-5',
  '1.5': '1-4',
  '1.6': '1-4',
  '1.7': '1-2',
  '1.8': '1-2',
  '1.9': '1-2',
  '1.10': '1',
  '1.11': '1-2',
  '1.12': '2',
  '1.14': '1-6',
  '2.1': '1-12',
  '2.2': '1-3',
  '2.3': '1-3',
  '2.4': '1-5',
  '2.5': '1-7',
  '2.6': '1-3',
  '2.7': '1-6',
  '2.8': '1-7',
  '2.9': '1-3',
  '2.10': '1-4',
  '3.1': '1',
  '3.2': '1-4',
  '3.3': '1-4',
  '3.4': '1-5',
  '3.5': '1-3',
  '3.7': '1',
  '4.1': '1-3 5',
  '4.2': '1-2',
  '4.3': '1-3',
  '5.1': '1-5',
  '5.2': '1-8',
  '5.3': '1-10',
  '5.4': '1-3',
  '5.5': '1-4',
  '6.1': '1-3',
  '6.2': '1-6',
  '6.3': '1-2',
  '6.4': '1-2',
  '7.1': '1-4',
  '7.2': '1-2',
  '7.3': '1 3-4',
  '7.4': '1-3',
  '8.1': '1-4',
  '8.2': '1-3',
  '8.3': '1-8',
  '9.1': '1-3',
  '9.2': '1-4',
  '10.2': '1-2',
  '10.3': '1-3',
  '11.1': '1-8',
  '12.1': '1-3',
  '12.2': '1',
  '12.3': '1-6',
  '12.4': '1-2',
  '12.5': '1-2',
  '12.6': '1',
  '13.1': '1 3-5',
  '13.2': '1-3 5-6',
  '13.3': '1-2',
  '13.4': '1-2',
  '14.1': '1-4',
  '14.2': '1-6',
  '14.3': '2-3',
  '14.4': '1-7',
  '14.5': '1-4',
}

const STATES = ['test', 'built', 'site', 'n/a', 'open']
/** `1-3 5` */
const numbers = (ranges: string): number[] =>
  ranges.split(' ').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, n) => from + n)
  })
const wanted = Object.entries(ITEMS).flatMap(([section, ranges]) =>
  numbers(ranges).map((number) => `${section}.${number}`),
)

const rows = [
  ...readFileSync('test/security/asvs.md', 'utf8').matchAll(
    /^\| (\d[\d.]+) \| (\S+) \| (.+) \|$/gm,
  ),
].map(([, item = '', state = '', words = '']) => ({
  item,
  state,
  words,
  // Files of this repository; other things in backticks have no folder, or begin with a slash.
  files: [...words.matchAll(/`([^`]+)`/g)]
    .map(([, text = '']) => text)
    .filter((text) =>
      /^[\w.-]+(\/[\w.-]+)+$|^(README\.md|Dockerfile|docker-compose\.yml|package-lock\.json)$/.test(
        text,
      ),
    ),
}))

it('says something of all 259 items, once', () => {
  expect(wanted).toHaveLength(259)
  expect(rows.map(({ item }) => item)).toEqual(wanted)
})

it('every row has a state that is one', () => {
  expect(rows.filter(({ state }) => !STATES.includes(state))).toEqual([])
})

it('every file that is named exists', () => {
  expect(rows.flatMap(({ files }) => files).filter((file) => !existsSync(file))).toEqual([])
})

it('what is held by a test names it; what is built names the place; all else says why', () => {
  const isTest = (file: string): boolean => /^test\/.+\.test\.ts$/.test(file)
  const poor = rows.filter(({ state, files, words }) => {
    if (state === 'test') return !files.some(isTest)
    return state === 'built' ? files.length === 0 && words.length < 20 : words.length < 6
  })
  expect(poor).toEqual([])
})
