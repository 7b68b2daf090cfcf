import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fieldZh, rowErrorZh } from '#api/field-words.ts'
import { filesUnder } from '#test/tree/files-under.ts'

/** Every wording that a field may be refused with, as it stands in the sources; a number for what is filled in. */
const wordings = (folder: string, pattern: RegExp): string[] => [
  ...new Set(
    filesUnder(folder, '.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, , words = '']) =>
        words.replaceAll(/\$\{[^}]+\}/g, '7'),
      ),
    ),
  ),
]

const CHINESE = /[\u4e00-\u9fff]/
/** Three English words in a row: a sentence, not a name of a field or a value. */
const SENTENCE = /[A-Za-z]+ [a-z]+ [a-z]+/

const expectChinese = (zh: string, words: string): void => {
  expect(zh, words).toMatch(CHINESE)
  expect(zh, words).not.toMatch(/^不符合要求：/)
  expect(zh, words).not.toMatch(SENTENCE)
}

describe('what is wrong with a field is said in Chinese', () => {
  const must = wordings('schemas', /must\(\s*(['`])((?:(?!\1)[^\n])*)\1/g).map(
    (be) => `must be ${be}`,
  )
  const errors = wordings('schemas', /error:\s*(['`])((?:(?!\1)[^\n])*)\1/g)
  const all = [...must, ...errors].filter((words) => words !== 'must be 7')

  it('for every wording of the schemas', () => {
    expect(all.length).toBeGreaterThan(80)
    for (const words of all) expectChinese(fieldZh(words), words)
  })

  it('for every wording about a rule profile', () => {
    const issues = wordings('services/rules', /issue\([^;]*?, (['`])((?:(?!\1)[^\n])+)\1\)/g)
    const shapes = wordings('services/rules', /\bbe: (['`])((?:(?!\1)[^\n])+)\1/g)
    expect(issues.length + shapes.length).toBeGreaterThan(15)
    const said = [...issues, ...shapes.map((be) => `must be ${be}`)]
    for (const words of said.filter((one) => one !== 'must be 7'))
      expectChinese(fieldZh(words), words)
  })

  it('for every line of a file that is not taken', () => {
    const title = rowErrorZh('INVALID_REQUEST', 'no such words')
    const cells = wordings('services/api/service', /(cell|this)\.wrong\([^']*'\w+', '([^']+)'\)/g)
    expect(cells.length).toBeGreaterThan(4)
    const lines = [
      ...cells,
      'the same stands in line 7 already',
      'st-9 is no station of yours',
      'has 9 cells, the header 7',
      'cannot be read',
      'must be a time',
    ]
    for (const words of lines) {
      const zh = rowErrorZh('INVALID_REQUEST', words)
      expectChinese(zh, words)
      expect(zh, words).not.toBe(title)
    }
  })
})
