import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { holdWords } from '#api/people/hold-words.ts'

const SOURCE = readFileSync('services/store/queries/people/person-holds.ts', 'utf8')
/** Every reason that the store may give. */
const reasons = [
  ...new Set([...SOURCE.matchAll(/'([A-Z]+(?:_[A-Z]+)*)'/g)].map(([, code]) => code ?? '')),
]

it('every reason to keep personal data is said in words', () => {
  expect(reasons.length).toBeGreaterThan(10)
  for (const reason of reasons) {
    const { zh, en } = holdWords({ reason, until: '2029-11-21', count: 2 })
    expect(zh, reason).toMatch(/^[\u4e00-\u9fff、]+至 2029-11-21/)
    expect(zh + en, reason).not.toContain(reason)
  }
})
