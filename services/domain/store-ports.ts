import type { Cylinder } from './cylinder.ts'
import type { EventType } from './event-types.ts'
import type { Finding } from './finding.ts'
import type { LeafCounts, RejectionRecord } from './ledger/records.ts'
import type { SortKey } from './life-event.ts'
import type { Registry } from './registry.ts'
import type { TankStep } from './tank.ts'
import type { EpochMs } from './units.ts'

export type TagScheme = 'code' | 'qr' | 'epc'
export type TagRef = { readonly scheme: TagScheme; readonly value: string }

/** Key of a source: 0 is the API, others are devices. (source, event id) identifies an event for ever. */
export type SourceKey = number

export type TagBinding = TagRef & {
  readonly cylinderId: string
  readonly validFrom: EpochMs | null
  readonly validTo: EpochMs | null
}

/** A subject's row, locked for the batch. `code` null = a tag that nobody registered yet. */
export type LockedLife = {
  readonly cylinderId: string
  /** The batch that wrote it last. */
  readonly rev: string
  readonly code: string | null
  readonly registry: Registry
  readonly cylinder: Cylinder
  readonly events: number
}

/** An event as it is stored for fold and trace. */
export type StoredEvent = LoggedEvent & {
  readonly source: SourceKey
  readonly contextId: number
  readonly findings: readonly Finding[] | null
  readonly decidedAt: EpochMs
}

/** What the log says of an event, whatever it is about. */
export type LoggedEvent = {
  readonly id: string
  readonly type: EventType
  readonly at: EpochMs
  readonly effectiveAt: EpochMs
  readonly recordedAt: EpochMs
  readonly stationId: string | null
  readonly operator: string | null
  readonly body: Readonly<Record<string, unknown>>
}

export type NewEvent = {
  readonly event: LoggedEvent
  readonly source: SourceKey
  /** Null = an event of a site. */
  readonly cylinderId: string | null
  readonly tag: TagRef | null
  readonly contextId: number
  readonly findings: readonly Finding[] | null
  readonly raw: Buffer
  readonly sha256: Buffer
}

export type NewRejection = Omit<RejectionRecord, 'sealed'> & { readonly raw: Buffer }

export type NewSlice = {
  readonly source: SourceKey
  readonly id: string
  readonly scale: string
  readonly permitId: string | null
  readonly from: EpochMs
  readonly stepMs: number
  readonly grossG: readonly number[]
  readonly recordedAt: EpochMs
  readonly sha256: Buffer
}

export type StoredSlice = Pick<NewSlice, 'source' | 'id' | 'permitId' | 'from' | 'grossG'>

/** A stored fill whose slices come late. */
export type CurvedFill = {
  readonly cylinderId: string
  readonly source: SourceKey
  readonly permitId: string
  readonly event: LoggedEvent
}

export type LifeUpdate = {
  readonly cylinderId: string
  readonly registry: Registry | null
  readonly cylinder: Cylinder
  readonly addedEvents: number
}

/** A verdict that a late event changed: the old one is kept beside the new one. */
export type ChangedVerdict = {
  readonly source: SourceKey
  readonly id: string
  readonly type: EventType
  readonly before: readonly Finding[] | null
  readonly beforeDecidedAt: EpochMs
  readonly after: readonly Finding[] | null
}

export type NewWork = {
  readonly kind: string
  readonly cylinderId: string
  readonly source: SourceKey
  readonly eventId: string
  readonly openedAt: EpochMs
  readonly dueAt: EpochMs | null
  readonly detail: Readonly<Record<string, unknown>>
}

export type NewDownlink = {
  readonly stationId: string
  readonly deviceId: string
  readonly payload: string
  readonly expiresAt: number | null
}

export type DevicePresence = {
  readonly source: SourceKey
  readonly state: 'online' | 'offline'
  readonly bootId: string | null
  readonly firmware: string | null
  readonly at: number
}

/** What makes a batch provable. Salts hide what the leaves were made of, so that it can be erased. */
export type BatchSeal = {
  /** RFC 6962 root over the leaf hashes. */
  readonly root: Buffer
  /** 32 bytes a leaf, in the order of {@link LeafCounts}. */
  readonly leafHashes: Buffer
  readonly counts: LeafCounts
  /** 16 random bytes an event, in the order of the events, in one buffer. */
  readonly salts: Buffer
  readonly rejectionSalts: Buffer
  /** JSON of each event's body, as it was sealed. */
  readonly bodies: readonly string[]
}

