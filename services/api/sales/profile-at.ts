import type { ApiDeps } from '#api/api-deps.ts'
import { profileBookOf, versionsOf } from '#api/law/rule-book.ts'
import { dayOf } from '#domain/calendar.ts'
import type { EpochMs } from '#domain/units.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { ResolvedProfile } from '#rules/profile.ts'

export type ProfileAt = (
  region: string,
  at: EpochMs,
  enterpriseId?: string,
) => Promise<ResolvedProfile>

/** The profile in force at a place; the book is built anew only when a version was added. */
export const profileAt = ({ queries }: ApiDeps): ProfileAt => {
  let known: { readonly versions: number; readonly book: ProfileBook } | null = null
  return async (region, at, enterpriseId) => {
    const rules = await queries.ruleProfiles.load()
    if (known === null || known.versions !== rules.profiles.length) {
      known = { versions: rules.profiles.length, book: profileBookOf(versionsOf(rules)) }
    }
    const ref = known.book.select(region, dayOf(at), rules.activations, enterpriseId)
    return known.book.resolve(ref)
  }
}
