import type { RegisteredFacts } from '#domain/event-types.ts'
import type { Certainty, Force } from '#domain/finding.ts'
import { fillLimits } from './fill-limits.ts'
import { orderSeventy } from './order-seventy.ts'
import type { ResolvedProfile } from './profile.ts'
import { duty } from './rule.ts'
import { allowedShortage } from './shortage.ts'

/** What an inspector saw and weighed of one cylinder. */
export type SpotSeen = {
  readonly grossG: number
  /** Weighed empty, or as registered; null = nobody knows. */
  readonly tareG: number | null
  readonly labelledNetG: number | null
  readonly leakFree: boolean | null
  readonly sealed: boolean | null
  readonly labelled: boolean | null
}

export type SpotFinding = {
  readonly code:
    | 'OVERFILL'
    | 'UNDERFILL'
    | 'NET_CONTENT_SHORT'
    | 'LEAKING'
    | 'UNSEALED'
    | 'UNLABELLED'
  readonly measured: number | null
  readonly limit: number | null
  readonly clause: string
  readonly force: Force
  readonly certainty: Certainty
}

/**
 * 允许短缺量 of a labelled mass: by the profile, else by the table of Order 70, which is law everywhere; only the profile of Xinjiang
 * takes it over in so many words (facts F5). null = above 50 kg, where the table ends.
 */
export const shortageOf = (profile: ResolvedProfile, labelledG: number) => {
  const rows = profile.single.shortage ?? everywhere
  const allowanceG = allowedShortage(rows.value, labelledG)
  const { clause, force, certainty } = rows
  return allowanceG === undefined ? null : { allowanceG, clause, force, certainty }
}

const everywhere = {
  value: orderSeventy,
  clause: 'F5',
  force: 'mandatory',
  certainty: 'seen-elsewhere',
} as const

const judgeWeight = (
  facts: RegisteredFacts | null,
  { grossG, tareG, labelledNetG }: SpotSeen,
  profile: ResolvedProfile,
): readonly SpotFinding[] => {
  if (tareG === null) return []
  const netG = grossG - tareG
  const found: SpotFinding[] = []
  const limits = facts === null ? null : fillLimits(facts, profile)
  if (limits !== null && netG > limits.upperG) {
    const own = limits.upperFrom === 'tolerance' ? limits.standard : null
    const { clause, force, certainty } = own ?? duty(profile, 'OVERFILL')
    found.push({ code: 'OVERFILL', measured: netG, limit: limits.upperG, clause, force, certainty })
  }
  const limit = limits?.lowerG ?? null
  const standard = limits?.standard ?? null
  if (limit !== null && standard !== null && netG < limit) {
    const { clause, force, certainty } = standard
    found.push({ code: 'UNDERFILL', measured: netG, limit, clause, force, certainty })
  }
  const shortage = labelledNetG === null ? null : shortageOf(profile, labelledNetG)
  if (labelledNetG !== null && shortage !== null && labelledNetG - netG > shortage.allowanceG) {
    const { allowanceG: limit, ...basis } = shortage
    found.push({ code: 'NET_CONTENT_SHORT', measured: labelledNetG - netG, limit, ...basis })
  }
  return found
}

/** What is wrong with a full cylinder that an inspector took from the shelf, by the profile in force there. */
export const judgeSpotCheck = (
  facts: RegisteredFacts | null,
  seen: SpotSeen,
  profile: ResolvedProfile,
): readonly SpotFinding[] => {
  const found = [...judgeWeight(facts, seen, profile)]
  const bare = (code: 'LEAKING' | 'UNSEALED' | 'UNLABELLED', ok: boolean | null): void => {
    if (ok !== false) return
    const { clause, force, certainty } = duty(profile, code)
    found.push({ code, measured: null, limit: null, clause, force, certainty })
  }
  bare('LEAKING', seen.leakFree)
  bare('UNSEALED', seen.sealed)
  bare('UNLABELLED', seen.labelled)
  return found
}
