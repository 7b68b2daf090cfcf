import { modelOf } from '#domain/cylinder-model.ts'
import type { LastFill } from '#domain/cylinder.ts'
import type { RegisteredFacts } from '#domain/event-types.ts'
import { fillLimits } from './fill-limits.ts'
import type { Citation, ResolvedProfile } from './profile.ts'

export type ResidualLimit = {
  readonly citation: Citation
  readonly limitG: number
  readonly limitFrom: 'size' | 'last-fill' | 'nominal'
}

/**
 * The most residual (残液) a used-up cylinder may bring back: a mass by size, or a share of its last fill, else of its nominal
 * fill (A3). Null where the profile has none.
 */
export const residualLimit = (
  facts: RegisteredFacts,
  lastFill: Pick<LastFill, 'netG'> | null,
  profile: ResolvedProfile,
): ResidualLimit | null => {
  const share = profile.single.residualShare
  if (share === undefined) {
    const model = modelOf(facts.model)
    const row = model === null ? undefined : profile.tables.residual[model.name]
    return row === undefined ? null : { citation: row, limitG: row.value, limitFrom: 'size' }
  }
  const baseG = lastFill?.netG ?? fillLimits(facts, profile)?.targetG
  if (baseG === undefined) return null
  const limitG = Math.floor((baseG * share.value.permille) / 1000)
  return { citation: share, limitG, limitFrom: lastFill === null ? 'nominal' : 'last-fill' }
}
