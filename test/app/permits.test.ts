import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CylinderCreate } from '#schemas/api/cylinder.ts'
import { ApiClient } from './api-client.ts'
import { type SmallTown, smallTown } from './small-town.ts'

let town: SmallTown

beforeAll(async () => {
  town = await smallTown()
}, 60_000)
afterAll(() => town?.end())

const EMPTY = { emptyGrossG: 16_600, operator: 's-1' }

/** In order and checked: nothing is in the way of a fill. */
const ready = async (code: string): Promise<void> => {
  await town.register(code)
  await town.device.send('prefill.checked', code, { passed: true, operator: 's-1' })
}

const fillWith = (code: string, permitId: string, fields: object = {}) =>
  town.device.send('fill.completed', code, {
    scale: 'scale-1',
    tareG: 16_500,
    grossG: 31_000,
    operator: 's-1',
    permitId,
    ...fields,
  })

const permitOf = async (code: string) => {
  const { request, answer } = await town.device.ask(code, EMPTY)
  if (answer.decision !== 'allow') throw new Error(`denied: ${answer.codes.join()}`)
  return { request, permit: answer }
}

it('allows a fill, which then has no findings', async () => {
  await ready('P-1')
  const { permit } = await permitOf('P-1')
  expect(permit).toMatchObject({
    tareG: 16_500,
    targetNetG: 14_500,
    targetGrossG: 31_000,
    maxNetG: expect.any(Number),
  })
  const fill = await fillWith('P-1', permit.permitId)
  expect((await town.admin.traced('P-1', fill.id)).findings).toEqual([])
  const types = (await town.admin.trace('P-1')).events.map(({ type }) => type)
  expect(types).toEqual([
    'cylinder.registered',
    'prefill.checked',
    'fill.requested',
    'fill.permitted',
    'fill.completed',
  ])
})

it('is good for one fill', async () => {
  await ready('P-2')
  const { permit } = await permitOf('P-2')
  await fillWith('P-2', permit.permitId)
  const again = await fillWith('P-2', permit.permitId)
  const codes = (await town.admin.traced('P-2', again.id)).findings.map(({ code }) => code)
  expect(codes).toContain('FILL_WITHOUT_PERMIT')
})

it('gives a repeated request the same answer', async () => {
  await ready('P-3')
  const { request, permit } = await permitOf('P-3')
  town.device.down.length = 0
  await town.device.publish(JSON.stringify(request))
  const repeated = await town.device.answer('fill.permit')
  expect(repeated).toEqual(permit)
  const { events } = await town.admin.trace('P-3')
  expect(events.filter(({ type }) => type === 'fill.permitted')).toHaveLength(1)
})

it('does not decide what was asked more than 10 s ago', async () => {
  await ready('P-4')
  const at = new Date(Date.now() - 12_000).toISOString()
  // Checked before it was asked: the age alone is in the way.
  await town.device.send('prefill.checked', 'P-4', {
    passed: true,
    at: new Date(Date.now() - 60_000).toISOString(),
  })
  const { answer } = await town.device.ask('P-4', { ...EMPTY, at })
  expect(answer).toMatchObject({ decision: 'deny', code: 'REQUEST_EXPIRED' })
})

const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

const denials: readonly (readonly [string, Partial<CylinderCreate>, object, string])[] = [
  ['its inspection is overdue', { nextInspectionOn: YESTERDAY }, {}, 'INSPECTION_OVERDUE'],
  ['its life is over', { madeOn: '2012-01' }, {}, 'LIFE_EXPIRED'],
  ['it is not ours', { ownerId: 'gas-2' }, {}, 'NOT_OWNED'],
  ['it was registered for another gas', { medium: 'DME' }, {}, 'WRONG_MEDIUM'],
  ['it must be evacuated first', { needsVacuum: true }, {}, 'NEEDS_VACUUM'],
  ['there is too much residual in it', {}, { emptyGrossG: 18_500 }, 'RESIDUAL_TOO_HIGH'],
  ['it is full by weight', {}, { emptyGrossG: 31_000 }, 'ALREADY_FULL'],
  ['the scale is unknown', {}, { scale: 'scale-9' }, 'SCALE_UNVERIFIED'],
]

it.each(denials)('refuses when %s', async (why, change, fields, code) => {
  const name = `D-${denials.findIndex(([one]) => one === why)}`
  await town.register(name, change)
  await town.device.send('prefill.checked', name, { passed: true })
  const { answer } = await town.device.ask(name, { ...EMPTY, ...fields })
  expect(answer).toMatchObject({ decision: 'deny', code, codes: expect.arrayContaining([code]) })
  if (answer.decision !== 'deny') return
  expect(answer.clause).toEqual(expect.any(String))
  expect(answer.message.zh).not.toBe('')
  expect(answer.message.en).not.toBe('')
})

it('refuses a cylinder that nobody registered, retired, unchecked, or that failed its check', async () => {
  const codeOf = async (name: string) => {
    const { answer } = await town.device.ask(name, EMPTY)
    return answer.decision === 'deny' ? answer.code : answer.decision
  }
  expect(await codeOf('D-nobody')).toBe('UNKNOWN_CYLINDER')
  await ready('D-retired')
  await town.admin.create('/v1/cylinders/D-retired/retire', { reason: 'scrap' })
  expect(await codeOf('D-retired')).toBe('RETIRED')
  await town.register('D-unchecked')
  expect(await codeOf('D-unchecked')).toBe('NEEDS_PREFILL_CHECK')
  await town.device.send('prefill.checked', 'D-unchecked', { passed: false, defects: ['dent'] })
  expect(await codeOf('D-unchecked')).toBe('PREFILL_FAILED')
})

it('tells a device at once that its scale is locked, refuses, and allows after the unlock', async () => {
  await ready('K-1')
  const user = { username: 'reg', password: 'regulator-1', role: 'regulator', regionPrefix: '3703' }
  await town.admin.create('/v1/users', user)
  const regulator = await new ApiClient(town.program.url).signIn('reg', 'regulator-1')
  const began = performance.now()
  const locked = await regulator.call('POST', '/v1/scales/scale-1/lock', { reason: 'spot check' })
  expect(locked).toMatchObject({ status: 200, body: { locked: true } })
  await town.device.answer('lock', ({ scale }) => scale === 'scale-1')
  expect(performance.now() - began).toBeLessThan(1000)
  const denied = await town.device.ask('K-1', EMPTY)
  expect(denied.answer).toMatchObject({ decision: 'deny', code: 'SCALE_LOCKED' })
  const unlocked = await regulator.call('POST', '/v1/scales/scale-1/unlock', { reason: 'done' })
  expect(unlocked.status).toBe(200)
  await town.device.answer('unlock')
  expect((await town.device.ask('K-1', EMPTY)).answer.decision).toBe('allow')
})
