import type { CylinderEventBodies, CylinderEventType } from '#domain/event-types.ts'
import { advance, type Life, newLife } from '#domain/fold-life.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import { day, epochMs, grams } from '#domain/units.ts'
import { createJudge } from '#rules/judge.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import type { Profile } from '#rules/profile.ts'
import { shippedProfiles } from '#rules/shipped-profiles.ts'

/** One figure: microseconds for one event, folded and judged. */
export type DecideFigure = {
  readonly name: string
  readonly microsecondsPerEvent: number
  readonly events: number
  readonly findings: number
  readonly profiles: number
}

const START = Date.UTC(2026, 10, 20, 2)
const TARE = 16_480

const context = (profile: string): JudgingContext => ({
  region: '370302',
  profile,
  station: {
    id: 'st-1',
    enterpriseId: 'e-1',
    licenceNo: 'L-1',
    licenceUntil: day('2029-12-31'),
    locked: false,
  },
  scale: {
    id: 'scale-1',
    known: true,
    verifiedUntil: day('2029-06-30'),
    toleranceG: grams(20),
    locked: false,
    shiftCheck: 'passed',
  },
  checkScale: null,
  operator: { id: 's-1', known: true, certifiedUntil: day('2029-06-30') },
  tank: null,
})

/** One round of a cylinder's life at a station, as devices send it; every tenth fill is wrong and put right. */
const round = (index: number): [CylinderEventType, unknown][] => {
  const wrong = index % 10 === 0
  const filledG = grams(TARE + (wrong ? 15_100 : 14_500))
  const permit = {
    requestId: `${index}-2`,
    scale: 'scale-1',
    targetNetG: grams(14_500),
    maxNetG: grams(14_900),
    tareG: grams(TARE),
    targetGrossG: grams(TARE + 14_500),
    maxGrossG: grams(TARE + 14_900),
    expiresAt: epochMs(START + (index + 1) * 600_000),
  }
  const fill = { scale: 'scale-1', grossG: filledG, tareG: grams(TARE), permitId: `${index}-3` }
  const removed: [CylinderEventType, unknown][] = [
    ['residual.removed', { grossG: grams(TARE + 14_500) }],
  ]
  return [
    ['residual.weighed', { grossG: grams(TARE + 300) }],
    ['prefill.checked', { passed: true }],
    ['fill.requested', { scale: 'scale-1', emptyGrossG: grams(TARE + 300) }],
    ['fill.permitted', permit],
    ['fill.completed', fill],
    ...(wrong ? removed : []),
    ['postfill.checked', { leakFree: true, sealed: true, checkWeighG: grams(TARE + 14_510) }],
    ['stock.out', { siteId: 'st-1', condition: 'full', appearanceOk: true, vehicle: 'v-1' }],
    ['stock.in', { siteId: 'st-1', condition: 'empty', appearanceOk: true }],
  ]
}

const registered: CylinderEventBodies['cylinder.registered'] = {
  code: 'C1',
  model: 'YSP-15',
  waterVolumeMl: 35_500,
  stampedMaxG: grams(14_900),
  tareG: grams(TARE),
  madeOn: '2022-05',
  designLifeYears: 8,
  ownerId: 'e-1',
  inspectedOn: day('2026-05-01'),
  nextInspectionOn: day('2030-05-01'),
}

const events = (rounds: number, profile: string): LifeEvent[] => {
  const around = context(profile)
  return Array.from({ length: rounds }, (_, index) => round(index)).flatMap((steps, index) =>
    steps.map(([type, body], step) => {
      const at = epochMs(START + index * 600_000 + step * 60_000)
      const id = `${index}-${step}`
      const times = { at, recordedAt: at, effectiveAt: at }
      const source = { stationId: 'st-1', deviceId: 'd-1', operator: 's-1' }
      return { id, ...times, ...source, context: around, type, body } as LifeEvent
    }),
  )
}

/** Profiles beside the shipped ones, as an office would add them: the cost must not depend on their number. */
const moreProfiles = (count: number): Profile[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `office-${index}`,
    validFrom: day('2026-01-01'),
    name: { zh: '', en: '' },
    parent: 'cn-base',
    regionPrefixes: [`9${String(index).padStart(5, '0')}`],
    values: {},
  }))

const run = (life: Life, stream: readonly LifeEvent[], judge: ReturnType<typeof createJudge>) => {
  let current = life
  let findings = 0
  for (const event of stream) {
    const next = advance(current, event, judge)
    current = next.life
    findings += next.findings.length
  }
  return findings
}

/** Measures fold and judgement of one event with few and with many profiles; `rounds` · 8 events each, after a warm-up. */
export const measureDecide = (rounds = 50_000): DecideFigure[] =>
  [0, 1_000].map((extra) => {
    const profiles = [...shippedProfiles, ...moreProfiles(extra)]
    const judge = createJudge(createProfileBook(profiles))
    const stream = events(rounds, 'cn-3703@2021-06-11')
    const first = stream[0]
    if (first === undefined) throw new Error('no events')
    const registration = {
      ...first,
      id: 'r',
      type: 'cylinder.registered',
      body: registered,
    } as LifeEvent
    const life = advance(newLife, registration, judge).life
    run(life, stream.slice(0, 20_000), judge)
    const begin = performance.now()
    const findings = run(life, stream, judge)
    const microsecondsPerEvent = ((performance.now() - begin) * 1_000) / stream.length
    return {
      name: 'decide-event',
      microsecondsPerEvent: Math.round(microsecondsPerEvent * 100) / 100,
      events: stream.length,
      findings,
      profiles: profiles.length,
    }
  })
