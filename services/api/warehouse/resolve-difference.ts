import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { principalOf } from '#api/access.ts'
import { afterKnown } from '#api/after-known.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { derivedId } from '#api/derived-id.ts'
import { present } from '#api/time-text.ts'
import type { EventType } from '#domain/event-types.ts'
import { epochMs } from '#domain/units.ts'
import type { differenceResolve } from '#schemas/api/stock-count.ts'
import type { EventOfCylinder } from '#store/queries/system/untold-events.ts'
import type { CountRow, DifferenceRow } from '#store/queries/warehouse/stock-counts.ts'

export type Wanted = z.infer<typeof differenceResolve>

/** What may be said of which difference. */
const allowed: Readonly<Record<DifferenceRow['kind'], readonly Wanted['resolution'][]>> = {
  missing: ['overlooked', 'moved', 'lost'],
  unexpected: ['taken-in', 'misread'],
  'wrong-condition': ['taken-in', 'misread'],
  unregistered: ['noted', 'misread'],
}

/** @throws INCONSISTENT_REQUEST */
export const refuseResolution = ({ kind }: DifferenceRow, { resolution }: Wanted): void => {
  if (allowed[kind].includes(resolution)) return
  const detail = {
    zh: `${kind} 可按以下方式处理：${allowed[kind].join('、')}`,
    en: `${kind} is resolved by ${allowed[kind].join(', ')}`,
  }
  throw problem('INCONSISTENT_REQUEST', { path: '/resolution', detail })
}

type Told = { readonly type: EventType; readonly body: Readonly<Record<string, unknown>> }

/** What a resolution says of the cylinder; null = nothing happened to it, and its life stays silent. */
const toldBy = (count: CountRow, wanted: Wanted): Told | null => {
  const { siteId } = count
  switch (wanted.resolution) {
    case 'overlooked':
      return { type: 'cylinder.scanned', body: { purpose: 'stock-count', siteId } }
    case 'moved':
      return { type: 'custody.handed-over', body: { to: wanted.to } }
    case 'lost':
      return { type: 'cylinder.reported-lost', body: {} }
    case 'taken-in': {
      const { condition, appearanceOk, leakFree } = wanted
      return { type: 'stock.in', body: { siteId, condition, appearanceOk, leakFree } }
    }
    case 'misread':
    case 'noted':
      return null
  }
}

/** The event that a resolution writes, the same id each time; null = it writes none. */
export const resolutionEvent = async (
  deps: ApiDeps,
  request: FastifyRequest,
  {
    count,
    code,
    wanted,
  }: { readonly count: CountRow; readonly code: string; readonly wanted: Wanted },
): Promise<EventOfCylinder | null> => {
  const told = toldBy(count, wanted)
  if (told === null) return null
  const { userId, username } = principalOf(request)
  const known = await deps.queries.beyond(() => deps.queries.sales.cylinders([code]))
  const event = {
    id: derivedId('stock-count', count.id, code),
    type: told.type,
    at: afterKnown(epochMs(deps.clock()), known.get(code)?.state.newest?.effectiveAt),
    stationId: count.siteId,
    operator: username,
    body: present({ ...told.body, reason: wanted.reason, countId: count.id, by: userId }),
  }
  return { code, event }
}
