import type { Uplink } from '#domain/edge-ports.ts'
import type { UplinkEvent } from '#schemas/events/uplink.ts'
import type { Samples } from '#schemas/samples.ts'
import type { Status } from '#schemas/status.ts'

/** What the codec made of one publish, or of one element of an array; `raw` is that element's own exact bytes. */
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
  | RejectedMessage

export type RejectedMessage = {
  readonly kind: 'rejected'
  readonly code: string
  readonly message: string
  readonly path?: string
  readonly id?: string
  readonly raw: Buffer
}

/** Never throws and gives at least one message. */
export type Decode = (uplink: Uplink) => readonly DecodedMessage[]

/** One decoded message on its way through a lane. */
export type Item = { readonly uplink: Uplink; readonly message: DecodedMessage }
