import { z } from 'zod'
import { choice } from './choice.ts'
import type { Known } from './known.ts'
import { text } from './text.ts'
import { instant } from './time.ts'

/**
 * Birth message and last will on the `status` topic. `bootId` changes with every start of the device; the `at` of a will is
 * the time of the connection that it belongs to.
 */
export const statusSchema = z.looseObject({
  state: choice(['online', 'offline']),
  bootId: text(64),
  firmware: text(64),
  at: instant,
})

export type Status = Known<z.infer<typeof statusSchema>>
