import { dayOf } from '#domain/calendar.ts'
import type { JudgingContext, ScaleFacts, TankFacts } from '#domain/judging-context.ts'
import type { ContextStore, RuleActivation, SiteBook } from '#domain/site-book.ts'
import { tankAt } from '#domain/tank.ts'
import { type Day, type EpochMs, grams } from '#domain/units.ts'

/** What of an event decides its context. */
export type ContextKey = {
  readonly stationId: string | null
  readonly operator: string | null
  readonly effectiveAt: EpochMs
  readonly body: Readonly<Record<string, unknown>>
}

export type Context = { readonly id: number; readonly facts: JudgingContext }

export type SelectProfile = (
  region: string,
  day: Day,
  activations: readonly RuleActivation[],
  enterpriseId: string | undefined,
) => string

/** A check counts for the shift that follows it: 16 h, so that a double shift needs a second one. */
const SHIFT_MS = 16 * 3_600_000
/** Without a station (an entry by the API about nowhere in particular) only what holds in the whole country applies. */
const NOWHERE = '000000'
/** Contexts in use at once: stations × scales × operators of a day. Beyond it the cache starts anew. */
const CACHE_LIMIT = 50_000

/** A scale that stands elsewhere is not this station's: as good as unknown. */
const scaleFacts = (
  book: SiteBook,
  id: string | null,
  stationId: string | null,
  at: EpochMs,
): ScaleFacts | null => {
  if (id === null) return null
  const scale = book.scale(id)
  if (scale === undefined || scale.stationId !== stationId) {
    return {
      id,
      known: false,
      verifiedUntil: null,
      toleranceG: grams(0),
      locked: false,
      shiftCheck: null,
    }
  }
  const { checkedAt, checkPassed } = scale
  const age = checkedAt === null ? -1 : at - checkedAt
  const counts = checkPassed !== null && age >= 0 && age < SHIFT_MS
  return {
    id,
    known: true,
    verifiedUntil: scale.verifiedUntil as Day | null,
    toleranceG: grams(scale.toleranceG),
    locked: scale.locked,
    shiftCheck: counts ? (checkPassed ? 'passed' : 'failed') : null,
  }
}

/** Sale and delivery are judged where the customer lives (design §4); everything else where the station is. */
const premisesRegion = ({ body }: ContextKey): string | null => textOf(body['premisesRegion'])

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** What was known of the gas when it was drawn: a fill that comes late is not held against the tanker that came since. */
const tankFacts = (key: ContextKey, book: SiteBook): TankFacts | null => {
  const id = textOf(key.body['tank'])
  if (id === null || key.stationId === null) return null
  const steps = book.tank(key.stationId, id)
  return { id, released: steps === undefined ? null : tankAt(steps, key.effectiveAt).released }
}

const build = (
  key: ContextKey,
  tank: TankFacts | null,
  book: SiteBook,
  select: SelectProfile,
): JudgingContext => {
  const station = key.stationId === null ? undefined : book.station(key.stationId)
  const region = premisesRegion(key) ?? station?.region ?? NOWHERE
  const scale = textOf(key.body['scale'])
  const operator =
    key.operator ??
    (key.stationId !== null && scale !== null ? book.operatorAt(key.stationId, scale) : undefined)
  const staff =
    operator === undefined || station === undefined
      ? undefined
      : book.staff(station.enterpriseId, operator)
  return {
    region,
    profile: select(region, dayOf(key.effectiveAt), book.activations, station?.enterpriseId),
    station:
      station === undefined
        ? null
        : {
            id: station.id,
            enterpriseId: station.enterpriseId,
            licenceNo: station.licenceNo,
            licenceUntil: station.licenceUntil as Day | null,
            locked: station.locked,
          },
    scale: scaleFacts(book, scale, key.stationId, key.effectiveAt),
    checkScale: scaleFacts(book, textOf(key.body['checkScale']), key.stationId, key.effectiveAt),
    operator:
      operator === undefined
        ? null
        : {
            id: operator,
            known: staff !== undefined,
            certifiedUntil: (staff?.certifiedUntil ?? null) as Day | null,
          },
    tank,
  }
}

/** Gives events their judging context; the same facts always get the same stored row. */
export class ContextBuilder {
  readonly #store: ContextStore
  readonly #select: SelectProfile
  #cache = new Map<string, Context>()
  #version = ''

  constructor(store: ContextStore, select: SelectProfile) {
    this.#store = store
    this.#select = select
  }

  /** The context when it is at hand, else a promise of it: most events of a batch share a few. */
  of(key: ContextKey, book: SiteBook): Context | Promise<Context> {
    if (book.version !== this.#version || this.#cache.size > CACHE_LIMIT) {
      this.#cache = new Map()
      this.#version = book.version
    }
    // The shift check makes a context depend on the hour, everything else on the day.
    const scale = textOf(key.body['scale'])
    const checkScale = textOf(key.body['checkScale'])
    const tank = tankFacts(key, book)
    const gas = tank === null ? '' : `${tank.id}/${tank.released}`
    const hour = Math.floor(key.effectiveAt / 3_600_000)
    const home = premisesRegion(key)
    const slot = `${key.stationId}|${scale}|${checkScale}|${key.operator}|${gas}|${hour}|${home}`
    return this.#cache.get(slot) ?? this.#intern(slot, build(key, tank, book, this.#select))
  }

  /** The same facts and some that hardly any event has. */
  async with(context: JudgingContext, rare: Partial<JudgingContext>): Promise<Context> {
    const facts = { ...context, ...rare }
    return { id: await this.#store.idOf(facts), facts }
  }

  async #intern(slot: string, facts: JudgingContext): Promise<Context> {
    const cache = this.#cache
    const context = { id: await this.#store.idOf(facts), facts }
    cache.set(slot, context)
    return context
  }
}
