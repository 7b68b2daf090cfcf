import { z } from 'zod'

const LIMIT_DEFAULT = 100
const LIMIT_MAX = 500

/** `?limit=` and `?cursor=` of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  cursor: z.string().min(1).max(1000).optional(),
})

export type PageQuery = z.infer<typeof pageQuery>

/** `next` is the cursor of the following page, `null` on the last. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.looseObject({ items: z.array(item), next: z.string().nullable() })
}
