import { describe, expect, it } from 'vitest'
import { blocks, warnings } from '#domain/codes.ts'
import { sayFinding } from '#rules/messages.ts'
import { rules } from '#rules/rules.ts'
import { findingScenarios } from './finding-scenarios.ts'
import { GOOD, story, TARE } from './story.ts'

describe('findings, each with a case one gram, millisecond or field away', () => {
  for (const { code, clause, severity, name, bad, near, measure } of findingScenarios) {
    it(`${clause} ${code}: ${name}`, () => {
      const done = bad()
      const found = done.findings().find((f) => f.code === code && f.severity === severity)
      expect(found).toMatchObject({ code, severity, clause, ...measure })
      expect(done.standing().includes(code)).toBe(severity === 'block')
      const others = near()
        .findings()
        .filter((f) => f.code === code && f.severity === severity)
      expect(others).toEqual([])
    })
  }

  it('finds nothing in a life as it should be', () => {
    const good = story()
      .registered()
      .filled()
      .check({ checkWeighG: undefined as never })
    good.out().delivered().returned().in().weighed(300).filled(GOOD).check().out().delivered()
    expect(good.folded().judged.flatMap(({ findings }) => findings)).toEqual([])
  })

  it('has a scenario for every finding that a rule can make', () => {
    const told = new Set(findingScenarios.map(({ code }) => code))
    // What a weight curve shows is in curve.test.ts.
    const own = rules
      .flatMap(({ codes }) => codes)
      .filter((code) => !code.startsWith('FILL_') && !code.startsWith('CURVE_'))
    expect(own.filter((code) => !told.has(code))).toEqual([])
  })

  it('has a rule, a job or a site check behind every code', () => {
    const made = new Set<string>(rules.flatMap(({ codes }) => codes))
    const elsewhere = [...Object.keys(blocks), ...warnings].filter((code) => !made.has(code))
    expect(elsewhere).toEqual(['RESIDUAL_NOT_WEIGHED', 'SCALE_CHECK_FAILED', 'GAS_OUT_OF_SPEC'])
  })

  it('R002-7.1.14c Xinjiang has no fixed residual limit (C4)', () => {
    const back = story().under('cn-65@2023-06-01').registered().filled().check().out().delivered()
    expect(back.returned().weighed(2_000).codes()).toEqual(['NET_CONTENT_SHORT'])
    expect(
      story()
        .under('cn-65@2023-06-01')
        .registered()
        .prefill()
        .denied(TARE + 2_000),
    ).toEqual([])
  })

  it('speaks of every finding in both languages', () => {
    for (const { bad } of findingScenarios) {
      for (const finding of bad().findings()) {
        const { zh, en } = sayFinding(finding)
        expect(`${zh}${en}`).not.toMatch(/[{}]|undefined|NaN/)
      }
    }
  })
})
