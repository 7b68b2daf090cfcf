/** A device that reconnects under ever new client ids with cleanSession=0 may leave this many sessions behind. */
const PER_DEVICE = 4

/** Persistent sessions by device, oldest first; forgets the oldest beyond the bound. */
export class KeptSessions {
  private readonly ids = new Map<string, string[]>()
  private readonly forget: (clientId: string) => void

  constructor(forget: (clientId: string) => void) {
    this.forget = forget
  }

  /** A connection with cleanSession=0. */
  keep(username: string, clientId: string): void {
    const ids = this.ids.get(username)?.filter((id) => id !== clientId) ?? []
    ids.push(clientId)
    if (ids.length > PER_DEVICE) this.forget(ids.shift() as string)
    this.ids.set(username, ids)
  }

  /** A connection with cleanSession=1: aedes has dropped what was kept. */
  drop(username: string, clientId: string): void {
    const ids = this.ids.get(username)
    const at = ids?.indexOf(clientId) ?? -1
    if (ids === undefined || at === -1) return
    ids.splice(at, 1)
    if (ids.length === 0) this.ids.delete(username)
  }
}
