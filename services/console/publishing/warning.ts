import type { z } from 'zod'
import type { supplyWarning } from '#schemas/api/supply-warning.ts'

export type Warning = z.infer<typeof supplyWarning>

export const KINDS = [
  'weather',
  'winter-peak',
  'holiday',
  'event',
  'interruption',
  'other',
] as const
export const LEVELS = ['blue', 'yellow', 'orange', 'red'] as const
