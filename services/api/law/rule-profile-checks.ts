import { dayOf } from '#domain/calendar.ts'
import { type Day, epochMs } from '#domain/units.ts'
import type { Profile } from '#rules/profile.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import { tighten } from '#rules/tighten.ts'
import type { RuleBook, StoredActivation } from '#store/queries/law/rule-profiles.ts'
import type { Principal } from '#api/access.ts'
import { type ApiProblem, problem, type Said, asWritten } from '#api/problem.ts'
import { profileBookOf, type Version, versionsOf } from './rule-book.ts'

/** An event may be dated 2 minutes ahead of us, and clocks of processes differ: what begins by then may be in use already. */
const AHEAD_MS = 10 * 60_000
const NOWHERE = '000000'

const inconsistent = (path: string, detail: Said): ApiProblem =>
  problem('INCONSISTENT_REQUEST', { path, detail })

/** `values.fill.YSP26.2.clause` → `/values/fill/YSP26.2/clause`: names of sizes hold dots. */
export const pointerOf = (path: string): string => {
  const row = /^values\.(fill|residual|tare|duties)\.(.+)$/.exec(path)
  if (row === null) return `/${path.replaceAll('.', '/')}`
  const inner = row[2] ?? ''
  return `/values/${row[1]}/${inner.replace(/\.(clause|from|force|certainty|value)$/, '/$1')}`
}

/** @throws PROFILE_RETROACTIVE */
export const notBeforeToday = (from: string, now: number, path: string): void => {
  const today = dayOf(epochMs(now))
  if (from >= today) return
  const detail = {
    zh: `${path.slice(1)} ${from} 早于今天 ${today}`,
    en: `${path.slice(1)} ${from} is before today, ${today}`,
  }
  throw problem('PROFILE_RETROACTIVE', { path, detail, measured: from, limit: today })
}

/** Ids that stand in a line of parents with `id`, above and below, on whatever day. */
const relatedTo = (id: string, profiles: readonly Profile[]): ReadonlySet<string> => {
  const reach = (step: (from: string) => (string | null)[]): string[] => {
    const found = new Set([id])
    for (const one of found) for (const next of step(one)) if (next !== null) found.add(next)
    return [...found]
  }
  const up = reach((one) => profiles.filter((own) => own.id === one).map(({ parent }) => parent))
  const down = reach((one) => profiles.filter(({ parent }) => parent === one).map((own) => own.id))
  return new Set([...up, ...down].filter((other) => other !== id))
}

/**
 * A reference is the newest start in the line of parents. Two starts on one day share it, so the second may only be added
 * while nothing can have been judged by the first.
 */
const checkReference = (profile: Profile, profiles: readonly Profile[], now: number): void => {
  const inUse = dayOf(epochMs(now + AHEAD_MS))
  const related = relatedTo(profile.id, [...profiles, profile])
  const other = profiles.find(
    ({ id, validFrom }) => related.has(id) && validFrom >= profile.validFrom && validFrom <= inUse,
  )
  if (other === undefined) return
  const why = {
    zh: `${other.id} 自 ${other.validFrom} 起生效，可能已据以判定，请选择更晚的日期`,
    en: `${other.id} begins on ${other.validFrom} and may have been judged by: choose a later day`,
  }
  throw inconsistent('/validFrom', why)
}

const checkParent = (profile: Profile, profiles: readonly Profile[]): void => {
  if (profile.parent === null) return
  const parents = profiles.filter(({ id }) => id === profile.parent)
  if (parents.length === 0) {
    throw problem('UNKNOWN_REFERENCE', {
      path: '/parent',
      detail: { zh: `没有规则集 ${profile.parent}`, en: `no profile ${profile.parent}` },
    })
  }
  if (parents.some(({ promisedBy }) => promisedBy !== undefined)) {
    throw inconsistent('/parent', {
      zh: '承诺不能作为上级规则集',
      en: 'a promise is nobody’s parent',
    })
  }
  if (parents.every(({ validFrom }) => validFrom > profile.validFrom)) {
    throw inconsistent('/parent', {
      zh: `${profile.parent} 的生效日晚于 validFrom`,
      en: `${profile.parent} begins later than validFrom`,
    })
  }
  try {
    profileBookOf([...profiles, profile].map((one) => ({ profile: one, stored: null })))
  } catch {
    throw inconsistent('/parent', {
      zh: '规则集将成为自己的上级',
      en: 'the profile would be its own parent',
    })
  }
}

/** Of two profiles with the same prefix only one could apply. */
const checkPrefixes = (profile: Profile, profiles: readonly Profile[]): void => {
  for (const [n, prefix] of profile.regionPrefixes.entries()) {
    const holder = profiles.find(
      ({ id, regionPrefixes }) => id !== profile.id && regionPrefixes.includes(prefix),
    )
    if (holder === undefined) continue
    const detail = {
      zh: `${prefix === '' ? '全国' : prefix} 适用 ${holder.id}：请替代它，或在该地启用本规则集`,
      en: `${prefix === '' ? 'everywhere' : prefix} is ${holder.id}'s: supersede it, or activate this one there`,
    }
    throw inconsistent(`/regionPrefixes/${n}`, detail)
  }
}

