import { createProfileBook, type ProfileBook } from '#rules/profile-book.ts'
import type { Profile } from '#rules/profile.ts'
import { profileOf } from '#rules/profile-shelf.ts'
import { shippedProfiles } from '#rules/shipped-profiles.ts'
import type { RuleBook, StoredProfile } from '#store/queries/law/rule-profiles.ts'

/** A version and how it came here; `stored` null = it ships with the program. */
export type Version = { readonly profile: Profile; readonly stored: StoredProfile | null }

/** All versions, shipped ones first. */
export const versionsOf = (book: RuleBook): readonly Version[] => [
  ...shippedProfiles.map((profile) => ({ profile, stored: null })),
  ...book.profiles.map((stored) => ({ profile: profileOf(stored.body), stored })),
]

export const profileBookOf = (versions: readonly Version[]): ProfileBook =>
  createProfileBook(versions.map(({ profile }) => profile))
