import type { z } from 'zod'
import type { hazard, patrol, patrolRoute } from '#schemas/api/company-hazard.ts'
import { safetyTexts } from './texts.ts'

export type Hazard = z.infer<typeof hazard> & {
  readonly source: string
  readonly what: string
  readonly control: string | null
  readonly photos: readonly string[]
  readonly reportedAt: string | null
}

export type HazardStep = {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly to?: string
  readonly no?: string
  readonly remedy?: string
  readonly finding?: string
  readonly passed?: boolean
  readonly photos?: readonly string[]
}

export type HazardDetail = Hazard & { readonly steps: readonly HazardStep[] }
export type Route = z.infer<typeof patrolRoute>
export type Round = z.infer<typeof patrol>
export type SafetySay = ReturnType<typeof safetyTexts.useTexts>

export const sources = ['self-check', 'patrol', 'authority', 'drill', 'incident'] as const

export const sourceName = (source: string, say: SafetySay): string => {
  const key = `source.${source}`
  return safetyTexts.has(key) ? say(key) : source
}

/** What it waits for. */
export const progressOf = ({ closedAt, rectifiedAt }: Hazard) =>
  closedAt !== null
    ? 'progress.closed'
    : rectifiedAt === null
      ? 'progress.open'
      : 'progress.rectified'
