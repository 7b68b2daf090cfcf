import { expect, test } from 'vitest'
import type { DownMessage, FillPermit } from '#schemas/down.ts'
import { uplinkEventSchemas } from '#schemas/events/uplink.ts'
import { samplesSchema } from '#schemas/samples.ts'
import type { Effect, CommonInput } from '#sim/devices/machine.ts'
import { scaleController } from '#sim/devices/scale-controller.ts'
import { type ScaleInput, usualScale } from '#sim/devices/scale-state.ts'
import { uuidV7 } from '#sim/wire/uuid-v7.ts'
import { allow, deny } from './permit-broker.ts'

const START = Date.parse('2026-11-20T08:00:00Z')
const load = { tag: { scheme: 'qr' as const, value: 'q-1' }, tareG: 16_480, grossG: 16_600 }

/** A scale on a table: time moves by hand. */
function bench() {
  const machine = scaleController({ ...usualScale, scale: 'scale-07' })
  const said: Effect[] = []
  let now = START
  let state = machine.initial
  const put = (input: ScaleInput | CommonInput) => {
    const moment = { now, newId: () => uuidV7(now, Math.random), random: () => 0.5 }
    const step = machine.step(state, input, moment)
    state = step.state
    said.push(...step.effects)
  }
  return {
    said,
    put,
    down: (message: object) => put({ on: 'down', message: message as DownMessage }),
    state: () => state,
    types: () => said.flatMap((effect) => (effect.do === 'event' ? [effect.event.type] : [])),
    /** Lets time pass, waking the machine when it asks. */
    pass: (ms: number) => {
      const end = now + ms
      for (let at = machine.wakeAt(state); at !== null && at <= end; at = machine.wakeAt(state)) {
        now = Math.max(now + 1, at)
        put({ on: 'tick' })
      }
      now = end
    },
    ready() {
      put({ on: 'sign-in', operator: 's-1' })
      put({ on: 'test-mass', testMassG: 20_000, readG: 20_003 })
      put({ on: 'place', load })
    },
    lastRequest: () => {
      const { stage } = state
      return { id: stage.is === 'asking' ? stage.requestId : '' }
    },
  }
}

test('a permitted fill reaches the target, names its permit, and publishes the whole curve', () => {
  const scale = bench()
  scale.ready()
  scale.put({ on: 'fill' })
  const permit = allow(scale.lastRequest()) as FillPermit & { permitId: string }
  scale.down(permit)
  scale.pass(120_000)
  const last = scale.said.at(-1)
  expect(last).toMatchObject({
    do: 'event',
    event: { type: 'fill.completed', permitId: permit.permitId, grossG: 30_980, tareG: 16_480 },
  })
  const slices = scale.said.flatMap((effect) => (effect.do === 'samples' ? [effect.samples] : []))
  expect(slices.length).toBeGreaterThan(5)
  for (const slice of slices) expect(samplesSchema.safeParse(slice).success).toBe(true)
  slices.slice(1).forEach((slice, n) => {
    const before = slices[n]
    const end =
      Date.parse(before?.from ?? '') + (before?.grossG.length ?? 0) * (before?.stepMs ?? 0)
    expect(Date.parse(slice.from)).toBe(end)
  })
})

test('every event of a full round validates', () => {
  const scale = bench()
  scale.ready()
  scale.put({ on: 'scan', purpose: 'inventory' })
  scale.put({ on: 'weigh-residual', returnReason: 'used-up' })
  scale.put({ on: 'drain', grossG: 16_500 })
  scale.put({ on: 'evacuate', pressurePa: -90_000, method: 'pump' })
  scale.put({ on: 'check-before', passed: false, defects: ['dented'] })
  scale.put({ on: 'fill' })
  scale.down(allow(scale.lastRequest()))
  scale.pass(10_000)
  scale.put({ on: 'abort' })
  scale.put({ on: 'check-after', checkWeighG: 20_000, leakFree: true, sealed: true, sealNo: 'S1' })
  scale.put({ on: 'take-off' })
  scale.put({ on: 'sign-out' })
  expect(scale.types()).toEqual([
    'operator.signed-in',
    'scale.checked',
    'cylinder.scanned',
    'residual.weighed',
    'residual.removed',
    'vacuum.completed',
    'prefill.checked',
    'fill.requested',
    'fill.aborted',
    'postfill.checked',
    'operator.signed-out',
  ])
  for (const effect of scale.said) {
    if (effect.do !== 'event') continue
    const result = uplinkEventSchemas[effect.event.type].safeParse(effect.event)
    expect(result.error?.message).toBeUndefined()
  }
})

test.each([
  ['a denial', (scale: ReturnType<typeof bench>) => scale.down(deny(scale.lastRequest()))],
  ['silence', (scale: ReturnType<typeof bench>) => scale.pass(11_000)],
  [
    'a permit for another request',
    (scale: ReturnType<typeof bench>) => scale.down(allow({ id: uuidV7(1, Math.random) })),
  ],
])('the valve stays shut after %s', (_, happen) => {
  const scale = bench()
  scale.ready()
  scale.put({ on: 'fill' })
  happen(scale)
  scale.pass(60_000)
  expect(scale.types()).not.toContain('fill.completed')
  expect(scale.state().stage.is).toBe('denied')
})

test('a locked, unchecked or unattended scale does not even ask', () => {
  const locked = bench()
  locked.ready()
  locked.down({ type: 'lock', scale: 'scale-07', reason: 'verification' })
  locked.put({ on: 'fill' })
  const elsewhere = bench()
  elsewhere.ready()
  elsewhere.down({ type: 'lock', scale: 'scale-08', reason: 'verification' })
  elsewhere.put({ on: 'fill' })
  const unchecked = bench()
  unchecked.put({ on: 'sign-in', operator: 's-1' })
  unchecked.put({ on: 'test-mass', testMassG: 20_000, readG: 20_300 })
  unchecked.put({ on: 'place', load })
  unchecked.put({ on: 'fill' })
  expect(locked.types()).not.toContain('fill.requested')
  expect(unchecked.types()).not.toContain('fill.requested')
  expect(elsewhere.types()).toContain('fill.requested')
  locked.down({ type: 'unlock' })
  locked.put({ on: 'fill' })
  expect(locked.types()).toContain('fill.requested')
})

test('a bridged interlock fills against a denial, without a permit', () => {
  const scale = bench()
  scale.ready()
  scale.put({ on: 'fill', fault: { bypassTargetNetG: 14_500, overshootG: 800 } })
  scale.down(deny(scale.lastRequest()))
  scale.pass(120_000)
  const last = scale.said.at(-1)
  expect(last).toMatchObject({ event: { type: 'fill.completed', grossG: 16_480 + 15_300 } })
  expect(last).not.toHaveProperty('event.permitId')
})
