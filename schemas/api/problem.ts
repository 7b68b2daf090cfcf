import { z } from 'zod'
import { code } from '#schemas/finding.ts'

/** RFC 9457, `application/problem+json`; `code` is stable, `detail` is for people. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  code,
  detail: z.string().optional(),
  instance: z.string().optional(),
  /** What is wrong, where, by which rule, and what to do: for whoever reads it. */
  message: z.object({ zh: z.string(), en: z.string() }).optional(),
  /** The clause that forbids it, where one does. */
  clause: z.string().optional(),
  /** Which fields are wrong, for `INVALID_REQUEST`; what is wrong in English and in Chinese. */
  errors: z
    .array(
      z.looseObject({ path: z.string(), message: z.string(), messageZh: z.string().optional() }),
    )
    .optional(),
})

export type Problem = z.infer<typeof problem>
