import type { Day } from '#domain/units.ts'
import type { Profile, ProfileActivation, ProfileValues, ResolvedProfile } from './profile.ts'
import { shippedProfiles } from './shipped-profiles.ts'
import { tighten } from './tighten.ts'

/** All versions of all profiles that are known; built anew when one is added. */
export type ProfileBook = {
  readonly profiles: readonly Profile[]
  /**
   * The profile in force at a place on a day, as `id@validFrom`. The longest region prefix wins; where an activation and a
   * profile's own prefix are equally long, the activation. `validFrom` is the newest among the profile and its parents on
   * that day, so that one reference names one set of values for ever. An enterprise's promises are appended: `…+id@validFrom`.
   */
  select(
    region: string,
    day: Day,
    activations: readonly ProfileActivation[],
    enterpriseId?: string,
  ): string
  /** The values behind a reference; O(1) after the first time. Throws on one that no version answers to. */
  resolve(ref: string): ResolvedProfile
}

const FALLBACK = 'cn-base'

const versionsById = (profiles: readonly Profile[]): Map<string, Profile[]> => {
  const byId = new Map<string, Profile[]>()
  for (const profile of profiles) {
    const versions = byId.get(profile.id) ?? []
    if (versions.some((other) => other.validFrom === profile.validFrom)) {
      throw new Error(`PROFILE_TWICE: ${profile.id}@${profile.validFrom}`)
    }
    versions.push(profile)
    byId.set(profile.id, versions)
  }
  for (const versions of byId.values())
    versions.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  return byId
}

/** The version in force on a day; before the first one the first. */
const versionOn = (versions: readonly Profile[], day: Day): Profile => {
  let found = versions[0] as Profile
  for (const version of versions) if (version.validFrom <= day) found = version
  return found
}

const refOf = ({ id, validFrom }: Profile): string => `${id}@${validFrom}`

const isOff = (value: object): boolean => 'off' in value

/** A child's values over its parent's; a switched-off value vanishes. */
const overlay = (
  parent: Readonly<Record<string, object>>,
  child: Readonly<Record<string, object | undefined>>,
): Record<string, object> => {
  const merged: Record<string, object> = { ...parent }
  for (const [key, value] of Object.entries(child)) {
    if (value === undefined) continue
    if (isOff(value)) delete merged[key]
    else merged[key] = value
  }
  return merged
}

const merge = (parent: ResolvedProfile | null, values: ProfileValues, ref: string) => {
  const { fill, residual, tare, duties, ...single } = values
  const base = parent ?? { single: {}, tables: { fill: {}, residual: {}, tare: {} }, duties: {} }
  return {
    ref,
    id: ref.slice(0, ref.indexOf('@')),
    single: overlay(base.single, single),
    tables: {
      fill: overlay(base.tables.fill, fill ?? {}),
      residual: overlay(base.tables.residual, residual ?? {}),
      tare: overlay(base.tables.tare, tare ?? {}),
    },
    duties: overlay(base.duties, duties ?? {}),
  } as ResolvedProfile
}

type Candidate = { readonly id: string; readonly length: number; readonly from: Day | null }

const better = (a: Candidate, b: Candidate | null): boolean => {
  if (b === null || a.length !== b.length) return b === null || a.length > b.length
  if (a.from === null || b.from === null) return b.from === null && a.from !== null
  return a.from >= b.from
}

/** Builds a book over the given versions, by default those that ship. Throws on a parent that is unknown or circular. */
export const createProfileBook = (profiles: readonly Profile[] = shippedProfiles): ProfileBook => {
  const byId = versionsById(profiles)
  const promises = profiles.filter(({ promisedBy }) => promisedBy !== undefined)
  const resolved = new Map<string, ResolvedProfile>()
  const refs = new Map<string, string>()

  const chainOn = (id: string, day: Day): Profile[] => {
    const chain: Profile[] = []
    for (let next: string | null = id; next !== null; ) {
      const versions = byId.get(next)
      if (versions === undefined) throw new Error(`PROFILE_UNKNOWN: ${next}`)
      if (chain.length > byId.size) throw new Error(`PROFILE_CIRCLE: ${id}`)
      const version: Profile = versionOn(versions, day)
      chain.push(version)
      next = version.parent
    }
    return chain
  }

  const refOn = (id: string, day: Day): string => {
    const key = `${id}@${day}`
    const known = refs.get(key)
    if (known !== undefined) return known
    const chain = chainOn(id, day)
    const own = (chain[0] as Profile).validFrom
    const newest = chain.reduce(
      (date, { validFrom }) => (validFrom > date && validFrom <= day ? validFrom : date),
      own,
    )
    if (refs.size > 10_000) refs.clear()
    refs.set(key, `${id}@${newest}`)
    return `${id}@${newest}`
  }

  const resolveLaw = (ref: string): ResolvedProfile => {
    const at = ref.lastIndexOf('@')
    const chain = chainOn(ref.slice(0, at), ref.slice(at + 1) as Day)
    const profile = chain.reduceRight<ResolvedProfile | null>(
      (parent, { values }) => merge(parent, values, ref),
      null,
    ) as ResolvedProfile
    return profile
  }

  const resolve = (ref: string): ResolvedProfile => {
    const known = resolved.get(ref)
    if (known !== undefined) return known
    const [law = '', promise] = ref.split('+')
    const base = resolveLaw(law)
    const own = promise === undefined ? undefined : promises.find((p) => refOf(p) === promise)
    if (promise !== undefined && own === undefined) throw new Error(`PROFILE_UNKNOWN: ${promise}`)
    const profile = own === undefined ? base : merge(base, tighten(base, own.values).kept, ref)
    resolved.set(ref, profile)
    return profile
  }

  const promiseOn = (enterpriseId: string, day: Day): Profile | undefined =>
    promises
      .filter(({ promisedBy, validFrom }) => promisedBy === enterpriseId && validFrom <= day)
      .reduce<Profile | undefined>(
        (last, next) => (last === undefined || next.validFrom > last.validFrom ? next : last),
        undefined,
      )

  for (const { id, validFrom } of profiles) chainOn(id, validFrom)
  const own = profiles
    .filter(({ promisedBy }) => promisedBy === undefined)
    .flatMap(({ id, regionPrefixes }) => regionPrefixes.map((prefix) => ({ id, prefix })))

  return {
    profiles,
    resolve,
    select(region, day, activations, enterpriseId) {
      let best: Candidate | null = null
      for (const { id, prefix } of own) {
        if (!region.startsWith(prefix)) continue
        const first = byId.get(id)?.[0]
        if (prefix !== '' && first !== undefined && first.validFrom > day) continue
        const candidate = { id, length: prefix.length, from: null }
        if (better(candidate, best)) best = candidate
      }
      for (const { profile, regionPrefix, from } of activations) {
        if (from > day || !region.startsWith(regionPrefix) || !byId.has(profile)) continue
        const candidate = { id: profile, length: regionPrefix.length, from }
        if (better(candidate, best)) best = candidate
      }
      const law = refOn(best?.id ?? FALLBACK, day)
      const promise = enterpriseId === undefined ? undefined : promiseOn(enterpriseId, day)
      return promise === undefined ? law : `${law}+${refOf(promise)}`
    },
  }
}
