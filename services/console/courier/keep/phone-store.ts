import Dexie, { type EntityTable } from 'dexie'
import { SIGNED_OUT } from '#console/net/session.ts'
import type { Problem } from '#schemas/api/problem.ts'
import type { MyStops } from '#schemas/api/stop.ts'

/** The day as it was last heard, by user name. */
export type KeptDay = {
  readonly username: string
  /** ms since 1970. */
  readonly at: number
  readonly day: MyStops
}

/** A picture, named by its SHA-256 as the API names it, until it was taken. */
export type Picture = {
  readonly sha256: string
  readonly kind: 'photo' | 'signature'
  readonly customerId: string
  readonly blob: Blob
}

/** What was begun at a door and not finished. */
export type Draft<T = unknown> = {
  readonly orderId: string
  readonly username: string
  readonly savedAt: number
  readonly form: T
}

export type Refused = {
  readonly status: number
  readonly code: string
  readonly problem: Problem | null
}

/** Something that happened and is told to the API, in the order of `seq`. */
export type Outgoing = {
  readonly seq: number
  readonly username: string
  readonly orderId: string
  /** What people call it: number of the order and name. */
  readonly title: string
  readonly kind: 'deliver' | 'fail' | 'verification'
  readonly path: string
  readonly body: unknown
  /** `Idempotency-Key`: however often it is sent, it happens once. */
  readonly key: string
  readonly pictures: readonly string[]
  readonly state: 'waiting' | 'refused' | 'sent'
  readonly refused: Refused | null
  readonly answer: unknown
  readonly savedAt: number
  readonly sentAt: number | null
  /** To mend it after a refusal. */
  readonly form: unknown
}

/** What was heard: names and doors of a day. Goes with the session. */
export const dayStore = new Dexie('lpg-day') as Dexie & {
  days: EntityTable<KeptDay, 'username'>
}
dayStore.version(1).stores({ days: 'username' })
window.addEventListener(SIGNED_OUT, () => void dayStore.days.clear())

/** What was done and must not be lost: stays through sign-out, updates and a killed browser. A new version only adds. */
export const phoneStore = new Dexie('lpg-phone') as Dexie & {
  drafts: EntityTable<Draft, 'orderId'>
  outbox: EntityTable<Outgoing, 'seq'>
  pictures: EntityTable<Picture, 'sha256'>
}
phoneStore
  .version(1)
  .stores({ drafts: 'orderId', outbox: '++seq, state, orderId', pictures: 'sha256' })
