import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const document = readFileSync('test/security/threats.md', 'utf8')

/** would | what | code | test › words of its name */
const rows = [
  ...document.matchAll(/^\| (?!would|---)(.+?) \| (.+?) \| `(.+?)` \| `(.+?)` › (.+?) \|$/gm),
].map(([, would = '', , code = '', test = '', name = '']) => ({ would, code, test, name }))
const lines = document.split('\n').filter((line) => /^\| (?!would|---)/.test(line))

it('every line of the threat model has its code and its test', () => {
  expect(lines.length).toBeGreaterThan(30)
  expect(rows).toHaveLength(lines.length)
})

it.each(rows)('$would: $test › $name', ({ code, test, name }) => {
  expect(existsSync(code), code).toBe(true)
  expect(readFileSync(test, 'utf8'), test).toContain(name)
})
