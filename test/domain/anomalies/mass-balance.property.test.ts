import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeenEvent, SeenLife } from '#domain/anomalies/anomaly.ts'
import { massBalance } from '#domain/anomalies/mass-balance.ts'
import { tankLevel } from '#domain/anomalies/tank-balance.ts'
import { emptyRegistry } from '#domain/registry.ts'
import { epochMs, grams } from '#domain/units.ts'

const TARE = 16_500

const eventOf = (type: string, body: object, n: number): SeenEvent =>
  ({
    id: `e-${n}`,
    type,
    effectiveAt: epochMs(n * 60_000),
    stationId: 'st-1',
    deviceId: 'dev-1',
    operator: null,
    scale: 'scale-1',
    body,
    codes: [],
  }) as unknown as SeenEvent

const lifeOf = (steps: readonly (readonly [type: string, body: object])[]): SeenLife => ({
  code: 'A',
  ownerId: 'e-1',
  registry: { ...emptyRegistry, tare: [{ from: null, value: grams(TARE) }] },
  events: steps.map(([type, body], n) => eventOf(type, body, n)),
})

const net = fc.integer({ min: -500, max: 15_500 })
const gross = (more: object = {}) => net.map((netG) => ({ grossG: TARE + netG, ...more }))

const step = fc.oneof(
  fc.tuple(fc.constantFrom('residual.weighed', 'residual.removed'), gross()),
  fc.tuple(
    fc.constantFrom('fill.completed', 'fill.aborted'),
    fc
      .tuple(net, fc.option(fc.integer({ min: 0, max: 4000 }), { nil: undefined }))
      .map(([netG, residualG]) => ({
        scale: 'scale-1',
        grossG: TARE + netG,
        tareG: TARE + 40,
        ...(residualG === undefined ? {} : { residualG }),
      })),
  ),
  fc.tuple(
    fc.constant('fill.requested'),
    net.map((netG) => ({ emptyGrossG: TARE + netG })),
  ),
  fc.tuple(
    fc.constantFrom(
      'vacuum.completed',
      'delivery.completed',
      'cylinder.returned',
      'inspection.sent',
      'cylinder.destroyed',
      'stock.in',
      'custody.handed-over',
      'cylinder.reported-lost',
    ),
    fc.constant({ to: { kind: 'customer' } }),
  ),
)

describe('mass balance of a cylinder', () => {
  it('adds up to the gram, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { totals: t, closingG, unexplainedG } = massBalance(lifeOf(steps))
        const came = t.opening + t.filled + t.gained
        const went = t.used + t.removed + t.vented + t.lab + t.scrapped + t.lost
        expect(came - went).toBe(closingG ?? 0)
        expect(unexplainedG).toBe(t.gained - t.lost)
      }),
      { numRuns: 500 },
    )
  })

  it('a round of a cylinder explains everything', () => {
    const { totals, closingG, fills, deliveries, unexplainedG } = massBalance(
      lifeOf([
        ['residual.weighed', { grossG: TARE + 300 }],
        ['residual.removed', { grossG: TARE + 60 }],
        ['fill.completed', { scale: 's', grossG: TARE + 14_500, tareG: TARE, residualG: 60 }],
        ['delivery.completed', { customerRef: 'c' }],
        ['cylinder.returned', { reason: 'used-up' }],
        ['residual.weighed', { grossG: TARE + 200 }],
      ]),
    )
    expect(totals).toMatchObject({ opening: 300, removed: 240, filled: 14_440, used: 14_300 })
    expect({ closingG, fills, deliveries, unexplainedG }).toEqual({
      closingG: 200,
      fills: 1,
      deliveries: 1,
      unexplainedG: 0,
    })
  })

  it('gas that went without a customer is lost, gas that came without a fill is gained', () => {
    const { totals, unexplainedG } = massBalance(
      lifeOf([
        ['fill.completed', { scale: 's', grossG: TARE + 14_500, tareG: TARE, residualG: 0 }],
        ['residual.weighed', { grossG: TARE + 12_000 }],
        ['residual.weighed', { grossG: TARE + 13_000 }],
      ]),
    )
    expect(totals).toMatchObject({ lost: 2500, gained: 1000 })
    expect(unexplainedG).toBe(-1500)
  })
})

describe('level of a tank', () => {
  it('is explained by some level at the beginning exactly when the books move by no more than it holds', () => {
    const day = fc.record({
      receivedG: fc.integer({ min: 0, max: 50 }),
      filledG: fc.integer({ min: 0, max: 50 }),
    })
    fc.assert(
      fc.property(
        fc.array(day, { maxLength: 12 }),
        fc.integer({ min: 1, max: 120 }),
        (days, capacity) => {
          const possible = Array.from({ length: capacity + 1 }, (_, first) => first).some(
            (first) => {
              let level = first
              return days.every(({ receivedG, filledG }) => {
                level += receivedG - filledG
                return level >= 0 && level <= capacity
              })
            },
          )
          expect(tankLevel(days, capacity).unexplainedG === 0).toBe(possible)
        },
      ),
    )
  })

  it('without a capacity nothing is said', () => {
    expect(tankLevel([{ receivedG: 1, filledG: 9 }], null).unexplainedG).toBeNull()
  })
})
