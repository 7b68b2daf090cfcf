import type { Client } from './client.ts'
import { readSubscribe, readUnsubscribe } from './read-subscribe.ts'
import { isRefused, type Refused } from './refused.ts'
import { SUBSCRIBE } from './wire.ts'

/** A SUBSCRIBE or UNSUBSCRIBE whose body is `bytes[body, end)`: to the client that speaks for the server, when it is well formed. */
export function handFilters(
  client: Client,
  first: number,
  bytes: Buffer,
  body: number,
  end: number,
): Refused | null {
  if (first >> 4 === SUBSCRIBE) {
    const request = readSubscribe(first, bytes, body, end)
    return isRefused(request) ? request : client.subscribe(request)
  }
  const request = readUnsubscribe(first, bytes, body, end)
  return isRefused(request) ? request : client.unsubscribe(request)
}
