import { expect, it } from 'vitest'
import { clauseById } from '#rules/clauses/clause-by-id.ts'
import { kpiTable } from '#rules/kpi-table.ts'
import { kpiTarget, meetsTarget, over, within } from '#rules/kpi.ts'
import { createProfileBook } from '#rules/profile-book.ts'

it('every KPI has an id of its own, words in both languages and clauses that exist', () => {
  expect(new Set(kpiTable.map(({ id }) => id)).size).toBe(kpiTable.length)
  for (const kpi of kpiTable) {
    for (const words of [kpi.name, kpi.numerator, kpi.denominator]) {
      expect(words.zh, kpi.id).toMatch(/[\u4e00-\u9fff]/)
      expect(words.en, kpi.id).toMatch(/^[\x20-\x7e]+$/)
    }
    const cited = [...kpi.clauses, ...Object.values(kpi.targets).map(({ clause }) => clause)]
    for (const clause of cited) expect(clauseById(clause), `${kpi.id} ${clause}`).toBeDefined()
    for (const profile of Object.keys(kpi.targets)) {
      expect(createProfileBook().profiles.map(({ id }) => id)).toContain(profile)
    }
  }
})

it.each([
  ['complaint-timeliness', 'cn-base', 990, 'R002-9.4.1.3'],
  ['complaint-timeliness', 'cn-3703', 990, 'R002-9.4.1.3'],
  ['complaint-timeliness', 'cn-65', 900, 'R000-10.0.3-8'],
  ['complaint-closure', 'cn-3704', 1000, 'R004-A2-32'],
  ['staff-certificates', 'cn-3704', 1000, 'R004-A2-13'],
  ['repair-timeliness', 'cn-draft', 980, 'R001-9.4.1-14'],
  ['home-success', 'cn-65', 700, 'R000-10.0.3-5.2b'],
] as const)('%s under %s wants %i in a thousand by %s', (id, profile, permille, clause) => {
  const kpi = kpiTable.find((one) => one.id === id)
  expect(kpi && kpiTarget(kpi, profile, createProfileBook())).toMatchObject({ permille, clause })
})

it.each(['cn-base', 'cn-3703', 'cn-65', 'cn-draft'])('%s wants no certificate rate', (profile) => {
  const kpi = kpiTable.find(({ id }) => id === 'staff-certificates')
  expect(kpi && kpiTarget(kpi, profile, createProfileBook())).toBeNull()
})

it('R002-9.4.1.1 eighty in a hundred calls are not more than 80 %', () => {
  const target = over(800, 'R002-9.4.1.1', 'recommended')
  expect(meetsTarget(target, 80, 100)).toBe(false)
  expect(meetsTarget(target, 801, 1000)).toBe(true)
})

it('R002-9.4.1.2 the mean wait is a mean, without × 100 % (A11), and fifteen minutes are allowed', () => {
  const target = within(900, 'R002-9.4.1.2', 'recommended')
  expect(meetsTarget(target, 1800, 2)).toBe(true)
  expect(meetsTarget(target, 1801, 2)).toBe(false)
})
