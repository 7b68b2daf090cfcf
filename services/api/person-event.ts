import type { FastifyRequest } from 'fastify'
import type { EventType } from '#domain/event-types.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import { epochMs } from '#domain/units.ts'
import { principalOf } from './access.ts'
import type { ApiDeps } from './api-deps.ts'
import { eventIdOf } from './idempotency.ts'
import { present } from './time-text.ts'

/** An event that the caller causes now, at the caller's station if there is one. */
export const personEvent = (
  deps: ApiDeps,
  request: FastifyRequest,
  type: EventType,
  body: Readonly<Record<string, unknown>>,
): ApiEvent => {
  const principal = principalOf(request)
  return {
    id: eventIdOf(request, deps),
    type,
    at: epochMs(deps.clock()),
    stationId: principal.stationId,
    operator: principal.username,
    body: present({ ...body, by: principal.userId }),
  }
}
