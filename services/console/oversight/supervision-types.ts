import type { z } from 'zod'
import type { supervisionDetail } from '#schemas/api/supervision-case.ts'

export type SupervisionCase = z.infer<typeof supervisionDetail>
export type Measure = SupervisionCase['measures'][number]
