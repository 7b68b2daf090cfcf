import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

let desk: DeskWorld

beforeAll(async () => {
  desk = await startDesk()
}, 90_000)
afterAll(() => desk?.api.close())

describe('score sheets', () => {
  it('R004-5.2: 35 items in six groups are 100 points; row 21 says that it was lost', async () => {
    const { body } = await desk.get('/v1/score-sheets')
    const sheet = body.items.find(({ id }: Json) => id === 'cn-3704-annex-2')
    const sum = (items: Json[]): number => items.reduce((all, { scoring }) => all + scoring.max, 0)
    expect([sheet.items.length, sum(sheet.items)]).toEqual([35, 100])
    for (const { name, points } of sheet.groups) {
      const own = sheet.items.filter(({ group }: Json) => group === name)
      expect([name, sum(own)]).toEqual([name, points])
    }
    expect(sheet.items[20].reading.zh).toMatch(/缺第21项/)
    expect(sheet.readings.map(({ about }: Json) => about)).toEqual(
      expect.arrayContaining(['C20', 'A18', 'A20']),
    )
    expect(sheet.items[0].text.zh).toMatch(/依法取得燃气经营许可证/)
  })

  it('table 10.0.3 is whole: 61 rows, each once, each with its own text', async () => {
    const { body } = await desk.get('/v1/score-sheets')
    const { items } = body.items.find(({ id }: Json) => id === 'cn-65-table-10-0-3')
    // Counted in the draft, without pipelines (4.2), vehicles (4.4) and meter reading (5.1): rows under each number.
    const printed = {
      '3.1': 1,
      '3.2': 2,
      '3.3': 4,
      '3.4': 2,
      '3.5': 1,
      '3.7': 1,
      '3.8': 3,
      '3.10': 1,
      '3.11': 1,
      '4.1': 3,
      '4.3': 5,
      '5.1': 3,
      '5.2': 4,
      '5.3': 1,
      '5.4': 6,
      '6.1': 1,
      '6.2': 3,
      '6.3': 3,
      '6.4': 5,
      '7': 2,
      '8': 2,
      '9.1': 4,
      '9.2': 2,
      '9.3': 1,
    }
    const under = (no: string) => /^\d+(?:\.\d+)?/.exec(no)?.[0] ?? no
    const counts: Record<string, number> = {}
    for (const { no } of items) counts[under(no)] = (counts[under(no)] ?? 0) + 1
    expect(counts).toEqual(printed)
    expect(new Set(items.map(({ text }: Json) => text.zh)).size).toBe(61)
    const rates = items.filter(({ scoring }: Json) => scoring.kind === 'rate')
    expect(rates.map(({ no }: Json) => no)).toEqual([
      '3.3',
      '4.1.1',
      '4.3.1a',
      '5.2b',
      '6.1',
      '6.2a',
      '6.2b',
      '6.3',
      '6.3b',
      '7',
      '8',
      '9.2',
    ])
  })
})
