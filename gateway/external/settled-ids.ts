import type { Uplink } from '#domain/edge-ports.ts'
import { decode } from '#gateway/codec/decode.ts'
import type { DecodedMessage } from '#gateway/codec/decoded-message.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function idOf(message: DecodedMessage): string | null {
  switch (message.kind) {
    case 'event':
      return message.event.id
    case 'samples':
      return message.samples.id
    case 'rejected':
      // What was refused is committed too, as a dead letter: its device need not keep it.
      return message.id !== undefined && UUID.test(message.id) ? message.id : null
    case 'status':
      return null
  }
}

/** Decodes for ingest, and remembers what ids a publish held, for the notice that follows its commit. */
export class SettledIds {
  private readonly ids = new WeakMap<Uplink, readonly string[]>()

  readonly decode = (uplink: Uplink): readonly DecodedMessage[] => {
    const messages = decode(uplink)
    const ids: string[] = []
    for (const message of messages) {
      const id = idOf(message)
      if (id !== null) ids.push(id)
    }
    this.ids.set(uplink, ids)
    return messages
  }

  of(uplink: Uplink): readonly string[] {
    return this.ids.get(uplink) ?? []
  }
}
