import { describe, expect, it } from 'vitest'
import type { Clause } from '#rules/clauses/clause.ts'
import { clauseById, clauses } from '#rules/clauses/clause-by-id.ts'
import { checkCoverage } from './check-coverage.ts'
import { type Coverage, done, joined, notYet, outside } from './coverage-row.ts'
import { reportCoverage } from './coverage-report.ts'
import { coverageTable } from './coverage-table.ts'
import { cylinderEvidence } from './cylinder-evidence.ts'
import { doubtInText, readProduct } from './product.ts'

const product = readProduct()
const one = clauseById('R002-7.1.9') as Clause
const check = (table: Coverage) => checkCoverage([one], table, product)
const claiming = (by: string, proof: string) =>
  done('R002-7.1.9', { by: [by as never], proof: [proof as never] })
const PROOF = cylinderEvidence.vacuum.proof[0]

describe('clause coverage (npm run clauses)', () => {
  it('tells every bottled-gas duty, and refers to nothing that does not exist', () => {
    expect(checkCoverage(clauses, coverageTable, product)).toEqual([])
  })

  it('prints each duty once, with sums', () => {
    const report = reportCoverage(clauses, coverageTable)
    const duties = clauses.filter(({ duty }) => duty)
    expect(report.match(/^R\S.* {2}\[/gm)).toHaveLength(duties.length)
    expect(report).toMatch(new RegExp(`^all +442 +${duties.length} `, 'm'))
  })

  it('fails on a duty without a row and on a row without a clause', () => {
    expect(check({})).toEqual(['R002-7.1.9: a duty that the table does not tell'])
    expect(
      check(joined(done('R002-7.1.9', cylinderEvidence.vacuum), outside('no', 'R009-1'))),
    ).toEqual(['R009-1: no clause of that name'])
    expect(() => joined(notYet(4, 'a', 'R002-7.1.9'), notYet(5, 'b', 'R002-7.1.9'))).toThrow(
      'told twice',
    )
  })

  it.each([
    'rule NO_SUCH_RULE',
    'deny OVERFILL',
    'GET /v1/nothing',
    'DELETE /v1/cylinders',
    'page /x/{code}',
    'message vacuum.done',
    'value vacuumPa of cn-base',
    'value residual YSP-15 of cn-65',
    'value fill YSP-15 of cn-3703',
    'job nobody',
    'file services/rules/nothing.ts',
  ])('fails on %s', (by) => {
    expect(check(claiming(by, PROOF))).toEqual([`R002-7.1.9: there is no ${by}`])
  })

  it.each([
    ['rules/nothing.test.ts › x', 'does not exist'],
    ['rules/fill-gate.test.ts › never evacuated at all', 'no test named'],
    ['rules scenarios › new and never', 'no scenario named'],
    ['rules/fill-gate.test.ts', 'names no test'],
    ['clauses/evidence.ts › trace', 'no file of tests'],
  ])('fails on the proof %s', (proof, doubt) => {
    expect(check(claiming('deny NEEDS_VACUUM', proof)).join()).toContain(doubt)
  })

  it('fails on a test that is only planned or skipped', () => {
    const at = (text: string) => doubtInText('x.test.ts', text, 'evacuates')
    expect(at("it('evacuates', () => {})")).toBeNull()
    expect(at("it.each(cases)('evacuates', () => {})")).toBeNull()
    expect(at("it.todo('evacuates')")).toContain('does not run')
    expect(at("it.skip('evacuates', () => {})")).toContain('does not run')
    expect(at("it('evacuates twice', () => {})")).toContain('no test named')
  })

  it('fails on an issue that is none, and on a reason left out', () => {
    expect(check(notYet(2, 'late', 'R002-7.1.9'))).toEqual(['R002-7.1.9: 2 is no issue'])
    expect(check(outside(' ', 'R002-7.1.9'))).toEqual(['R002-7.1.9: no reason'])
  })
})
