import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { secondWriter } from './second-writer.ts'
import { type SmallTown, smallTown } from './small-town.ts'

let town: SmallTown
let writer: Awaited<ReturnType<typeof secondWriter>>

beforeAll(async () => {
  town = await smallTown()
  writer = await secondWriter(await town.program.databaseUrl())
}, 60_000)
afterAll(async () => {
  await writer?.stop()
  await town?.end()
})

const FILL = { scale: 'scale-1', tareG: 16_500, grossG: 31_000, operator: 's-1' }
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString()
const codes = (findings: readonly { readonly code: string }[]): string[] =>
  findings.map(({ code }) => code)

it('supersedes a verdict when a pre-fill check comes late, and shows both', async () => {
  await town.register('L-1')
  const fill = await town.device.send('fill.completed', 'L-1', { ...FILL, at: ago(20_000) })
  const before = await town.admin.traced('L-1', fill.id)
  expect(codes(before.findings)).toContain('FILL_NEEDS_PREFILL_CHECK')
  await sleep(20)
  const known = new Date().toISOString()
  await sleep(20)
  await town.device.send('prefill.checked', 'L-1', { passed: true, at: ago(60_000) })
  const after = await town.admin.traced('L-1', fill.id)
  expect(codes(after.findings)).not.toContain('FILL_NEEDS_PREFILL_CHECK')
  expect(codes(after.superseded)).toContain('FILL_NEEDS_PREFILL_CHECK')
  const order = (await town.admin.trace('L-1')).events.map(({ type }) => type)
  expect(order.indexOf('prefill.checked')).toBeLessThan(order.indexOf('fill.completed'))
  const then = await town.admin.trace('L-1', `?asOf=${known}`)
  expect(then.events.map(({ type }) => type)).not.toContain('prefill.checked')
  const fillThen = then.events.find(({ id }) => id === fill.id)
  expect(codes(fillThen?.findings ?? [])).toContain('FILL_NEEDS_PREFILL_CHECK')
  expect(then.cylinder.service.state).toBe('quarantined')
})

it('judges a fill that came before its cylinder was registered', async () => {
  const fill = await town.device.send('fill.completed', 'L-2', { ...FILL, grossG: 31_700 })
  expect((await town.admin.get('/v1/cylinders/L-2/trace')).status).toBe(404)
  await town.register('L-2')
  const judged = await town.admin.traced('L-2', fill.id)
  expect(codes(judged.findings)).toContain('OVERFILL')
  expect(codes(judged.findings)).not.toContain('FILL_UNKNOWN_CYLINDER')
})

it('lets events of a tag join the life when the tag is bound', async () => {
  await town.register('L-3')
  const tag = { scheme: 'epc', value: 'E280-L-3' }
  const fill = await town.device.send('fill.completed', 'L-3', { ...FILL, grossG: 31_700, tag })
  expect((await town.admin.trace('L-3')).events.map(({ id }) => id)).not.toContain(fill.id)
  await town.admin.create('/v1/cylinders/L-3/tags', { ...tag, validFrom: ago(60_000) })
  expect(codes((await town.admin.traced('L-3', fill.id)).findings)).toContain('OVERFILL')
  const later = await town.device.send('cylinder.scanned', 'L-3', { tag, purpose: 'inventory' })
  await town.admin.traced('L-3', later.id)
})

it('judges old fills by a tare that is corrected from the beginning', async () => {
  await town.register('L-4')
  const fill = await town.device.send('fill.completed', 'L-4', { ...FILL, tareG: 16_500 })
  expect(codes((await town.admin.traced('L-4', fill.id)).findings)).not.toContain('OVERFILL')
  // 31 000 − 15 900 = 15 100 g: more than the stamped 14 900.
  await writer.record('L-4', 'tare.corrected', {
    tareG: 15_900,
    validFrom: Date.now() - 86_400_000,
    by: 'tester',
  })
  const judged = await town.admin.traced('L-4', fill.id)
  expect(codes(judged.findings)).toContain('OVERFILL')
  // This process holds the cylinder's life of before: it must notice that another one has changed it.
  const next = await town.device.send('fill.completed', 'L-4', { ...FILL, tareG: 16_500 })
  expect(codes((await town.admin.traced('L-4', next.id)).findings)).toContain('OVERFILL')
})

it('counts an annulled event for nothing and keeps it readable', async () => {
  await town.register('L-5')
  const wrong = await town.device.send('fill.completed', 'L-5', { ...FILL, grossG: 31_700 })
  expect((await town.admin.trace('L-5')).cylinder.service.state).toBe('quarantined')
  const reason = 'another cylinder stood on the scale'
  await writer.record('L-5', 'event.annulled', { eventId: wrong.id, reason, by: 'tester' })
  const { cylinder, events } = await town.admin.trace('L-5')
  expect(cylinder.service.state).toBe('in-service')
  expect(cylinder.content.state).not.toBe('full')
  const annulled = events.find(({ id }) => id === wrong.id)
  expect(annulled).toMatchObject({ findings: [], body: { grossG: 31_700 } })
  expect(codes(annulled?.superseded ?? [])).toContain('OVERFILL')
})

it('takes one array of events in any order for the life that they make', async () => {
  await town.register('L-6')
  const event = (type: string, ms: number, fields: object) => ({
    id: crypto.randomUUID(),
    type,
    at: ago(ms),
    tag: { scheme: 'code', value: 'L-6' },
    ...fields,
  })
  const check = event('prefill.checked', 50_000, { passed: true })
  const fill = event('fill.completed', 40_000, FILL)
  const after = event('postfill.checked', 30_000, { leakFree: true, sealed: true, labelled: true })
  await town.device.publish(JSON.stringify([after, fill, check, fill]))
  const { cylinder, events } = await town.admin.trace('L-6')
  const order = events
    .map(({ id }) => id)
    .filter((id) => [check, fill, after].some((e) => e.id === id))
  expect(order).toEqual([check.id, fill.id, after.id])
  expect(cylinder.content).toMatchObject({ state: 'full', netG: 14_500 })
  const findings = events.flatMap((one) => codes(one.findings))
  expect(findings).toEqual(['FILL_WITHOUT_PERMIT'])
})
