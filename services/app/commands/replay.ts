import { decode } from '#gateway/codec/decode.ts'
import type { ReplayOutcome } from '#api/api-deps.ts'
import type { IngestPort, Uplink } from '#domain/edge-ports.ts'
import { sha256 } from '#ingest/hashing.ts'
import { parseTopic } from '#schemas/topics.ts'
import type { ReplayStore, StoredRejection } from '#store/replay-store.ts'

export type RejectionReader = Pick<ReplayStore, 'byId' | 'isStored' | 'markReplayed'>

const uplinkOf = (stored: StoredRejection, now: number): Uplink | null => {
  const { stationId, deviceId, topic, raw } = stored
  const address = parseTopic(topic)
  if (address === null || address.kind === 'down') return null
  if (address.stationId !== stationId || address.deviceId !== deviceId) return null
  return {
    stationId,
    deviceId,
    kind: address.kind,
    topic,
    payload: raw,
    receivedAt: now,
    dup: true,
  }
}

const REUSED = 'EVENT_ID_REUSED'

/** Reads a rejected message once more, after a mend; what can be read now takes the way of every message. */
export const createReplay =
  (rejections: RejectionReader, ingest: IngestPort, now: () => number) =>
  async (id: string): Promise<ReplayOutcome | null> => {
    const stored = await rejections.byId(id)
    if (stored === null) return null
    const uplink = uplinkOf(stored, now())
    if (uplink === null) {
      return {
        outcome: 'rejected',
        code: 'FOREIGN_TOPIC',
        message: 'the topic is none of its device',
      }
    }
    const messages = decode(uplink)
    const refused = messages.find((message) => message.kind === 'rejected')
    if (refused?.kind === 'rejected') {
      const { code, message } = refused
      await rejections.markReplayed(id, code)
      return { outcome: 'rejected', code, message }
    }
    await new Promise<void>((resolve) => ingest.submit(uplink, resolve))
    for (const message of messages) {
      if (message.kind !== 'event') continue
      const { stationId, deviceId } = uplink
      const { event, raw } = message
      if (await rejections.isStored(stationId, deviceId, event.id, sha256(raw))) continue
      await rejections.markReplayed(id, REUSED)
      const words = `id ${event.id} was already used by this device for other content`
      return { outcome: 'rejected', code: REUSED, message: words }
    }
    await rejections.markReplayed(id, null)
    return { outcome: 'accepted' }
  }
