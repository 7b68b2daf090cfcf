import { z } from 'zod'
import { operator, tag, uuid } from '#schemas/identifiers.ts'
import { instant } from '#schemas/time.ts'

/** Fields of every event about one cylinder. */
export function cylinderEvent<const T extends string>(type: T) {
  return { id: uuid, type: z.literal(type), at: instant, tag, operator: operator.optional() }
}

/** Fields of every event about a station's equipment, people or gas; it names no cylinder. */
export function stationEvent<const T extends string>(type: T) {
  return { id: uuid, type: z.literal(type), at: instant, operator: operator.optional() }
}
