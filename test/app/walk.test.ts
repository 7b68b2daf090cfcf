import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '#test/setup/eventually.ts'
import { plainCylinder } from './api-client.ts'
import { type SmallTown, smallTown } from './small-town.ts'

const run = promisify(execFile)
const hasMosquitto = await run('mosquitto_pub', ['--help']).then(
  () => true,
  (error: { code?: unknown }) => error.code !== 'ENOENT',
)

let town: SmallTown

beforeAll(async () => {
  town = await smallTown()
}, 60_000)
afterAll(() => town?.end())

const OVERFILL = { scale: 'scale-1', tareG: 16_500, grossG: 31_700, operator: 's-1' }
const overfill = {
  code: 'OVERFILL',
  severity: 'block',
  measured: 15_200,
  limit: 14_900,
  unit: 'g',
  clause: expect.stringMatching(/^R00/),
  profile: expect.stringMatching(/^cn-/),
  force: expect.any(String),
}

it('shows a fill with finding, clause, measured and limit within a second of its publish', async () => {
  await town.register('W-1')
  const began = performance.now()
  const { id } = await town.device.send('fill.completed', 'W-1', OVERFILL)
  const fill = await town.admin.traced('W-1', id)
  expect(performance.now() - began).toBeLessThan(1000)
  expect(fill).toMatchObject({ stationId: 'st-1', deviceId: 'dev-1', operator: 's-1' })
  expect(fill.findings).toContainEqual(expect.objectContaining(overfill))
  const outcome = await town.device.answer('outcome', (message) => message.id === id)
  expect(outcome.findings).toContainEqual(expect.objectContaining(overfill))
  const { cylinder } = await town.admin.trace('W-1')
  expect(cylinder.service.state).toBe('quarantined')
})

it.skipIf(!hasMosquitto)(
  'takes the same from mosquitto_pub with the password of a device',
  async () => {
    await town.register('W-2')
    const { port, hostname } = new URL(town.program.mqtt)
    const { username, password } = await town.newDevice('by-hand')
    const id = randomUUID()
    const event = {
      id,
      type: 'fill.completed',
      at: new Date().toISOString(),
      tag: { scheme: 'qr', value: 'qr-W-2' },
      ...OVERFILL,
    }
    const message = ['-t', 'lpg/v1/st-1/by-hand/event', '-m', JSON.stringify(event)]
    const login = ['-h', hostname, '-p', port, '-u', username, '-P', password, '-q', '1']
    await run('mosquitto_pub', [...login, ...message])
    const fill = await eventually(() => town.admin.traced('W-2', id), 1000)
    expect(fill.findings).toContainEqual(expect.objectContaining(overfill))
    const wrong = login.map((word) => (word === password ? 'wrong' : word))
    await expect(run('mosquitto_pub', [...wrong, ...message])).rejects.toThrow()
  },
)

it('stands once, sent five times, and refuses other content under the same id', async () => {
  await town.register('W-3')
  const sent = await town.device.send('fill.completed', 'W-3', OVERFILL)
  for (let i = 0; i < 4; i++) await town.device.publish(JSON.stringify(sent))
  await town.admin.traced('W-3', sent.id)
  await town.device.publish(JSON.stringify({ ...sent, grossG: 31_000 }))
  const { code } = await town.device.answer('rejected', (message) => message.id === sent.id)
  expect(code).toBe('EVENT_ID_REUSED')
  const fill = await town.admin.traced('W-3', sent.id)
  expect(fill).toMatchObject({ body: { grossG: 31_700 } })
})

it('registers a cylinder once and tells a resident about it without signing in', async () => {
  await town.register('W-4')
  const again = await town.admin.call('POST', '/v1/cylinders', plainCylinder('W-4'))
  expect(again).toMatchObject({ status: 409, body: { code: 'CYLINDER_EXISTS' } })
  const anybody = await fetch(`${town.program.url}/v1/public/cylinders/W-4`)
  expect(anybody.status).toBe(200)
  expect((await fetch(`${town.program.url}/t/W-4`)).status).toBe(200)
  expect((await fetch(`${town.program.url}/v1/cylinders/W-4/trace`)).status).toBe(401)
})
