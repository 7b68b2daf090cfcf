import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderSteps, tankAt, type TankStep } from '#domain/tank.ts'
import { epochMs } from '#domain/units.ts'

const step = (at: number, type: TankStep['type'], more: Partial<TankStep> = {}): TankStep => ({
  at: epochMs(at),
  id: `s-${at}`,
  type,
  by: null,
  passed: null,
  awaitsRelease: false,
  ...more,
})

const released = (...steps: TankStep[]) => tankAt(orderSteps(steps), epochMs(100)).released

describe('the gas in a tank', () => {
  it.each([
    ['nothing known', [], null],
    [
      'a receipt takes the release away',
      [step(1, 'gas.tested', { passed: true }), step(2, 'gas.received')],
      false,
    ],
    [
      'a passed test gives it',
      [step(1, 'gas.received'), step(2, 'gas.tested', { passed: true })],
      true,
    ],
    [
      'a failed test takes it',
      [step(1, 'gas.tested', { passed: true }), step(2, 'gas.tested', { passed: false })],
      false,
    ],
    [
      'a test without a verdict changes nothing',
      [step(1, 'gas.tested', { passed: true }), step(2, 'gas.tested')],
      true,
    ],
    [
      'a test that waits for a person',
      [step(1, 'gas.tested', { passed: true, awaitsRelease: true })],
      false,
    ],
    [
      'its tester does not release it',
      [
        step(1, 'gas.tested', { passed: true, awaitsRelease: true, by: 'a' }),
        step(2, 'gas.released', { by: 'a' }),
      ],
      false,
    ],
    [
      'another person does',
      [
        step(1, 'gas.tested', { passed: true, awaitsRelease: true, by: 'a' }),
        step(2, 'gas.released', { by: 'b' }),
      ],
      true,
    ],
    [
      'nobody releases what failed',
      [step(1, 'gas.tested', { passed: false }), step(2, 'gas.released', { by: 'b' })],
      false,
    ],
    [
      'nor what came after the test',
      [
        step(1, 'gas.tested', { passed: true }),
        step(2, 'gas.received'),
        step(3, 'gas.released', { by: 'b' }),
      ],
      false,
    ],
  ] as const)('%s', (_name, steps, expected) => {
    expect(released(...steps)).toBe(expected)
  })

  it('is the same in whatever order it was told, at every instant', () => {
    const steps = fc.uniqueArray(
      fc.record({
        at: fc.nat(20),
        type: fc.constantFrom('gas.received', 'gas.tested', 'gas.released'),
        by: fc.constantFrom(null, 'a', 'b'),
        passed: fc.constantFrom(null, true, false),
        awaitsRelease: fc.boolean(),
        id: fc.uuid(),
      }),
      { selector: ({ id }) => id, maxLength: 12 },
    )
    fc.assert(
      fc.property(
        steps.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        fc.nat(20),
        ([told, late], at) => {
          const of = (list: readonly object[]) =>
            tankAt(orderSteps(list as TankStep[]), epochMs(at))
          expect(of(late)).toEqual(of(told))
        },
      ),
    )
  })
})
