import { z } from 'zod'
import { operator, scaleName, stationId } from '#schemas/identifiers.ts'
import { choice } from '#schemas/choice.ts'
import { instant } from '#schemas/time.ts'
import { pageQuery } from './page.ts'

/** `POST /v1/shifts/sign-in`, `…/sign-out`: on behalf of a worker; no scale = the station as a whole. */
export const shiftSign = z.object({
  stationId,
  scale: scaleName.optional(),
  operator,
  /** Absent: now. */
  happenedAt: instant.optional(),
})

export const shiftQuery = pageQuery.extend({
  stationId: stationId.optional(),
  scale: scaleName.optional(),
  state: choice(['on', 'off', 'all']).default('all'),
})

/** The last shift of a worker at a place. */
export const shift = z.looseObject({
  stationId: z.string(),
  scale: z.string().nullable(),
  operator: z.string(),
  signedInAt: instant,
  signedOutAt: instant.nullable(),
  onShift: z.boolean(),
  certificate: z.enum(['valid', 'expired', 'unknown']),
  certifiedUntil: z.string().nullable(),
})