export type BatchWrite = {
  readonly batchId: string
  readonly committedAt: EpochMs
  readonly seal: BatchSeal
  readonly events: readonly NewEvent[]
  readonly slices: readonly NewSlice[]
  readonly rejections: readonly NewRejection[]
  readonly updates: readonly LifeUpdate[]
  readonly verdicts: readonly ChangedVerdict[]
  readonly work: readonly NewWork[]
  /** Events that count for nothing any more: nobody has to do what they asked for. */
  readonly workless: readonly { readonly source: SourceKey; readonly id: string }[]
  readonly downlinks: readonly NewDownlink[]
  readonly presence: readonly DevicePresence[]
  readonly siteFacts: readonly SiteFactChange[]
}

/** What events of a site say about its equipment, people and gas. */
export type SiteFactChange =
  | {
      readonly kind: 'scale-check'
      readonly scale: string
      readonly at: EpochMs
      readonly passed: boolean
    }
  | {
      readonly kind: 'shift'
      readonly stationId: string
      readonly operator: string
      readonly scale: string | null
      readonly at: EpochMs
      readonly signedIn: boolean
    }
  | {
      readonly kind: 'tank'
      readonly stationId: string
      readonly tank: string
      readonly at: EpochMs
      readonly step: TankStep
    }

export type KnownEvent = {
  readonly source: SourceKey
  readonly id: string
  readonly sha256: Buffer
}

export type BatchRead = {
  readonly batchId: string
  readonly siteVersion: string
  readonly bindings: readonly TagBinding[]
  /** Ordered by id, locked until commit or rollback. */
  readonly lives: readonly LockedLife[]
  readonly slices: readonly StoredSlice[]
  readonly curvedFills: readonly CurvedFill[]
  /** Events and slices among `known` of the request that are already stored. */
  readonly known: readonly KnownEvent[]
}

export type PermitHolder = {
  readonly permitId: string
  readonly cylinderId: string
  readonly code: string
}

export type BatchRequest = {
  readonly tags: readonly TagRef[]
  /** Subjects wanted beyond those of the tags, e.g. by an API request. */
  readonly cylinderIds: readonly string[]
  /** Permits whose weight curve is wanted, as far as it is stored. */
  readonly curves: readonly string[]
  /** Permits of slices that came without their fill: was it there before? */
  readonly lateCurves: readonly { readonly source: SourceKey; readonly permitId: string }[]
  /** Ask which of these are stored already; left empty on the fast path, where the unique key is the guard. */
  readonly known: readonly { readonly source: SourceKey; readonly id: string }[]
}

/** One connection that commits batch after batch. Not reentrant: open → (history)* → commit or rollback. */
export type BatchLane = {
  open(request: BatchRequest): Promise<BatchRead>
  /** Locks further subjects of the open batch. */
  lock(cylinderIds: readonly string[]): Promise<readonly LockedLife[]>
  /** Creates the waiting subjects of unregistered tags inside the open batch and locks them. */
  adopt(tags: readonly TagRef[], from: EpochMs | null): Promise<readonly LockedLife[]>
  history(cylinderId: string): Promise<readonly StoredEvent[]>
  /** The life from a place on, that place included. */
  historyFrom(cylinderId: string, key: SortKey): Promise<readonly StoredEvent[]>
  event(source: SourceKey, id: string): Promise<StoredEvent | null>
  /** Registered cylinders for which devices of these stations were given permits; asked only of permits that do not fit. */
  permitHolders(
    stationIds: readonly string[],
    permitIds: readonly string[],
  ): Promise<readonly PermitHolder[]>
  /** Returns the outbox ids of the downlinks, in order. @throws DuplicateEvent when an event is stored already. */
  commit(write: BatchWrite): Promise<readonly string[]>
  rollback(): Promise<void>
  close(): Promise<void>
}

/** What registering needs beyond a batch: new subjects, and tags that move. */
export type RegistryLane = BatchLane & {
  /** Creates subjects for codes that are free; a code that another transaction took meanwhile is missing in the answer. */
  create(codes: readonly string[]): Promise<ReadonlyMap<string, string>>
  bind(
    bindings: readonly (TagRef & { cylinderId: string; validFrom: EpochMs | null })[],
  ): Promise<void>
  release(tag: TagRef, at: EpochMs): Promise<void>
  /** Moves the events and tags of a waiting subject into a registered one. */
  merge(waitingId: string, intoId: string): Promise<void>
}

/** The unique key said no: some event of the batch is stored already, so the batch is opened again with `known`. */
export class DuplicateEvent extends Error {}

/** What the database itself refuses (a value it cannot hold): the batch is bisected. */
export class RefusedByStore extends Error {}

/** The database is away: the same batch is tried again, with patience. */
export class StoreUnavailable extends Error {}

/** Another transaction was faster (a tag adopted, a life written, a deadlock): the same batch is tried again at once. */
export class RaceLost extends StoreUnavailable {}
