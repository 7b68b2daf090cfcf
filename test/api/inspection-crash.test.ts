import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untoldEvents } from '#jobs/untold-events.ts'
import { untoldEventQueries } from '#store/queries/system/untold-events.ts'
import type { Json } from './api-harness.ts'
import { type InspectionWorld, pass, startInspections, url } from './inspection-world.ts'
import { cylinderBody } from './small-world.ts'

describe('a step of a batch that is broken off', () => {
  let lab: InspectionWorld
  /** So many events of a type are written before the next one breaks. */
  const failing = { type: '', after: Number.POSITIVE_INFINITY }

  beforeAll(async () => {
    lab = await startInspections((deps) => ({
      ...deps,
      recorder: {
        record: (code, event, decide) => {
          if (event.type === failing.type && failing.after-- <= 0) throw new Error('broken off')
          return deps.recorder.record(code, event, decide)
        },
        recordAtSite: (event) => deps.recorder.recordAtSite(event),
        register: (rows) => deps.recorder.register(rows),
        bindTag: (change) => deps.recorder.bindTag(change),
        releaseTag: (change) => deps.recorder.releaseTag(change),
      },
    }))
  }, 60_000)
  afterAll(() => lab.api.close())

  const events = async (code: string): Promise<string[]> => {
    const trace = await lab.api.call('GET', `/v1/cylinders/${code}/trace`, lab.tokens['office'])
    return trace.body.events.map(({ type }: Json) => type)
  }

  /** A batch of two, judged as far as the step that comes next. */
  const upTo = async (step: 'send' | 'review' | 'return', codes: readonly [string, string]) => {
    for (const code of codes)
      await lab.post('/v1/cylinders', lab.tokens['office'], cylinderBody(code))
    if (step === 'send') {
      const body = { labId: 'lab-1', codes }
      return ['/v1/inspection-batches', 'office', body, 'inspection.sent'] as const
    }
    const batch = await lab.send(codes)
    const results = { results: codes.map((code) => pass(code)) }
    expect((await lab.post(url(batch, 'results'), lab.tokens['zhang'], results)).status).toBe(200)
    const confirm = { decision: 'confirm' }
    if (step === 'review') {
      return [url(batch, 'review'), 'li', confirm, 'inspection.completed'] as const
    }
    expect((await lab.post(url(batch, 'review'), lab.tokens['li'], confirm)).status).toBe(200)
    return [url(batch, 'return'), 'li', { siteId: 'st-a' }, 'custody.handed-over'] as const
  }

  /** What the job does about what was broken off. */
  const finish = () =>
    untoldEvents({
      store: untoldEventQueries(lab.api.database.pool),
      recorder: lab.api.recorder,
      now: () => lab.api.clock.now + 60_000,
      everyMs: 1,
    }).run(new AbortController().signal)

  it.each(['send', 'review', 'return'] as const)(
    'broken off in the middle of %s: the job finishes it, and the repeat writes nothing more',
    async (step) => {
      const codes = [`J-${step}-1`, `J-${step}-2`] as const
      const [path, who, body, type] = await upTo(step, codes)
      const headers = {
        authorization: `Bearer ${lab.tokens[who]}`,
        'idempotency-key': `job-${step}`,
      }
      Object.assign(failing, { type, after: 1 })
      expect((await lab.post(path, lab.tokens[who], body, { headers })).status).toBe(500)
      failing.after = Number.POSITIVE_INFINITY
      await finish()
      const lives = await Promise.all(codes.map(events))
      expect(lives.map((life) => life.at(-1))).toEqual([type, type])
      const again = await lab.post(path, lab.tokens[who], body, { headers })
      expect(again.status, JSON.stringify(again.body)).toBeLessThan(300)
      expect(await Promise.all(codes.map(events))).toEqual(lives)
      const { rows } = await lab.api.database.pool.query('select from untold_event')
      expect(rows).toHaveLength(0)
    },
  )

  it.each(['send', 'review', 'return'] as const)(
    'broken off in the middle of %s: the repeat finishes it',
    async (step) => {
      const codes = [`R-${step}-1`, `R-${step}-2`] as const
      const [path, who, body, type] = await upTo(step, codes)
      const headers = {
        authorization: `Bearer ${lab.tokens[who]}`,
        'idempotency-key': `rep-${step}`,
      }
      Object.assign(failing, { type, after: 1 })
      expect((await lab.post(path, lab.tokens[who], body, { headers })).status).toBe(500)
      failing.after = Number.POSITIVE_INFINITY
      const again = await lab.post(path, lab.tokens[who], body, { headers })
      expect(again.status, JSON.stringify(again.body)).toBeLessThan(300)
      const lives = await Promise.all(codes.map(events))
      expect(lives.map((life) => life.filter((one) => one === type))).toEqual([[type], [type]])
      await finish()
      expect(await Promise.all(codes.map(events))).toEqual(lives)
    },
  )
})
