import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, type FoldedLife, foldLife, needsRefold, newLife } from '#domain/fold-life.ts'
import type { Finding } from '#domain/finding.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import { createJudge } from '#rules/judge.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { anyEvent, randomLife, sourceKey } from './random-life.ts'

const judge = createJudge(createProfileBook())

const shuffled = (events: readonly LifeEvent[]) =>
  fc.shuffledSubarray([...events], { minLength: events.length })

/** A life, and the same life with some events sent again, in another order. */
const lifeAndDelivery = randomLife.chain((life) =>
  fc.tuple(
    fc.constant(life),
    fc.subarray(life).chain((again) => shuffled([...life, ...again])),
  ),
)

const findingsByEvent = (folded: FoldedLife): Map<string, readonly Finding[]> =>
  new Map(folded.judged.map(({ event, findings }) => [sourceKey(event), findings]))

/** What the store does: append where that is enough, refold where it is not; a duplicate changes nothing. */
const deliver = (arrivals: readonly LifeEvent[]) => {
  let life: Pick<FoldedLife, 'registry' | 'cylinder'> = newLife
  let findings = new Map<string, readonly Finding[]>()
  const kept = new Map<string, LifeEvent>()
  for (const event of arrivals) {
    if (kept.has(sourceKey(event))) continue
    kept.set(sourceKey(event), event)
    if (needsRefold(life, event)) {
      const folded = foldLife([...kept.values()], judge)
      life = folded
      findings = findingsByEvent(folded)
    } else {
      const next = advance(life, event, judge)
      life = next.life
      findings.set(sourceKey(event), next.findings)
    }
  }
  return { registry: life.registry, cylinder: life.cylinder, findings }
}

/** The API annuls only what it has: an annulment never arrives before its event. */
const annulmentsLast = (arrivals: readonly LifeEvent[]): LifeEvent[] => [
  ...arrivals.filter(({ type }) => type !== 'event.annulled'),
  ...arrivals.filter(({ type }) => type === 'event.annulled'),
]

describe('a life is a fold of its events (design §4)', () => {
  it('ends the same in any order and with any duplication, findings included', () => {
    fc.assert(
      fc.property(lifeAndDelivery, ([life, delivery]) => {
        expect(foldLife(delivery, judge)).toEqual(foldLife(life, judge))
      }),
      { numRuns: 400 },
    )
  })

  it('ends the same when it is built event by event, as the store builds it', () => {
    fc.assert(
      fc.property(lifeAndDelivery, ([life, delivery]) => {
        const folded = foldLife(life, judge)
        const built = deliver(annulmentsLast(delivery))
        expect(built.cylinder).toEqual(folded.cylinder)
        expect(built.registry).toEqual(folded.registry)
        expect(built.findings).toEqual(findingsByEvent(folded))
      }),
      { numRuns: 400 },
    )
  })

  it('orders two devices that used one id at one instant by their names', () => {
    const [first] = fc.sample(anyEvent, { numRuns: 1, seed: 7 })
    if (first === undefined) throw new Error('no sample')
    const header = { ...first, stationId: 'st-1', body: { scale: 's', tareG: 16_000 } }
    const fill = (deviceId: string, grossG: number) =>
      ({
        ...header,
        deviceId,
        type: 'fill.completed',
        body: { ...header.body, grossG },
      }) as LifeEvent
    const pair = [fill('d-2', 30_000), fill('d-1', 20_000)]
    for (const arrivals of [pair, pair.toReversed()]) {
      expect(deliver(arrivals).cylinder.lastFill?.grossG).toBe(30_000)
      expect(foldLife(arrivals, judge).cylinder.lastFill?.grossG).toBe(30_000)
    }
  })

  it('never throws, and keeps every number in the state finite', () => {
    fc.assert(
      fc.property(randomLife, (life) => {
        const text = JSON.stringify(foldLife(life, judge))
        expect(text).not.toContain('null,"netG"')
        expect(JSON.parse(text)).toEqual(foldLife(life, judge))
      }),
      { numRuns: 200 },
    )
  })
})
