import { afterAll, beforeAll, expect, it } from 'vitest'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { type SmallTown, smallTown } from './small-town.ts'

let town: SmallTown

beforeAll(async () => {
  // The API in one process, devices in others: a change has to reach those.
  town = await smallTown({ LPG_GATEWAYS: '2' })
}, 60_000)
afterAll(() => town?.end())

const OVER = { scale: 'scale-1', tareG: 16_500, grossG: 31_300, operator: 's-1' }

it('a profile recorded over HTTP judges the very next fill in the gateways', async () => {
  for (const code of ['R-1', 'R-2']) {
    await town.register(code)
    await town.device.send('prefill.checked', code, { passed: true, operator: 's-1' })
  }
  const before = await town.device.send('fill.completed', 'R-1', OVER)
  const today = dayOf(epochMs(Date.now()))
  const fill = { value: { nominalG: 14_500, toleranceG: 100 }, clause: 'ZB-1', from: today }
  await town.admin.create('/v1/rule-profiles', {
    id: 'cn-3703',
    validFrom: today,
    name: { zh: '淄博新规', en: 'Zibo, new' },
    parent: 'cn-base',
    regionPrefixes: ['3703'],
    values: { fill: { 'YSP-15': { ...fill, force: 'mandatory', certainty: 'document' } } },
    reason: '通知',
  })
  const { answer } = await town.device.ask('R-2', { emptyGrossG: 16_600, operator: 's-1' })
  expect(answer).toMatchObject({ decision: 'allow', maxNetG: 14_600 })
  const after = await town.device.send('fill.completed', 'R-2', OVER)
  const codes = async (code: string, id: string) =>
    (await town.admin.traced(code, id)).findings.map((finding) => finding.code)
  expect(await codes('R-1', before.id)).not.toContain('OVERFILL')
  const found = (await town.admin.traced('R-2', after.id)).findings
  expect(found.find(({ code }) => code === 'OVERFILL')).toMatchObject({
    measured: 14_800,
    limit: 14_600,
    clause: 'ZB-1',
    profile: `cn-3703@${today}`,
  })
})

it('a locked scale is told at once, refuses, and the trace shows lock and release', async () => {
  const lock = (action: string) =>
    town.admin.call('POST', `/v1/scales/scale-1/${action}`, { reason: '抽查' })
  await lock('lock')
  expect(await town.device.answer('lock')).toMatchObject({ scale: 'scale-1', reason: '抽查' })
  const { answer } = await town.device.ask('R-2', { emptyGrossG: 16_600, operator: 's-1' })
  expect(answer).toMatchObject({ decision: 'deny', code: 'SCALE_LOCKED' })
  await lock('unlock')
  expect(await town.device.answer('unlock')).toMatchObject({ scale: 'scale-1' })
  const { locks } = await town.admin.trace('R-2')
  expect(locks.map(({ action, by }) => [action, by])).toEqual([
    ['lock', 'admin:admin'],
    ['unlock', 'admin:admin'],
  ])
})
