import type { z } from 'zod'
import type { order } from '#schemas/api/order.ts'

export type MyOrder = z.infer<typeof order>