/** Administrators write law. An office writes its own promises, and proposals that bind nobody until they are activated. */
const checkRight = (principal: Principal, profile: Profile, book: RuleBook): void => {
  if (principal.role === 'admin') return
  const { id, promisedBy, regionPrefixes } = profile
  const own = principal.enterpriseId
  const refuse = (path: string, detail: Said) => problem('FORBIDDEN', { path, detail })
  if (promisedBy !== undefined) {
    if (promisedBy !== own)
      throw refuse('/promisedBy', {
        zh: `${promisedBy} 不是本企业`,
        en: `${promisedBy} is not your enterprise`,
      })
    return
  }
  if (regionPrefixes.length > 0 || own === null) {
    throw refuse('/regionPrefixes', {
      zh: '企业只能提出建议，由管理员生效',
      en: 'an office proposes; an administrator puts it into force',
    })
  }
  const versions = versionsOf(book)
  const theirs = versions.some((one) => one.profile.id === id && one.stored?.enterpriseId !== own)
  const used =
    versions.some((one) => one.profile.parent === id) ||
    book.activations.some((one) => one.profile === id)
  if (theirs || used) {
    throw refuse('/id', {
      zh: `${id} 已生效或属于他人，须由管理员替代`,
      en: `${id} is in force, or somebody else's: an administrator supersedes it`,
    })
  }
}

export type PassedOver = { readonly path: string; readonly regions: readonly string[] }

/** Where the promise tightens nothing. @throws PROMISE_LOOSENS for a value that does so nowhere */
const checkPromise = (
  profile: Profile,
  law: ProfileBook,
  regions: readonly string[],
  activations: readonly StoredActivation[],
): readonly PassedOver[] => {
  const { parent, regionPrefixes, values, validFrom, promisedBy, id } = profile
  if (parent !== null)
    throw inconsistent('/parent', {
      zh: '承诺直接高于法规，不设上级规则集',
      en: 'a promise stands over the law, without one',
    })
  if (regionPrefixes.length > 0) {
    throw inconsistent('/regionPrefixes', {
      zh: '承诺适用于企业所有站点所在地',
      en: 'a promise holds wherever the enterprise has stations',
    })
  }
  const other = law.profiles.find((one) => one.promisedBy === promisedBy && one.id !== id)
  if (other !== undefined)
    throw inconsistent('/id', {
      zh: `该企业的承诺登记在 ${other.id}`,
      en: `its promises are kept as ${other.id}`,
    })
  const places = regions.length === 0 ? [NOWHERE] : regions
  const loosening = new Map<string, string[]>()
  for (const region of places) {
    const inForce = law.resolve(law.select(region, validFrom, activations))
    for (const path of tighten(inForce, values).loosening) {
      loosening.set(path, [...(loosening.get(path) ?? []), region])
    }
  }
  const passedOver = [...loosening].map(([path, where]) => ({
    path: pointerOf(`values.${path}`),
    regions: where,
  }))
  const errors = passedOver
    .filter((one) => one.regions.length === places.length)
    .map(({ path }) => ({
      path,
      said: { zh: '不严于现行规定', en: 'is not stricter than what is in force' },
    }))
  const [first] = errors
  if (first === undefined) return passedOver
  const detail = asWritten(errors.map(({ path }) => path.slice(1).replaceAll('/', '.')).join(', '))
  throw problem('PROMISE_LOOSENS', { path: first.path, detail, errors })
}

export type Addition = {
  readonly profile: Profile
  readonly principal: Principal
  /** Where the promising enterprise has stations. */
  readonly regions: readonly string[]
  readonly now: number
}

/**
 * May this version be recorded, in view of all that is? @returns promises that tighten nothing somewhere
 * @throws ALREADY_EXISTS, FORBIDDEN, INCONSISTENT_REQUEST, UNKNOWN_REFERENCE, PROMISE_LOOSENS, PROFILE_RETROACTIVE
 */
export const checkAddition = (
  { profile, principal, regions, now }: Addition,
  book: RuleBook,
): readonly PassedOver[] => {
  notBeforeToday(profile.validFrom, now, '/validFrom')
  checkRight(principal, profile, book)
  const versions: readonly Version[] = versionsOf(book)
  const profiles = versions.map((version) => version.profile)
  const same = profiles.filter(({ id }) => id === profile.id)
  if (same.some(({ validFrom }) => validFrom === profile.validFrom)) {
    const detail = {
      zh: `${profile.id}@${profile.validFrom} 已登记，请选择更晚的日期`,
      en: `${profile.id}@${profile.validFrom} is recorded: choose a later day`,
    }
    throw problem('ALREADY_EXISTS', { path: '/validFrom', detail })
  }
  if (same.some(({ promisedBy }) => promisedBy !== profile.promisedBy)) {
    throw inconsistent('/promisedBy', {
      zh: '较早版本由其他企业承诺',
      en: 'earlier versions were promised by somebody else',
    })
  }
  if (profile.promisedBy !== undefined) {
    return checkPromise(profile, profileBookOf(versions), regions, book.activations)
  }
  checkParent(profile, profiles)
  checkPrefixes(profile, profiles)
  checkReference(profile, profiles, now)
  return []
}

/** May this profile be put into force there? @throws NOT_FOUND, INCONSISTENT_REQUEST, PROFILE_RETROACTIVE */
export const checkActivation = (
  { profile, from }: { readonly profile: string; readonly from: Day },
  book: RuleBook,
  now: number,
): void => {
  const versions = versionsOf(book).filter((version) => version.profile.id === profile)
  if (versions.length === 0) throw problem('NOT_FOUND')
  if (versions.some((version) => version.profile.promisedBy !== undefined)) {
    throw inconsistent('id', {
      zh: '承诺适用于企业所有站点所在地',
      en: 'a promise holds wherever the enterprise has stations',
    })
  }
  notBeforeToday(from, now, '/from')
  if (versions.every((version) => version.profile.validFrom > from)) {
    throw inconsistent('/from', {
      zh: `${profile} 在 ${from} 尚无版本`,
      en: `${profile} has no version yet on ${from}`,
    })
  }
}
