import type { DeviceAddress } from '#schemas/topics.ts'
import type { ConnectRequest } from './read-connect.ts'
import type { Refused } from './refused.ts'
import type { SubscribeRequest, UnsubscribeRequest } from './read-subscribe.ts'

export interface Will {
  readonly topic: string
  readonly payload: Buffer
}

/** What speaks for the server on one connection, from CONNACK on. Publishes to ingest topics do not come this way. */
export interface Client {
  subscribe(request: SubscribeRequest): null
  unsubscribe(request: UnsubscribeRequest): null
  /** A PUBLISH whose body is `bytes[body, end)`; its topic is a good name and its identifier not 0. */
  publish(first: number, bytes: Buffer, body: number, end: number): Refused | null
  /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
  acknowledged(type: number, messageId: number): void
  /** The connection is over. `politely`: by DISCONNECT, which drops the will [MQTT-3.1.2-10]. */
  ended(politely: boolean): void
}

/** A connection as who lets it in sees it. */
export interface Newcomer {
  readonly isClosed: boolean
  readonly peer: Peer
  refuse(returnCode: number): void
  welcome(welcome: Welcome): void
  write(frame: Buffer): void
  /** Another connection of the same client id came. */
  takenOver(): void
  /** Ends it for that reason, at once. */
  fail(reason: string): void
}

/** The other end of a connection. */
export interface Peer {
  /** Its address; undefined once it is gone. */
  readonly remote: string | undefined
  /** Of mutual TLS; null without one. */
  readonly certificate: PeerCertificate | null
  /** It does not take what was written. */
  readonly isCongested: boolean
}

/** A client certificate whose chain TLS has checked. */
export interface PeerCertificate {
  /** `station/device`. */
  readonly commonName: string
  /** Hexadecimal in lower case. */
  readonly serial: string
}

export interface Welcome {
  /** Null in open mode. */
  readonly address: DeviceAddress | null
  /** A device's; in open mode the client keeps it. */
  readonly will: Will | null
  /** Seconds; 0 is none. */
  readonly keepAlive: number
  readonly sessionPresent: boolean
  readonly client: Client
}

/** Decides about each CONNECT. */
export interface Broker {
  /** Answers by `refuse` or `welcome`, now or later. */
  admit(newcomer: Newcomer, request: ConnectRequest): void
  /** Ends the session of a client that has connected to another process meanwhile. */
  endClient(clientId: string): void
  /** Ends connections whose credentials are no longer good: those of `station/device`, or all such (null). */
  recheck(name: string | null): void
}
