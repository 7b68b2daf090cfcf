import { type ModelName, modelOf } from '#domain/cylinder-model.ts'
import type { Force } from '#domain/finding.ts'
import type { Day } from '#domain/units.ts'
import type { Citation, PremisesLimit, ResolvedProfile } from './profile.ts'

/** What stands against selling to this customer at this address. */
export const buyCodes = [
  'CUSTOMER_ERASED',
  'IDENTITY_REFUSED',
  'IDENTITY_MISMATCH',
  'IDENTITY_UNVERIFIED',
  'REVERIFICATION_DUE',
  'ID_NUMBER_MISSING',
  'AUTHORISATION_MISSING',
  'PREMISES_CLOSED',
  'NO_BOTTLED_GAS_HERE',
  'PREMISES_UNSUITABLE',
  'OUTDOORS_ONLY',
  'TOO_MANY_CYLINDERS',
  'TOO_MUCH_GAS',
  'TOO_MANY_A_DAY',
] as const

export type BuyCode = (typeof buyCodes)[number]

export type BuyRefusal = {
  readonly code: BuyCode
  readonly clause: string
  readonly force: Force
  readonly measured?: string | number
  readonly limit?: string | number
  readonly unit?: string
}

export type Buyer = {
  readonly kind: 'resident' | 'unit'
  readonly identityState: 'unverified' | 'verified' | 'refused' | 'mismatch'
  readonly reverifyOn: Day | null
  /** The number of a paper, or of a unit's licence, is on record. */
  readonly identified: boolean
  readonly erased: boolean
  /** Last day of the longest authorisation of an agent that holds today; null = nobody may buy for it. */
  readonly authorisedUntil: Day | null
}

export type PremisesFacts = {
  readonly class: 'unit' | 'urban' | 'rural'
  readonly inPipeArea: boolean
  readonly place: 'indoors' | 'outdoors' | 'gas-store'
  readonly roomUse: string
  readonly ventilation: string
  readonly closed: boolean
}

/** What stands there already, what was sold there today, and what is asked for; models as registered. */
export type Placement = {
  readonly onSite: readonly string[]
  readonly soldToday: number
  readonly asked: readonly string[]
}

type Cite = Pick<Citation, 'clause' | 'force'>

/** 要求2: identity unknown or refused → no service. A draft, and cited as one. */
const UNKNOWN_IDENTITY: Cite = { clause: 'R000-4.3.3.2n2', force: 'draft' }
/** No supply to users without safe-use conditions. */
const UNSAFE: Cite = { clause: 'R000-4.3.1.4b', force: 'draft' }
/** A record that was closed or erased binds nobody: the archive is asked for. */
const ARCHIVE: Cite = { clause: 'R002-5.8.2', force: 'recommended' }

type Measured = Pick<BuyRefusal, 'measured' | 'limit' | 'unit'>

const refusal = (code: BuyCode, cite: Cite, measured: Measured = {}): BuyRefusal => ({
  code,
  clause: cite.clause,
  force: cite.force,
  ...measured,
})

const identity = (buyer: Buyer, { single }: ResolvedProfile, today: Day): BuyRefusal[] => {
  const { identityState, reverifyOn } = buyer
  if (buyer.erased) return [refusal('CUSTOMER_ERASED', ARCHIVE)]
  if (identityState === 'refused') return [refusal('IDENTITY_REFUSED', UNKNOWN_IDENTITY)]
  if (identityState === 'mismatch') return [refusal('IDENTITY_MISMATCH', UNKNOWN_IDENTITY)]
  const found: BuyRefusal[] = []
  const { realName, collectIdNumber, reverifyMonths } = single
  if (realName?.value === true) {
    if (identityState === 'unverified') found.push(refusal('IDENTITY_UNVERIFIED', realName))
    if (reverifyOn !== null && reverifyOn < today) {
      const dates = { measured: today, limit: reverifyOn }
      found.push(refusal('REVERIFICATION_DUE', reverifyMonths ?? realName, dates))
    }
  }
  if (collectIdNumber?.value === true && !buyer.identified) {
    found.push(refusal('ID_NUMBER_MISSING', collectIdNumber))
  }
  if (buyer.kind === 'unit' && (buyer.authorisedUntil ?? '') < today) {
    found.push(refusal('AUTHORISATION_MISSING', realName ?? UNKNOWN_IDENTITY))
  }
  return found
}

