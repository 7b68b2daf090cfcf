import { createProfileBook, type ProfileBook } from './profile-book.ts'
import { readProfile } from './read-profile.ts'
import { shippedProfiles } from './shipped-profiles.ts'
import type { Profile } from './profile.ts'

/**
 * A book that grows: what ships and what people added. Whoever holds it asks the newest one. References stay good, because
 * versions are only ever added.
 */
export type ProfileShelf = ProfileBook & {
  /** Takes over stored versions as JSON. A list no longer than the last one brings nothing new; @throws on one that is no profile. */
  follow(stored: readonly unknown[]): void
}

/** A stored version was checked when it was recorded: one that cannot be read is a defect. */
export const profileOf = (json: unknown): Profile => {
  const read = readProfile(json)
  if (read.ok) return read.profile
  throw new Error(`PROFILE_UNREADABLE: ${read.path} ${read.message}`)
}

export const createProfileShelf = (shipped: readonly Profile[] = shippedProfiles): ProfileShelf => {
  let book = createProfileBook(shipped)
  let known = 0
  return {
    get profiles() {
      return book.profiles
    },
    select: (...asked) => book.select(...asked),
    resolve: (ref) => book.resolve(ref),
    follow: (stored) => {
      if (stored.length <= known) return
      book = createProfileBook([...shipped, ...stored.map(profileOf)])
      known = stored.length
    },
  }
}
