import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { custodyAfter, movingTypes } from '#domain/custody-after.ts'
import { custodyMoves, type Holding } from '#domain/custody-moves.ts'
import type { Cylinder } from '#domain/cylinder.ts'
import { foldLife } from '#domain/fold-life.ts'
import { type Registry, valueAt } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import { randomLife } from './random-life.ts'

const PERSONAL = ['customer', 'scrap', 'unknown']
const LATE = Number.MAX_SAFE_INTEGER as EpochMs

const holdingOf = ({ custody }: Cylinder, registry: Registry, at: EpochMs): Holding => ({
  ownerId: valueAt(registry.ownership, at)?.ownerId ?? '',
  kind: custody.kind,
  id: PERSONAL.includes(custody.kind) ? '' : (custody.id ?? ''),
})

const folded = (life: Parameters<typeof foldLife>[0]) => {
  const whole = foldLife(life, () => [])
  const annulled = new Set(
    whole.judged.flatMap(({ event }) =>
      event.type === 'event.annulled' ? [event.body.eventId] : [],
    ),
  )
  const counted = whole.judged.filter(({ event }) => !annulled.has(event.id))
  return { ...whole, counted, events: counted.map(({ event }) => event) }
}

describe('the books of custody follow the fold', () => {
  it('end where the fold ends, whatever happened', () => {
    fc.assert(
      fc.property(randomLife, (life) => {
        const { registry, cylinder, events } = folded(life)
        const last = custodyMoves(registry, null, events).at(-1)
        if (registry.facts === null) expect(last).toBeUndefined()
        else if (events.length > 0) expect(last?.to).toEqual(holdingOf(cylinder, registry, LATE))
      }),
      { numRuns: 500 },
    )
  })

  it('each move starts where the one before ended, and the first one enters', () => {
    fc.assert(
      fc.property(randomLife, (life) => {
        const { registry, events } = folded(life)
        let at: Holding | null = null
        for (const move of custodyMoves(registry, null, events)) {
          expect(move.from).toEqual(at)
          at = move.to
        }
      }),
    )
  })

  it('the rest of the moves follows from any place in the life', () => {
    fc.assert(
      fc.property(randomLife, fc.integer({ min: 1, max: 29 }), (life, cut) => {
        const { registry, events } = folded(life)
        const from = events[cut]?.effectiveAt
        if (from === undefined || registry.facts === null) return
        const all = custodyMoves(registry, null, events)
        const before = all.filter(({ at }) => at < from)
        if (before.length === 0) return
        const moving = new Set<string>(movingTypes)
        const rest = events.filter((event) => event.effectiveAt >= from && moving.has(event.type))
        const later = custodyMoves(registry, before.at(-1) ?? null, rest)
        expect([...before, ...later]).toEqual(all)
      }),
    )
  })

  it('only the listed types move anything', () => {
    fc.assert(
      fc.property(randomLife, (life) => {
        const moving = new Set<string>(movingTypes)
        for (const event of life) {
          if (!moving.has(event.type)) expect(custodyAfter(event)).toBeNull()
        }
      }),
    )
  })
})
