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

type OwnPrefix = { readonly id: string; readonly prefix: string; readonly from: Day }

/** Chosen profiles by day: some per region and day in use, so a bound is enough. */
const MAX_REFS = 10_000

class Versions implements ProfileBook {
  readonly profiles: readonly Profile[]
  readonly #byId: ReadonlyMap<string, readonly Profile[]>
  readonly #promises: readonly Profile[]
  readonly #prefixes: readonly OwnPrefix[]
  readonly #resolved = new Map<string, ResolvedProfile>()
  readonly #refs = new Map<string, string>()

  constructor(profiles: readonly Profile[]) {
    this.profiles = profiles
    this.#byId = versionsById(profiles)
    this.#promises = profiles.filter(({ promisedBy }) => promisedBy !== undefined)
    this.#prefixes = profiles
      .filter(({ promisedBy }) => promisedBy === undefined)
      .flatMap(({ id, validFrom, regionPrefixes }) =>
        regionPrefixes.map((prefix) => ({ id, prefix, from: validFrom })),
      )
    for (const { id, validFrom } of profiles) this.#chainOn(id, validFrom)
  }

  select(
    region: string,
    day: Day,
    activations: readonly ProfileActivation[],
    enterpriseId?: string,
  ): string {
    const law = this.#lawOn(this.#candidate(region, day, activations)?.id ?? FALLBACK, day)
    const promise = enterpriseId === undefined ? undefined : this.#promiseOn(enterpriseId, day)
    return promise === undefined ? law : `${law}+${refOf(promise)}`
  }

  resolve(ref: string): ResolvedProfile {
    const known = this.#resolved.get(ref)
    if (known !== undefined) return known
    const [law = '', promise] = ref.split('+')
    const base = this.#resolveLaw(law)
    const own = this.#promises.find((version) => refOf(version) === promise)
    if (promise !== undefined && own === undefined) throw new Error(`PROFILE_UNKNOWN: ${promise}`)
    const profile = own === undefined ? base : merge(base, tighten(base, own.values).kept, ref)
    this.#resolved.set(ref, profile)
    return profile
  }

  #candidate(
    region: string,
    day: Day,
    activations: readonly ProfileActivation[],
  ): Candidate | null {
    let best: Candidate | null = null
    for (const { id, prefix, from } of this.#prefixes) {
      if (!region.startsWith(prefix) || (prefix !== '' && from > day)) continue
      if (!versionOn(this.#byId.get(id) ?? [], day).regionPrefixes.includes(prefix)) continue
      const candidate = { id, length: prefix.length, from: null }
      if (better(candidate, best)) best = candidate
    }
    for (const { profile, regionPrefix, from } of activations) {
      if (from > day || !region.startsWith(regionPrefix) || !this.#byId.has(profile)) continue
      const candidate = { id: profile, length: regionPrefix.length, from }
      if (better(candidate, best)) best = candidate
    }
    return best
  }

  #chainOn(id: string, day: Day): Profile[] {
    const chain: Profile[] = []
    for (let next: string | null = id; next !== null; ) {
      const versions = this.#byId.get(next)
      if (versions === undefined) throw new Error(`PROFILE_UNKNOWN: ${next}`)
      if (chain.length > this.#byId.size) throw new Error(`PROFILE_CIRCLE: ${id}`)
      const version: Profile = versionOn(versions, day)
      chain.push(version)
      next = version.parent
    }
    return chain
  }

  #lawOn(id: string, day: Day): string {
    const key = `${id}@${day}`
    const known = this.#refs.get(key)
    if (known !== undefined) return known
    const [own, ...parents] = this.#chainOn(id, day)
    if (own === undefined) throw new Error(`PROFILE_UNKNOWN: ${id}`)
    const newest = parents.reduce(
      (date, { validFrom }) => (validFrom > date && validFrom <= day ? validFrom : date),
      own.validFrom,
    )
    const ref = `${id}@${newest}`
    if (this.#refs.size >= MAX_REFS) this.#refs.clear()
    this.#refs.set(key, ref)
    return ref
  }

  #resolveLaw(ref: string): ResolvedProfile {
    const at = ref.lastIndexOf('@')
    let profile: ResolvedProfile | null = null
    for (const { values } of this.#chainOn(
      ref.slice(0, at),
      ref.slice(at + 1) as Day,
    ).toReversed()) {
      profile = merge(profile, values, ref)
    }
    if (profile === null) throw new Error(`PROFILE_UNKNOWN: ${ref}`)
    return profile
  }

  #promiseOn(enterpriseId: string, day: Day): Profile | undefined {
    let last: Profile | undefined
    for (const promise of this.#promises) {
      if (promise.promisedBy !== enterpriseId || promise.validFrom > day) continue
      if (last === undefined || promise.validFrom > last.validFrom) last = promise
    }
    return last
  }
}

/** Builds a book over the given versions, by default those that ship. Throws on a parent that is unknown or circular. */
export const createProfileBook = (profiles: readonly Profile[] = shippedProfiles): ProfileBook =>
  new Versions(profiles)
