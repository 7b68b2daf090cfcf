import type { ProfileValues } from '#rules/profile.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { Day } from '#domain/units.ts'
import type { RuleBook, StoredActivation } from '#store/queries/law/rule-profiles.ts'
import type { Version } from './rule-book.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'

/** How many of the values bind how much. */
const forcesOf = ({ fill, residual, tare, duties, ...single }: ProfileValues) => {
  const counts: Record<string, number> = {}
  for (const table of [single, fill, residual, tare, duties]) {
    for (const { force } of Object.values(table ?? {})) counts[force] = (counts[force] ?? 0) + 1
  }
  return counts
}

const stateOf = (version: Version, current: Version, today: Day) => {
  if (version.profile.validFrom > today) return 'coming' as const
  return version === current ? ('in-force' as const) : ('past' as const)
}

const versionView = (version: Version, current: Version, today: Day) => {
  const { profile, stored } = version
  const { id, validFrom, name, parent, regionPrefixes, values } = profile
  return {
    ref: `${id}@${validFrom}`,
    validFrom,
    state: stateOf(version, current, today),
    name: { ...name },
    parent,
    regionPrefixes: [...regionPrefixes],
    values: { ...values },
    forces: forcesOf(values),
    shipped: stored === null,
    reason: stored?.reason ?? null,
    recordedBy: stored?.recordedBy ?? null,
    recordedAt: timeTextOrNull(stored?.recordedAt ?? null),
  }
}

export const activationView = (activation: StoredActivation) => ({
  ...activation,
  recordedAt: timeText(activation.recordedAt),
})

/** Own prefixes since the first version that names them, and activations in the order in which they were recorded. */
const placesOf = (versions: readonly Version[], activations: readonly StoredActivation[]) => {
  const own = new Map<string, Day>()
  for (const { profile } of versions) {
    for (const prefix of profile.regionPrefixes) {
      if (!own.has(prefix)) own.set(prefix, profile.validFrom)
    }
  }
  return [
    ...[...own].map(([regionPrefix, from]) => ({ regionPrefix, from, by: 'profile' as const })),
    ...activations.map((one) => ({ ...activationView(one), by: 'activation' as const })),
  ]
}

/** All profiles by id, each with its versions by day and the places where it is in force. */
export const ruleProfileViews = (all: readonly Version[], book: RuleBook, today: Day) =>
  [...new Set(all.map(({ profile }) => profile.id))].map((id) => {
    const versions = all
      .filter(({ profile }) => profile.id === id)
      .toSorted((a, b) => (a.profile.validFrom < b.profile.validFrom ? -1 : 1))
    const current = (versions.findLast(({ profile }) => profile.validFrom <= today) ??
      versions[0]) as Version
    const { promisedBy, regionPrefixes } = current.profile
    const places = placesOf(
      versions,
      book.activations.filter(({ profile }) => profile === id),
    )
    const begun = current.profile.validFrom <= today
    const active =
      begun &&
      (promisedBy !== undefined ||
        regionPrefixes.length > 0 ||
        places.some(({ by, from }) => by === 'activation' && from <= today))
    return {
      id,
      promisedBy: promisedBy ?? null,
      active,
      places,
      ...versionView(current, current, today),
      versions: versions.map((version) => versionView(version, current, today)),
    }
  })

/** The reference of a profile on a day, its parents' versions counted in. */
export const refOn = (book: ProfileBook, id: string, day: Day): string => {
  // As if it were activated everywhere for ever: an activation goes before an own prefix of the same length.
  const everywhere = { profile: id, regionPrefix: '000000', from: '0001-01-01' as Day }
  return book.select('000000', day, [everywhere])
}
