/** A device that reconnects under ever new client ids with cleanSession=0 may leave this many sessions behind. */
const PER_DEVICE = 4

/** A session with cleanSession=0: the messages themselves wait in the outbox. */
export interface KeptSession {
  /** QoS of the subscription to `down`; null without one. */
  downQos: number | null
  /** What was sent and not acknowledged: identifiers of the outbox and of the packet [MQTT-4.4.0-1]. */
  readonly sent: SentIds
}

/** The packet identifiers that are in use, by outbox id. */
export type SentIds = Map<string, number>

/** Persistent sessions by device, oldest first; forgets the oldest beyond the bound. */
export class KeptSessions {
  private readonly sessions = new Map<string, Map<string, KeptSession>>()

  /** A connection with cleanSession=0. `present`: it finds what an earlier one left [MQTT-3.2.2-2]. */
  keep(username: string, clientId: string): { session: KeptSession; present: boolean } {
    const kept = this.sessions.get(username) ?? new Map<string, KeptSession>()
    this.sessions.set(username, kept)
    const found = kept.get(clientId)
    const session = found ?? { downQos: null, sent: new Map<string, number>() }
    kept.delete(clientId)
    kept.set(clientId, session)
    const [oldest] = kept.keys()
    if (kept.size > PER_DEVICE && oldest !== undefined) kept.delete(oldest)
    return { session, present: found !== undefined }
  }

  /** A connection with cleanSession=1 [MQTT-3.1.2-6]. */
  drop(username: string, clientId: string): void {
    const kept = this.sessions.get(username)
    if (kept?.delete(clientId) === true && kept.size === 0) this.sessions.delete(username)
  }
}
