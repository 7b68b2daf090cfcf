import type { z } from 'zod'
import type { homeArchive } from '#schemas/api/home-archive.ts'
import type {
  hazardListed,
  homePlanListed,
  proofListed,
  refusalListed,
  suspensionListed,
} from '#schemas/api/home.ts'
import { homeTexts } from './texts.ts'

export type HomePlan = z.infer<typeof homePlanListed>
export type HomeRefusal = z.infer<typeof refusalListed>
export type RepairProof = z.infer<typeof proofListed>
export type Suspension = z.infer<typeof suspensionListed>
export type Unreported = z.infer<typeof hazardListed>
export type HomeArchive = z.infer<typeof homeArchive>

export type HomeSay = ReturnType<typeof homeTexts.useTexts>

/** A word for a code of the API; a code without one stands for itself. */
export const worded = (
  area: 'item' | 'defect' | 'reason' | 'refusal' | 'with' | 'kind' | 'outcome' | 'class' | 'part',
  code: string,
  say: HomeSay,
): string => {
  const key = `${area}.${code}`
  return homeTexts.has(key) ? say(key) : code
}
