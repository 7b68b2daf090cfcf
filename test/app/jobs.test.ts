import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '#test/setup/eventually.ts'
import { type SmallTown, smallTown } from './small-town.ts'

let town: SmallTown

beforeAll(async () => {
  town = await smallTown()
}, 60_000)
afterAll(() => town?.end())

const deadline = async (from: string, workingDays: number) =>
  (await town.admin.get(`/v1/calendar/deadline?from=${from}&workingDays=${workingDays}`)).body

it('has loaded the calendar and counts as facts F7 does', async () => {
  await eventually(async () => {
    expect(await deadline('2026-09-30', 5)).toEqual({ day: '2026-10-13', provisional: false })
  })
  expect(await deadline('2026-02-12', 5)).toEqual({ day: '2026-02-26', provisional: false })
})

it('gives a claim its deadline: the end of the fifth working day in Shanghai, provisional where the calendar ends', async () => {
  await town.register('J-1')
  const grossG = 16_500 + 900
  const sent = await town.device.send('residual.weighed', 'J-1', {
    scale: 'scale-1',
    grossG,
    returnReason: 'used-up',
  })
  const item = await eventually(async () => {
    const { body } = await town.admin.get('/v1/work-items?kind=residual-claim')
    expect(body.items[0]?.dueAt).toBeTypeOf('string')
    return body.items[0]
  }, 20_000)
  const weighedOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const { day, provisional } = await deadline(weighedOn, 5)
  expect(item).toMatchObject({ code: 'J-1', eventId: sent.id, provisional })
  expect(Date.parse(item.dueAt)).toBe(Date.parse(`${day}T23:59:59.999+08:00`))
})
