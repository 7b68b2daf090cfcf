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
  /** The peer does not take what was written. */
  readonly isCongested: boolean
  refuse(returnCode: number): void
  welcome(welcome: Welcome): void
  write(frame: Buffer): void
  /** Another connection of the same client id came. */
  takenOver(): void
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
}
