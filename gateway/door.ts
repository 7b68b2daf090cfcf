import {
  buildTopic,
  deviceUsername,
  parseDeviceUsername,
  type DeviceAddress,
} from '#schemas/topics.ts'
import type { Broker, Newcomer, Will } from './client.ts'
import { DeviceClient } from './device-client.ts'
import type { Edge } from './edge.ts'
import { KeptSessions } from './kept-sessions.ts'
import type { DeviceDirectory } from './ports.ts'
import type { ConnectRequest } from './read-connect.ts'
import { CONNACK_CODES } from './wire.ts'

const { IDENTIFIER_REJECTED, SERVER_UNAVAILABLE, BAD_CREDENTIALS, NOT_AUTHORIZED } = CONNACK_CODES

/** MQTT 3.1 allows 23 characters of client id; 3.1.1 leaves it to the server. */
const CLIENT_ID_MAX_V3 = 23

interface Admitted {
  readonly address: DeviceAddress
  readonly will: Will | null
}

/** Lets devices in: credentials, wills on their own topic, one connection a client id. */
export class Door implements Broker {
  private readonly edge: Edge
  private readonly directory: DeviceDirectory
  private readonly entered: (clientId: string) => void
  private readonly kept = new KeptSessions()
  private readonly clients = new Map<string, Newcomer>()
  private unnamed = 0

  /** `entered` is called for each client that has its CONNACK. */
  constructor(edge: Edge, directory: DeviceDirectory, entered: (clientId: string) => void) {
    this.edge = edge
    this.directory = directory
    this.entered = entered
  }

  admit(newcomer: Newcomer, request: ConnectRequest): void {
    void this.decide(newcomer, request)
  }

  endClient(clientId: string): void {
    this.clients.get(clientId)?.takenOver()
  }

  private async decide(newcomer: Newcomer, request: ConnectRequest): Promise<void> {
    const read = admittedOf(request)
    const code = typeof read === 'number' ? read : await this.lookUp(read.address, request.password)
    if (newcomer.isClosed) return
    if (typeof read === 'number' || code !== 0) newcomer.refuse(code)
    else this.enter(newcomer, request, read)
  }

  private async lookUp(
    { stationId, deviceId }: DeviceAddress,
    password: Buffer | null,
  ): Promise<number> {
    if (password === null) return BAD_CREDENTIALS
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'unavailable'>((resolve) => {
      timer = setTimeout(resolve, this.edge.limits.authenticateTimeoutMs, 'unavailable')
    })
    try {
      const answer = this.directory.authenticate(stationId, deviceId, password)
      const verdict = await Promise.race([answer, late])
      if (verdict === 'ok') return 0
      return verdict === 'refused' ? BAD_CREDENTIALS : SERVER_UNAVAILABLE
    } catch {
      return SERVER_UNAVAILABLE
    } finally {
      clearTimeout(timer)
    }
  }

  private enter(newcomer: Newcomer, request: ConnectRequest, { address, will }: Admitted): void {
    const username = deviceUsername(address)
    this.unnamed += 1
    // A client id is global in MQTT: without the prefix one device could end another's connection.
    const id = `${username}/${request.clientId || `#${this.unnamed}`}`
    if (request.clean) this.kept.drop(username, id)
    const kept = request.clean ? null : this.kept.keep(username, id)
    const before = this.clients.get(id)
    this.clients.set(id, newcomer)
    const left = (): void => {
      if (this.clients.get(id) === newcomer) this.clients.delete(id)
    }
    const client = new DeviceClient(this.edge, newcomer, {
      address,
      kept: kept?.session ?? null,
      left,
    })
    const { keepAlive } = request
    const sessionPresent = kept?.present ?? false
    newcomer.welcome({ address, will, keepAlive, sessionPresent, client })
    // Nothing of the newcomer has been read yet: the will of who was here stands before all of it.
    before?.takenOver() // [MQTT-3.1.4-2]
    client.resume()
    this.entered(id)
  }
}

/** Which device a CONNECT is for, or the return code that refuses it. */
function admittedOf({ level, clientId, clean, username, will }: ConnectRequest): Admitted | number {
  const unnamed = clientId === '' && !clean // [MQTT-3.1.3-8]
  if (unnamed || (level === 3 && clientId.length > CLIENT_ID_MAX_V3)) return IDENTIFIER_REJECTED
  const address = parseDeviceUsername(username ?? '')
  if (address === null) return BAD_CREDENTIALS
  if (will !== null && will.topic !== buildTopic('status', address)) return NOT_AUTHORIZED
  return { address, will }
}
