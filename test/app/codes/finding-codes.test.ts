import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY_MS } from '#domain/calendar.ts'
import { blocks, type FindingCode, warnings } from '#domain/codes.ts'
import { UnweighedReturns } from '#jobs/unweighed-returns.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { DeadlineStore } from '#store/deadlines/deadline-store.ts'
import { createPool } from '#store/pool.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
import { type CodeTown, codeTown } from './code-town.ts'
import { denyScenarios } from './deny-scenarios.ts'
import { at, type FindingScenario, sentOut } from './finding-scenario.ts'
import { lifeFindings } from './life-findings.ts'
import { GOOD, Stage } from './stage.ts'
import { weightFindings } from './weight-findings.ts'

let town: CodeTown

beforeAll(async () => {
  town = await codeTown()
  // Made once, before scenarios ask for them side by side.
  const regions = ['110000', '120000', '330100', '370302', '530100', '650102']
  for (const region of regions) await town.site(region)
}, 90_000)
afterAll(() => town?.end())

/** Every scenario of the gate once more: filled all the same, permit or not. */
const bypassed: readonly FindingScenario[] = denyScenarios.flatMap((scenario) => {
  const { code, clause, name, given, requestOnly } = scenario
  if (code === 'REQUEST_EXPIRED' || requestOnly === true) return []
  const shown = code === 'UNKNOWN_CYLINDER' ? 'down' : 'both'
  const play = async (on: Stage, bad: boolean) => {
    const { emptyGrossG, ...fields } = { emptyGrossG: undefined, ...(await given(on, bad)) }
    const answer = await on.ask(emptyGrossG === undefined ? fields : { ...fields, emptyGrossG })
    const permitId = answer.decision === 'allow' ? { permitId: answer.permitId } : {}
    return on.fill(GOOD, { ...fields, ...permitId })
  }
  return [at([`FILL_${code}`, 'block', clause], `filled all the same, ${name}`, play, shown)]
})

const scenarios = [...weightFindings, ...lifeFindings, ...bypassed]

describe.concurrent('every finding over MQTT, and a case one gram, millisecond or field away', () => {
  for (const { code, severity, clause, name, play, shown } of scenarios) {
    const played = async (bad: boolean) => {
      const stage = new Stage(town, await town.site())
      const { id } = await play(stage, bad)
      const told = shown === 'trace' ? null : await stage.told(id)
      const traced = shown === 'down' ? null : await stage.traced(id)
      return [told, traced].filter((findings) => findings !== null)
    }

    it(`${clause} ${code} (${severity}): ${name}`, async () => {
      const [bad, near] = await Promise.all([played(true), played(false)])
      for (const findings of bad) {
        expect(findings).toContainEqual(expect.objectContaining({ code, severity, clause }))
      }
      const others = near.flat().filter((f) => f.code === code && f.severity === severity)
      expect(others).toEqual([])
    })
  }
})

it('R002-7.1.14d RESIDUAL_NOT_WEIGHED: work of a job, two working days after a return that MQTT told of', async () => {
  const back = async (weighed: boolean) => {
    const stage = new Stage(town, await town.site())
    await sentOut(stage)
    await stage.delivered()
    const scan = await stage.stock('in', { condition: 'empty' })
    if (weighed) await stage.weighed(300)
    return scan.id
  }
  const [bad, near] = [await back(false), await back(true)]
  const pool = createPool(town.databaseUrl, { name: 'test' })
  try {
    const job = new UnweighedReturns({
      store: new DeadlineStore(pool),
      calendars: calendarQueries(pool),
      book: createProfileBook(),
      now: () => Date.now() + 20 * DAY_MS,
      everyMs: 1000,
    })
    await job.run(new AbortController().signal)
  } finally {
    await pool.end()
  }
  const { body } = await town.admin.get('/v1/work-items?kind=residual-not-weighed&limit=500')
  const items = new Map<string, { detail: object }>(
    body.items.map((item: { eventId: string; detail: object }) => [item.eventId, item]),
  )
  const finding = { code: 'RESIDUAL_NOT_WEIGHED', severity: 'warn', clause: 'R002-7.1.14d' }
  expect(items.get(bad)?.detail).toMatchObject({ finding })
  expect(items.has(near)).toBe(false)
})

it('has a scenario for every finding', () => {
  const told = new Set<FindingCode>(scenarios.map(({ code }) => code))
  told.add('RESIDUAL_NOT_WEIGHED')
  const all = [...Object.keys(blocks), ...warnings] as FindingCode[]
  expect(all.filter((code) => !told.has(code))).toEqual([])
})
