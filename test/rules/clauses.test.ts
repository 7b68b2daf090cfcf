import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { blocks, denyCodes, warnings } from '#domain/codes.ts'
import { clauseById, clauses } from '#rules/clauses/clause-by-id.ts'
import type { Citation } from '#rules/profile.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { duty } from '#rules/rule.ts'
import { shippedProfiles } from '#rules/shipped-profiles.ts'
import { filesUnder } from '#test/tree/files-under.ts'
import { findingScenarios } from './finding-scenarios.ts'
import { gateScenarios } from './gate-scenarios.ts'
import { TARE } from './story.ts'

const unknown = (ids: Iterable<string>): string[] =>
  [...new Set(ids)].filter((id) => clauseById(id) === undefined)

/** Everything in a profile that carries a clause, however deep. */
const citationsIn = (value: unknown): Citation[] => {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(citationsIn)
  return 'clause' in value ? [value as Citation, ...inner] : inner
}

describe('the catalogue of clauses', () => {
  it('holds the 316 rows of the matrix, and what they do not name: indicators, score items, facts', () => {
    const rows = clauses.filter(({ kind }) => kind === 'clause' || kind === 'definition')
    const documents = [...new Set(rows.map(({ document }) => document.id))]
    const rowsOf = (id: string) => rows.filter(({ document }) => document.id === id)
    expect(documents.map((id) => [id, rowsOf(id).length])).toEqual([
      ['R000', 97],
      ['R001', 89],
      ['R002', 57],
      ['R003', 67],
      ['R004', 6],
    ])
    expect(new Set(clauses.map(({ id }) => id)).size).toBe(clauses.length)
  })

  it('quotes Chinese, says it in English, and names where it stands', () => {
    for (const { id, zh, en, section } of clauses) {
      expect(zh, id).toMatch(/[\u4e00-\u9fff]{4}/)
      expect(zh, id).not.toMatch(/\n|\s{2}/)
      expect(en, id).toMatch(/[A-Za-z]{2}/)
      expect(en, id).not.toContain('**')
      expect(section, id).not.toBe('')
    }
  })

  it('asks nothing of bottled gas where it defines, or speaks of pipelines and vehicles alone', () => {
    const wrong = clauses.filter(
      ({ duty: asks, kind, scope, outOfScope }) =>
        asks && (kind === 'definition' || scope === 'pipeline' || outOfScope),
    )
    expect(wrong).toEqual([])
    expect(clauses.filter(({ outOfScope }) => outOfScope).map(({ id }) => id)).toEqual([
      'R000-4.2.1.3',
      'R000-10.0.3-4.2.1',
      'R000-10.0.3-4.2.2',
      'R001-9.4.1-2',
      'R001-9.4.1-4',
    ])
  })

  it('says where the print is damaged, and how it is read', () => {
    const mended = clauses.filter(({ zhRead }) => zhRead !== undefined)
    for (const { id, zh, zhRead, damage } of mended) {
      expect(zhRead, id).not.toBe(zh)
      expect(damage, id).toBeDefined()
    }
    const open = new Set(clauses.flatMap(({ readings }) => readings.map(({ id }) => id)))
    // A21 lies between two clauses for pipelines that the matrix does not list.
    const all = Array.from({ length: 20 }, (_, n) => `A${n + 1}`)
    expect(all.filter((id) => !open.has(id))).toEqual([])
    expect(clauseById('R004-A2-21')).toMatchObject({ certainty: 'seen-elsewhere' })
  })
})

describe('every clause that a verdict can carry has a text', () => {
  it('in the profiles that ship', () => {
    const cited = shippedProfiles.flatMap(({ values }) => citationsIn(values))
    expect(cited.length).toBeGreaterThan(100)
    expect(unknown(cited.map(({ clause }) => clause))).toEqual([])
  })

  it('for every deny code and finding code under every profile', () => {
    const book = createProfileBook()
    const codes = [...denyCodes, ...(Object.keys(blocks) as (keyof typeof blocks)[]), ...warnings]
    for (const { id, validFrom } of shippedProfiles) {
      const profile = book.resolve(`${id}@${validFrom}`)
      expect(unknown(codes.map((code) => duty(profile, code).clause)), id).toEqual([])
    }
  })

  it('in every finding and refusal of the scenarios', () => {
    const found = findingScenarios.flatMap(({ bad }) => bad().findings())
    const refused = gateScenarios.flatMap(({ bad, emptyG }) => {
      const decision = bad().gate(TARE + (emptyG?.bad ?? 100))
      return decision.decision === 'deny' ? [decision] : []
    })
    expect(found.length).toBeGreaterThan(30)
    expect(refused.length).toBeGreaterThan(30)
    expect(unknown([...found, ...refused].map(({ clause }) => clause))).toEqual([])
  })

  it('wherever the sources name one', () => {
    const sources = ['services', 'gateway'].flatMap((folder) => filesUnder(folder, '.ts'))
    const named = sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/'(R00\d-[^'\n]+|F\d{1,2}|design-\d+)'/g)].map(
        ([, id]) => id ?? '',
      ),
    )
    expect(named.length).toBeGreaterThan(50)
    expect(unknown(named)).toEqual([])
  })

  it('binds no more than its document, and is no surer than its text', () => {
    const drafts = ['draft', 'unconfirmed']
    for (const { values } of shippedProfiles) {
      for (const { clause, force, certainty } of citationsIn(values)) {
        const text = clauseById(clause)
        const document = text?.document.force
        if (document === 'draft' && !drafts.includes(force)) throw new Error(`${clause}: ${force}`)
        if (document === 'unconfirmed' && text?.kind === 'scored') expect(force).toBe('unconfirmed')
        if (certainty === 'document') expect(text?.certainty, clause).toBe('document')
      }
    }
  })
})
