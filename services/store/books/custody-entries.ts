import {
  custodyMoves,
  type CustodyMove,
  type Holding,
  type TimedEvent,
} from '#domain/custody-moves.ts'
import { movingTypes } from '#domain/custody-after.ts'
import { dayOf } from '#domain/calendar.ts'
import type { ContentState } from '#domain/cylinder.ts'
import type { CustodyKind } from '#domain/event-types.ts'
import type { Registry } from '#domain/registry.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'

export type Zone = 'full' | 'empty' | 'unknown'

/** One cylinder whose books are brought up to date. */
export type Subject = {
  readonly id: string
  readonly code: string
  readonly registry: Registry
  readonly content: ContentState
  /** The move before the events, null = they are all of its life. */
  readonly before: StoredMove | null
  /** Written earlier, from the first of the events on: replaced. */
  readonly replaced: readonly StoredMove[]
  /** Where the books have it so far. */
  readonly place: (BalanceKey & { readonly zone: Zone }) | null
  readonly events: readonly (TimedEvent & { readonly id: string })[]
}

export type StoredMove = {
  readonly no: number
  readonly at: number
  readonly model: string
  readonly fromOwner: string | null
  readonly fromKind: CustodyKind | null
  readonly fromHolder: string | null
  readonly toOwner: string
  readonly toKind: CustodyKind
  readonly toHolder: string
}

export type BalanceKey = {
  readonly enterpriseId: string
  readonly kind: string
  readonly holder: string
  readonly model: string
  readonly content: string
}

export type PlaceRow = BalanceKey & {
  readonly cylinderId: string
  readonly code: string
  readonly zone: Zone
  readonly since: number
}

export type Entries = {
  readonly moves: readonly StoredMove[]
  readonly place: PlaceRow | null
}

const moving = new Set<string>(movingTypes)

const targetOf = ({ at, toOwner, toKind, toHolder }: StoredMove): { at: EpochMs; to: Holding } => ({
  at: epochMs(at),
  to: { ownerId: toOwner, kind: toKind, id: toHolder },
})

const stored = ({ at, from, to }: CustodyMove, no: number, model: string): StoredMove => ({
  no,
  at,
  model,
  fromOwner: from?.ownerId ?? null,
  fromKind: from?.kind ?? null,
  fromHolder: from?.id ?? null,
  toOwner: to.ownerId,
  toKind: to.kind,
  toHolder: to.id,
})

/** What somebody said at the stock-in goes before what the last weighing implies; everything else is seen by weight. */
const zoneOf = ({ content, place }: Subject, last: TimedEvent | undefined): Zone => {
  if (last?.type === 'stock.in') return last.body.condition
  if (last === undefined && place !== null && place.content === content) return place.zone
  return content === 'full' || content === 'empty' ? content : 'unknown'
}

/** The moves that replace what was written from the first of the events on, and where the cylinder is now. */
export const entriesOf = (subject: Subject): Entries => {
  const { registry, before, events } = subject
  const annulled = new Set(
    events.flatMap((event) => (event.type === 'event.annulled' ? [event.body.eventId] : [])),
  )
  const counted = events.filter(({ id }) => !annulled.has(id))
  const model = registry.facts?.model ?? ''
  const first = before === null ? 0 : before.no + 1
  const moves = custodyMoves(registry, before === null ? null : targetOf(before), counted).map(
    (move, i) => stored(move, first + i, model),
  )
  const last = moves.at(-1) ?? before
  if (last === null) return { moves, place: null }
  return {
    moves,
    place: {
      cylinderId: subject.id,
      enterpriseId: last.toOwner,
      code: subject.code,
      kind: last.toKind,
      holder: last.toHolder,
      model,
      content: subject.content,
      zone: zoneOf(
        subject,
        counted.findLast(({ type }) => moving.has(type)),
      ),
      since: last.at,
    },
  }
}

export type Flow = Omit<BalanceKey, 'content'> & {
  readonly day: string
  readonly peer: string
  readonly came: number
  readonly went: number
}

export type Balance = BalanceKey & { readonly cylinders: number }

/** Sums that change: what is written counts up, what it replaces counts down. */
export class BookSums {
  readonly #flows = new Map<string, Flow>()
  readonly #balances = new Map<string, Balance>()

  /** @param sign 1 = written, -1 = taken back */
  addMove(move: StoredMove, sign: 1 | -1): void {
    const { fromOwner, fromKind, fromHolder, toOwner, toKind, toHolder, model } = move
    const day = dayOf(epochMs(move.at))
    const changedHands = fromOwner !== null && fromOwner !== toOwner
    const peer = fromKind === null ? 'registered' : changedHands ? 'transferred' : fromKind
    const to = { enterpriseId: toOwner, day, kind: toKind, holder: toHolder, model, peer }
    this.#flow({ ...to, came: sign, went: 0 })
    this.#know({ enterpriseId: toOwner, kind: toKind, holder: toHolder, model })
    if (fromOwner === null || fromKind === null || fromHolder === null) return
    const from = { enterpriseId: fromOwner, day, kind: fromKind, holder: fromHolder, model }
    this.#flow({ ...from, peer: changedHands ? 'transferred' : toKind, came: 0, went: sign })
  }

  addPlace(place: BalanceKey, sign: 1 | -1): void {
    const { enterpriseId, kind, holder, model, content } = place
    this.#balance({ enterpriseId, kind, holder, model, content, cylinders: sign })
  }

  get flows(): readonly Flow[] {
    return [...this.#flows.values()].filter(({ came, went }) => came !== 0 || went !== 0)
  }

  get balances(): readonly Balance[] {
    return [...this.#balances.values()]
  }

  /** Where cylinders only passed through between two looks: the list of movements finds its keys among the balances. */
  #know(key: Omit<BalanceKey, 'content'>): void {
    this.#balance({ ...key, content: 'unknown', cylinders: 0 })
  }

  #balance({ cylinders, ...key }: Balance): void {
    const name = JSON.stringify(Object.values(key))
    const sum = this.#balances.get(name)?.cylinders ?? 0
    this.#balances.set(name, { ...key, cylinders: sum + cylinders })
  }

  #flow({ came, went, ...key }: Flow): void {
    const { enterpriseId, day, kind, holder, model, peer } = key
    const name = JSON.stringify([enterpriseId, day, kind, holder, model, peer])
    const sum = this.#flows.get(name)
    this.#flows.set(name, {
      ...key,
      came: (sum?.came ?? 0) + came,
      went: (sum?.went ?? 0) + went,
    })
  }
}
