import { afterAll, beforeAll, expect, it } from 'vitest'
import { uuid7 } from '#app/uuid7.ts'
import { epochMs } from '#domain/units.ts'
import { KpiTests } from '#store/books/kpi-tests.ts'
import { type IngestFixture, onCylinder, startFixture } from '#test/ingest/ingest-fixture.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { toTheEnd } from '#test/setup/to-the-end.ts'

const HOUR = 3_600_000

type Step = 'fill' | 'good' | 'short' | 'leaks' | 'delivered' | 'weighed' | 'out'

/** Tests of the check-weigh and of leaks as `+` passed, `-` failed, in brackets when a re-test. */
const scenarios: readonly [name: string, steps: readonly Step[], fill: string, leak: string][] = [
  ['a first test that passed counts once', ['fill', 'good'], '+', '+'],
  [
    'topped up and tested again: the first result counts',
    ['fill', 'short', 'fill', 'good'],
    '- (+)',
    '+ +',
  ],
  ['looked at twice: the second look is a re-test', ['fill', 'good', 'good'], '+ (+)', '+ (+)'],
  ['mended and checked again without a fill', ['fill', 'leaks', 'good'], '+ (+)', '- (+)'],
  ['filled anew after a pass is a new test', ['fill', 'good', 'fill', 'good'], '+ +', '+ +'],
  [
    'failed, delivered all the same, and back: a new test',
    ['fill', 'short', 'delivered', 'weighed', 'fill', 'good'],
    '- +',
    '+ +',
  ],
  ['the check at the gate is a re-test of leaks alone', ['fill', 'good', 'out'], '+', '+ (+)'],
]

forEachStore('tests behind the KPIs', (store) => {
  let database: TestDatabase
  let fixture: IngestFixture
  let books: KpiTests

  beforeAll(async () => {
    database = await store.createDatabase()
    fixture = await startFixture(database)
    books = new KpiTests(database.pool)
  })
  afterAll(async () => {
    await fixture.stop()
    await database.drop()
  })

  const tell = async (code: string, step: Step, at: string): Promise<void> => {
    const gross = { fill: 31_000, good: 31_000, short: 29_800, leaks: 31_000 }
    const own = (type: string, body: object) => fixture.publish(onCylinder(code, type, body, at))
    switch (step) {
      case 'fill':
        return own('fill.completed', { scale: 'scale-1', grossG: gross.fill, tareG: 16_500 })
      case 'good':
      case 'short':
      case 'leaks':
        return own('postfill.checked', {
          checkWeighG: gross[step],
          leakFree: step !== 'leaks',
          sealed: true,
          labelled: true,
        })
      case 'out':
        return own('stock.out', {
          siteId: 'st-1',
          condition: 'full',
          appearanceOk: true,
          leakFree: true,
        })
      case 'weighed':
        return own('residual.weighed', { scale: 'scale-1', grossG: 16_600 })
      case 'delivered': {
        const event = {
          id: uuid7(),
          type: 'delivery.completed' as const,
          at: epochMs(Date.parse(at)),
          stationId: null,
          operator: 'k-31',
          body: { by: 'k-31', customerRef: 'c-1' },
        }
        await fixture.recorder.record(code, event)
      }
    }
  }

  const counted = async (code: string, kind: string): Promise<string> => {
    await books.count(Date.now(), toTheEnd)
    const { rows } = await database.pool.query<{ passed: boolean; retest: boolean }>(
      `select t.passed, t.retest from kpi_test t join cylinder c on c.id = t.cylinder_id where c.code = $1 and t.kind = $2
       order by t.tested_at`,
      [code, kind],
    )
    return rows
      .map(({ passed, retest }) => (retest ? `(${passed ? '+' : '-'})` : passed ? '+' : '-'))
      .join(' ')
  }

  it.each(scenarios)('A14 %s', async (name, steps, fill, leak) => {
    const code = `K${scenarios.findIndex(([one]) => one === name)}`
    await fixture.register(code)
    for (const [n, step] of steps.entries()) {
      await tell(code, step, new Date(Date.now() - (20 - n) * HOUR).toISOString())
    }
    expect(await counted(code, 'fill')).toBe(fill)
    expect(await counted(code, 'leak')).toBe(leak)
  })

  it('a fill that becomes known later makes of a re-test what it was; a pass told again changes nothing', async () => {
    await fixture.register('LATE')
    const at = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString()
    await tell('LATE', 'fill', at(9))
    await tell('LATE', 'good', at(8))
    await tell('LATE', 'good', at(4))
    expect(await counted('LATE', 'fill')).toBe('+ (+)')
    await tell('LATE', 'fill', at(6))
    expect(await counted('LATE', 'fill')).toBe('+ +')
    expect(await books.count(Date.now(), toTheEnd)).toBe(0)
    // Another process begins where the mark stands, and counts the newest ones again: the same rows.
    await new KpiTests(database.pool).count(Date.now(), toTheEnd)
    expect(await counted('LATE', 'fill')).toBe('+ +')
  })

  it('a cylinder that nobody registered is counted once it is', async () => {
    await tell('UNKNOWN', 'fill', new Date(Date.now() - 2 * HOUR).toISOString())
    await tell('UNKNOWN', 'good', new Date(Date.now() - HOUR).toISOString())
    expect(await counted('UNKNOWN', 'fill')).toBe('')
    await fixture.register('UNKNOWN')
    expect(await counted('UNKNOWN', 'fill')).toBe('+')
  })
})
