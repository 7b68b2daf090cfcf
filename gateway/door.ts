import { createHash } from 'node:crypto'
import type { Credential } from '#domain/edge-ports.ts'
import {
  buildTopic,
  deviceUsername,
  parseDeviceUsername,
  type DeviceAddress,
} from '#schemas/topics.ts'
import type { Broker, Newcomer, PeerCertificate, Will } from './client.ts'
import { DeviceClient } from './device-client.ts'
import type { Edge } from './edge.ts'
import { KeptSessions } from './kept-sessions.ts'
import type { DeviceDirectory } from './ports.ts'
import type { ConnectRequest } from './read-connect.ts'
import { RefusalPace } from './refusal-pace.ts'
import { CONNACK_CODES } from './wire.ts'

const { IDENTIFIER_REJECTED, SERVER_UNAVAILABLE, BAD_CREDENTIALS, NOT_AUTHORIZED } = CONNACK_CODES

/** MQTT 3.1 allows 23 characters of client id; 3.1.1 leaves it to the server. */
const CLIENT_ID_MAX_V3 = 23

interface Admitted {
  readonly address: DeviceAddress
  readonly will: Will | null
  readonly credential: Credential
}

/** A connection that is in, and by what. */
interface Inside {
  readonly newcomer: Newcomer
  readonly address: DeviceAddress
  readonly credential: Credential
}

/** Lets devices in: credentials, wills on their own topic, one connection a client id. */
export class Door implements Broker {
  private readonly edge: Edge
  private readonly directory: DeviceDirectory
  private readonly entered: (clientId: string) => void
  private readonly kept = new KeptSessions()
  private readonly inside = new Map<string, Inside>()
  private readonly pace: RefusalPace
  private unnamed = 0

  /** `entered` is called for each client that has its CONNACK. */
  constructor(edge: Edge, directory: DeviceDirectory, entered: (clientId: string) => void) {
    this.edge = edge
    this.directory = directory
    this.entered = entered
    this.pace = new RefusalPace(edge.limits, edge.now)
  }

  admit(newcomer: Newcomer, request: ConnectRequest): void {
    void this.decide(newcomer, request)
  }

  endClient(clientId: string): void {
    this.inside.get(clientId)?.newcomer.takenOver()
  }

  recheck(name: string | null): void {
    for (const { newcomer, address, credential } of this.inside.values()) {
      if (name !== null && deviceUsername(address) !== name) continue
      if (this.directory.stillGood(address.stationId, address.deviceId, credential)) continue
      newcomer.fail('credential no longer good')
    }
  }

  private async decide(newcomer: Newcomer, request: ConnectRequest): Promise<void> {
    const { remote, certificate } = newcomer.peer
    if (this.pace.isCrowded(remote)) return newcomer.fail('guesses') // before anything is looked up
    const read = admittedOf(request, certificate)
    const code = typeof read === 'number' ? read : await this.lookUp(read)
    if (code === BAD_CREDENTIALS) await this.pace.hold(remote, request.username ?? '')
    if (newcomer.isClosed) return
    if (typeof read === 'number' || code !== 0) newcomer.refuse(code)
    else this.enter(newcomer, request, read)
  }

  private async lookUp({ address, credential }: Admitted): Promise<number> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'unavailable'>((resolve) => {
      timer = setTimeout(resolve, this.edge.limits.authenticateTimeoutMs, 'unavailable')
    })
    try {
      const { stationId, deviceId } = address
      const answer = this.directory.authenticate(stationId, deviceId, credential)
      const verdict = await Promise.race([answer, late])
      if (verdict === 'ok') return 0
      return verdict === 'refused' ? BAD_CREDENTIALS : SERVER_UNAVAILABLE
    } catch {
      return SERVER_UNAVAILABLE
    } finally {
      clearTimeout(timer)
    }
  }

  private enter(newcomer: Newcomer, request: ConnectRequest, admitted: Admitted): void {
    const { address, will, credential } = admitted
    const username = deviceUsername(address)
    this.unnamed += 1
    // A client id is global in MQTT: without the prefix one device could end another's connection.
    const id = `${username}/${request.clientId || `#${this.unnamed}`}`
    if (request.clean) this.kept.drop(username, id)
    const kept = request.clean ? null : this.kept.keep(username, id)
    const before = this.inside.get(id)
    this.inside.set(id, { newcomer, address, credential })
    const left = (): void => {
      if (this.inside.get(id)?.newcomer === newcomer) this.inside.delete(id)
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
    before?.newcomer.takenOver() // [MQTT-3.1.4-2]
    client.resume()
    this.entered(id)
  }
}

/** Which device a CONNECT is for and by what, or the return code that refuses it. A certificate stands for the password. */
function admittedOf(
  request: ConnectRequest,
  certificate: PeerCertificate | null,
): Admitted | number {
  const { level, clientId, clean, will } = request
  const unnamed = clientId === '' && !clean // [MQTT-3.1.3-8]
  if (unnamed || (level === 3 && clientId.length > CLIENT_ID_MAX_V3)) return IDENTIFIER_REJECTED
  const username = request.username ?? certificate?.commonName ?? ''
  const address = parseDeviceUsername(username)
  const credential = credentialOf(request, certificate)
  if (address === null || credential === null) return BAD_CREDENTIALS
  if (certificate !== null && certificate.commonName !== username) return BAD_CREDENTIALS
  if (will !== null && will.topic !== buildTopic('status', address)) return NOT_AUTHORIZED
  return { address, will, credential }
}

function credentialOf(
  { password }: ConnectRequest,
  certificate: PeerCertificate | null,
): Credential | null {
  if (certificate !== null) return { kind: 'certificate', serial: certificate.serial }
  if (password === null) return null
  return { kind: 'password', sha256: createHash('sha256').update(password).digest() }
}
