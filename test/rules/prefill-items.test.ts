import { expect, it } from 'vitest'
import { clauseById } from '#rules/clauses/clause-by-id.ts'
import { prefillItems } from '#rules/prefill-items.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { shippedProfiles } from '#rules/shipped-profiles.ts'

const book = createProfileBook(shippedProfiles)
const under = (profile: string) =>
  Object.fromEntries(prefillItems(profile, book).map(({ item, clauses }) => [item, clauses]))

it('R001-6.2-cl…cs: the draft asks for each of its letters, one item each', () => {
  expect(under('cn-draft')).toMatchObject({
    'in-date': ['R001-6.2-cl'],
    'maker-licence': ['R001-6.2-cm'],
    sound: ['R001-6.2-cn'],
    evacuated: ['R001-6.2-co'],
    fittings: ['R001-6.2-cp'],
    'ring-and-guard': ['R001-6.2-cq'],
    imported: ['R001-6.2-cr'],
    paint: ['R001-6.2-cs'],
  })
})

it('every profile has what its own document and its parents ask for, and no more', () => {
  expect(Object.keys(under('cn-base'))).toEqual([
    'own-mark',
    'standard',
    'in-date',
    'evacuated',
    'residual',
  ])
  expect(under('cn-3703')['own-mark']).toEqual(['R003-7.1.4'])
  expect(under('cn-3704')).toEqual(under('cn-base'))
  expect(under('cn-65')['in-date']).toEqual(['R002-7.1.1'])
  expect(under('cn-65')['paint']).toEqual(['R000-4.3.3.5b'])
})

it('cites clauses that there are', () => {
  for (const { id } of shippedProfiles) {
    for (const { item, clauses } of prefillItems(id, book)) {
      expect(clauses.length, item).toBeGreaterThan(0)
      for (const clause of clauses) expect(clauseById(clause), clause).toBeDefined()
    }
  }
})
