import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import type { ApiDeps } from '#api/api-deps.ts'
import { derivedId, stepId } from '#api/derived-id.ts'
import { eventIdOf } from '#api/idempotency.ts'
import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import { named } from '#jobs/anomalies/anomaly-id.ts'

const ONE = '0192f0c1-0000-7000-8000-000000000001'

describe('ids made from what they name', () => {
  // Written down as version 0.1 made them: they are stored, and a repeat must find what was told before an upgrade.
  it.each([
    [['delivered', ONE, 'ZB-0001'], '56c7583b-3a8a-86b7-8db2-edd466f5c57b'],
    [['rectification', '瓶'], 'd767aaf6-4d4a-8e23-848e-de0ce0b78aa8'],
  ])('a fact of a visit: %j', (parts, id) => expect(derivedId(...parts)).toBe(id))

  it.each([
    [[ONE, 'ZB-0001', 'quarantine'], '049b2d10-1a63-80ff-b5e8-a9177b36dcde'],
    [[ONE, 'weighed'], '1805d649-9947-89d0-97a2-a3c2e8c233ea'],
  ])('a step: %j', (parts, id) => expect(stepId(...parts)).toBe(id))

  it('the event of a request with an Idempotency-Key', () => {
    const claim = { userId: ONE, key: 'ab'.repeat(32), secret: Buffer.alloc(32) }
    const asked = { claim } as unknown as FastifyRequest
    expect(eventIdOf(asked, {} as ApiDeps)).toBe('2fc4c3c2-f486-8c41-8ca0-f529795cdea0')
  })

  it('an anomaly', () => {
    const found = {
      kind: 'GAS_LOST',
      subject: { kind: 'cylinder', id: 'ZB-0001' },
      anchor: '2026-10',
    } as unknown as Anomaly
    expect(named('u', [found])[0]?.id).toBe('9e62c325-2bb3-82b2-92c3-7c5cb1be4b26')
  })
})
