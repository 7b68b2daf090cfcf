import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { denyCodes } from '#domain/codes.ts'
import { type CodeTown, codeTown } from './code-town.ts'
import { denyScenarios } from './deny-scenarios.ts'
import { Stage } from './stage.ts'

let town: CodeTown

beforeAll(async () => {
  town = await codeTown()
  // Made once, before scenarios ask for them side by side.
  for (const region of ['110000', '120000', '330100', '370302']) await town.site(region)
}, 90_000)
afterAll(() => town?.end())

describe.concurrent('every deny code over MQTT, and a case one day, gram or field away', () => {
  for (const { code, clause, name, given } of denyScenarios) {
    const asked = async (bad: boolean) => {
      const stage = new Stage(town, await town.site())
      const fields = await given(stage, bad)
      return stage.ask(fields ?? {})
    }

    it(`${clause} ${code}: ${name}`, async () => {
      const [bad, near] = await Promise.all([asked(true), asked(false)])
      if (bad.decision === 'allow') throw new Error(`${code} was not refused`)
      expect(bad.codes).toContain(code)
      expect(bad.code).toBe(bad.codes[0])
      if (bad.code === code) expect(bad.clause).toBe(clause)
      expect(bad.message.zh).toMatch(/\p{Script=Han}/u)
      expect(bad.message.en).toMatch(/[a-z]/)
      expect(near.decision === 'deny' ? near.codes : []).not.toContain(code)
    })
  }
})

it('has a scenario for every deny code', () => {
  const told = new Set(denyScenarios.map(({ code }) => code))
  expect(denyCodes.filter((code) => !told.has(code))).toEqual([])
})