/** LPG is heavier than air and gathers below; nobody sleeps beside a cylinder. */
const UNSUITABLE_ROOMS: readonly string[] = ['basement', 'bedroom']

const place = (premises: PremisesFacts, { single }: ResolvedProfile): BuyRefusal[] => {
  if (premises.closed) return [refusal('PREMISES_CLOSED', ARCHIVE)]
  const found: BuyRefusal[] = []
  const ban = single.pipeAreaBan
  if (ban?.value === true && premises.inPipeArea) found.push(refusal('NO_BOTTLED_GAS_HERE', ban))
  const { roomUse, ventilation } = premises
  if (UNSUITABLE_ROOMS.includes(roomUse)) {
    found.push(refusal('PREMISES_UNSUITABLE', UNSAFE, { measured: roomUse }))
  }
  if (premises.place === 'indoors' && ventilation === 'none') {
    found.push(refusal('PREMISES_UNSUITABLE', UNSAFE, { measured: 'no ventilation' }))
  }
  return found
}

/**
 * May this customer buy for these premises under the profile of their region? Every reason against it, none = yes. Pure; the
 * same reasons stand in the customer's view, so that a courier sees them before the ride.
 */
export const mayBuy = (
  buyer: Buyer,
  premises: PremisesFacts,
  profile: ResolvedProfile,
  today: Day,
): readonly BuyRefusal[] => [...identity(buyer, profile, today), ...place(premises, profile)]

const limitOf = (
  { class: kind, place: where }: PremisesFacts,
  profile: ResolvedProfile,
): (PremisesLimit & { readonly cite: Cite }) | null => {
  const limits = profile.single.premisesLimits
  if (limits === undefined) return null
  const row = kind === 'unit' && where === 'gas-store' ? 'gasStore' : kind
  return { ...limits.value[row], cite: limits }
}

/** A text that is no model weighs nothing here: it is refused where it is registered. */
const massOf = (models: readonly string[]): number =>
  models.reduce((sum, text) => sum + (modelOf(text)?.maxG ?? 0), 0)

const outdoorsOnly = (
  premises: PremisesFacts,
  asked: readonly string[],
  profile: ResolvedProfile,
  today: Day,
): BuyRefusal[] => {
  const rule = profile.single.outdoorOnly
  if (rule === undefined || premises.place !== 'indoors' || today < rule.value.from) return []
  const names = asked.map((text) => modelOf(text)?.name)
  const wrong = names.find((name): name is ModelName =>
    rule.value.models.some((model) => model === name),
  )
  return wrong === undefined ? [] : [refusal('OUTDOORS_ONLY', rule, { measured: wrong })]
}

/** May these cylinders stand there, beside those that do? */
export const mayPlace = (
  premises: PremisesFacts,
  { onSite, soldToday, asked }: Placement,
  profile: ResolvedProfile,
  today: Day,
): readonly BuyRefusal[] => {
  const found = outdoorsOnly(premises, asked, profile, today)
  const limit = limitOf(premises, profile)
  if (limit === null) return found
  const { cite } = limit
  const over = (code: BuyCode, measured: number, most: number, unit: string): void => {
    if (measured > most) found.push(refusal(code, cite, { measured, limit: most, unit }))
  }
  over('TOO_MANY_CYLINDERS', onSite.length + asked.length, limit.cylinders, 'cylinders')
  over('TOO_MUCH_GAS', massOf(onSite) + massOf(asked), limit.massG, 'g')
  over('TOO_MANY_A_DAY', soldToday + asked.length, limit.cylindersPerDay, 'cylinders')
  return found
}
