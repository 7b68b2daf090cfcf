import type { Judge } from '#domain/fold-life.ts'
import type { Cylinder } from '#domain/cylinder.ts'
import type { Finding } from '#domain/finding.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { ContextStore, SiteBook } from '#domain/site-book.ts'
import type {
  BatchSeal,
  LoggedEvent,
  NewEvent,
  NewWork,
  SiteFactChange,
  TagRef,
} from '#domain/store-ports.ts'

/** History to load: what is registered first, then events; those of one cylinder in runs, by day. */
export type HistoryRecord =
  | { readonly kind: 'enterprise'; readonly value: HistoryEnterprise }
  | { readonly kind: 'station'; readonly value: HistoryStation }
  | { readonly kind: 'scale'; readonly value: HistoryScale }
  | { readonly kind: 'device'; readonly value: HistoryDevice }
  | { readonly kind: 'staff'; readonly value: HistoryStaff }
  | { readonly kind: 'cylinder'; readonly value: HistoryCylinder }
  | HistoryEvent

export type HistoryEnterprise = {
  readonly id: string
  readonly name: string
  readonly uscc: string
}

export type HistoryStation = {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly enterpriseId: string
  readonly licenceNo: string
  readonly licenceUntil: string
}

export type HistoryScale = {
  readonly id: string
  readonly stationId: string
  readonly verifiedUntil: string
  readonly toleranceG: number
}

export type HistoryDevice = {
  readonly stationId: string
  readonly deviceId: string
  readonly kind: string
}

/** Who may fill until when. */
export type HistoryStaff = {
  readonly enterpriseId: string
  readonly operator: string
  readonly certifiedUntil: string | null
}

/** As the body of `cylinder.registered`, and the tags besides its code. */
export type HistoryCylinder = {
  readonly code: string
  readonly ownerId: string
  readonly tags: readonly TagRef[]
}

export type HistoryEvent = {
  readonly kind: 'event'
  readonly source: 'device' | 'api' | 'gateway'
  readonly stationId: string | null
  readonly deviceId: string | null
  /** Index in the order of the cylinders; -1 = an event of a site. */
  readonly cylinder: number
  readonly atMs: number
  readonly recordedAtMs: number
  /** Wire format. */
  readonly event: {
    readonly id: string
    readonly type: string
    readonly at: string
    readonly [field: string]: unknown
  }
}

export type HistoryContext = { readonly id: number; readonly facts: JudgingContext }

/** One event as it was judged, and the states around it. */
export type JudgedStep = {
  readonly event: LoggedEvent
  readonly source: number
  readonly cylinderId: number
  readonly before: Cylinder
  readonly after: Cylinder
  readonly findings: readonly Finding[]
}

/** What ingest and rules know and the store does not. */
export type HistoryTools = {
  readonly judge: Judge
  readonly contexts: ContextStore
  readonly contextOf: (
    event: LoggedEvent,
    book: SiteBook,
  ) => HistoryContext | Promise<HistoryContext>
  /** Own fields of a device's event, as ingest keeps them. */
  readonly bodyOf: (type: string, event: object) => Readonly<Record<string, unknown>>
  readonly judgeSite: (event: LoggedEvent, facts: JudgingContext) => readonly Finding[]
  readonly siteFactOf: (
    event: LoggedEvent,
    book: SiteBook,
    findings: readonly Finding[],
  ) => SiteFactChange | null
  /** Leaves, salts and bodies of a batch, as ingest seals what it commits. */
  readonly seal: (events: readonly NewEvent[]) => BatchSeal
  /** What a step gives somebody to do; asked only where something was found or a block came up. */
  readonly workOf: (step: JudgedStep) => readonly NewWork[]
}
