import type { EpochMs } from './units.ts'

/** One thing that happened to the gas in a tank (储罐), as the log tells it. */
export type TankStep = {
  readonly at: EpochMs
  readonly id: string
  readonly type: 'gas.received' | 'gas.tested' | 'gas.released'
  /** Who received, tested or released. */
  readonly by: string | null
  /** The verdict of a test, by values where limits are known; null = nobody gave one. */
  readonly passed: boolean | null
  /** A passed test that does not release by itself: another person does. */
  readonly awaitsRelease: boolean
}

/** What may be said of the gas that is in the tank. */
export type TankGas = {
  /** Null = nothing was ever received, tested or released. */
  readonly released: boolean | null
  readonly receiptId: string | null
  readonly test: TankStep | null
  readonly release: TankStep | null
}

const EMPTY: TankGas = { released: null, receiptId: null, test: null, release: null }

const next = (gas: TankGas, step: TankStep): TankGas => {
  switch (step.type) {
    case 'gas.received': {
      // A receipt that tells of its own passed test is both.
      const tested = step.passed === null ? null : step
      return { released: step.passed === true, receiptId: step.id, test: tested, release: null }
    }
    case 'gas.tested': {
      if (step.passed === null) return gas.released === null ? { ...gas, test: step } : gas
      const released = step.passed && !step.awaitsRelease
      return { ...gas, released, test: step, release: null }
    }
    case 'gas.released': {
      const { test } = gas
      // Nobody releases what he tested himself, nor what came after the test that he saw.
      if (test?.passed !== true || (test.by !== null && test.by === step.by)) return gas
      return { ...gas, released: true, release: step }
    }
  }
}

const inOrder = (a: TankStep, b: TankStep): number =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Steps in the order in which they count, whatever the order in which they came. */
export const orderSteps = (steps: readonly TankStep[]): readonly TankStep[] =>
  steps.toSorted(inOrder)

/** The gas at an instant, from steps in order: a receipt takes the release away, a passed test or another person gives it. */
export const tankAt = (steps: readonly TankStep[], at: EpochMs): TankGas => {
  let gas = EMPTY
  for (const step of steps) {
    if (step.at > at) break
    gas = next(gas, step)
  }
  return gas
}
