import type { Uplink } from '#domain/edge-ports.ts'
import type { UplinkEvent } from '#schemas/events/uplink.ts'
import type { Samples } from '#schemas/samples.ts'
import type { Status } from '#schemas/status.ts'

/** Why bytes cannot be read. Never renamed, never reused. */
export type RejectionCode =
  | 'EMPTY'
  | 'TOO_BIG'
  | 'FOREIGN_TOPIC'
  | 'NOT_UTF8'
  | 'TOO_DEEP'
  | 'NUL_CHARACTER'
  | 'LONE_SURROGATE'
  | 'NOT_JSON'
  | 'ARRAY_TOO_LONG'
  | 'UNKNOWN_TYPE'
  | 'INVALID_FIELD'
  | 'DUPLICATE_FIELD'
  | 'NUMBER_OUT_OF_RANGE'

export interface Rejected {
  readonly kind: 'rejected'
  readonly code: RejectionCode
  /** At most 500 characters; of what the device sent only field names, made safe to store. */
  readonly message: string
  /** JSON pointer to the field, within the publish: `/grossG`, or `/3/grossG` in an array; levels cut at 100 characters. */
  readonly path?: string
  /** The event's id, when it has a readable one. */
  readonly id?: string
  readonly raw: Buffer
}

/** One message of a publish; `raw` are its own exact bytes, a view. Times are epoch milliseconds. */
export type DecodedMessage =
  | {
      readonly kind: 'event'
      readonly event: UplinkEvent
      readonly atMs: number
      readonly raw: Buffer
    }
  | {
      readonly kind: 'samples'
      readonly samples: Samples
      readonly fromMs: number
      readonly raw: Buffer
    }
  | {
      readonly kind: 'status'
      readonly status: Status
      readonly atMs: number
      readonly raw: Buffer
    }
  | Rejected

/** What `decode` reads of an uplink. */
export type Undecoded = Pick<Uplink, 'kind' | 'payload'> & { readonly announcedBytes?: number }
