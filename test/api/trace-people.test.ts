import { expect, it } from 'vitest'
import { traceEvents } from '#api/evidence/trace-events.ts'
import type { TraceRow } from '#store/queries/evidence/trace.ts'

const row = (id: string, type: TraceRow['type'], operator: string | null): TraceRow => ({
  source: 1,
  id,
  type,
  effectiveAt: 0,
  at: 0,
  recordedAt: 0,
  stationId: 'st-a',
  deviceId: 'dev-1',
  operator,
  scale: null,
  body: {},
  contextId: 0,
  findings: null,
  decidedAt: 0,
})

it('R001-6.2-cl: a trace tells who checked before a fill apart from who filled; a check counts for one fill', () => {
  const shown = traceEvents(
    [
      row('1', 'prefill.checked', 's-checker'),
      row('2', 'fill.completed', 's-filler'),
      row('3', 'fill.completed', 's-filler'),
    ],
    [],
    null,
  )
  expect(shown[1]).toMatchObject({ checkedBy: 's-checker', filledBy: 's-filler' })
  expect(shown[0]).not.toHaveProperty('checkedBy')
  expect(shown[2]).not.toHaveProperty('checkedBy')
})
