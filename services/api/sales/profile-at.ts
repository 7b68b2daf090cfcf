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

/** As {@link ProfileAt}, of what was loaded already. */
export type LoadedProfiles = (region: string, at: EpochMs, enterpriseId?: string) => ResolvedProfile

/** For many places at once: the rules are loaded once. The book is built anew only when a version was added. */
export const loadedProfiles = ({ queries }: ApiDeps): (() => Promise<LoadedProfiles>) => {
  let known: { readonly versions: number; readonly book: ProfileBook } | null = null
  return async () => {
    const rules = await queries.ruleProfiles.load()
    if (known === null || known.versions !== rules.profiles.length) {
      known = { versions: rules.profiles.length, book: profileBookOf(versionsOf(rules)) }
    }
    const { book } = known
    return (region, at, enterpriseId) =>
      book.resolve(book.select(region, dayOf(at), rules.activations, enterpriseId))
  }
}

/** The profile in force at a place. */
export const profileAt = (deps: ApiDeps): ProfileAt => {
  const load = loadedProfiles(deps)
  return async (region, at, enterpriseId) => (await load())(region, at, enterpriseId)
}
