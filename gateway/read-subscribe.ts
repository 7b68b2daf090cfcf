import { FieldReader } from './field-reader.ts'
import { refused, type Refused } from './refused.ts'
import { isTopicFilter } from './topic-filter.ts'

export interface Subscription {
  readonly filter: string
  readonly qos: number
}

export interface SubscribeRequest {
  readonly messageId: number
  readonly subscriptions: readonly Subscription[]
}

export interface UnsubscribeRequest {
  readonly messageId: number
  readonly filters: readonly string[]
}

const SUBSCRIBE_BYTE = 0x82
const UNSUBSCRIBE_BYTE = 0xa2
const QOS_MAX = 2

/** A SUBSCRIBE whose body is `bytes[body, end)`, §3.8. */
export function readSubscribe(
  first: number,
  bytes: Buffer,
  body: number,
  end: number,
): SubscribeRequest | Refused {
  if (first !== SUBSCRIBE_BYTE) return refused('flags of SUBSCRIBE') // [MQTT-3.8.1-1]
  const fields = new FieldReader(bytes, body, end)
  const messageId = fields.short()
  const subscriptions: Subscription[] = []
  while (fields.hasMore) {
    const filter = fields.text()
    const qos = fields.byte()
    if (qos > QOS_MAX) return refused('requested QoS') // [MQTT-3.8.3-4]
    subscriptions.push({ filter, qos })
  }
  const filters = subscriptions.map(({ filter }) => filter)
  return fault(messageId, filters, fields.whole) ?? { messageId, subscriptions }
}

/** An UNSUBSCRIBE whose body is `bytes[body, end)`, §3.10. */
export function readUnsubscribe(
  first: number,
  bytes: Buffer,
  body: number,
  end: number,
): UnsubscribeRequest | Refused {
  if (first !== UNSUBSCRIBE_BYTE) return refused('flags of UNSUBSCRIBE') // [MQTT-3.10.1-1]
  const fields = new FieldReader(bytes, body, end)
  const messageId = fields.short()
  const filters: string[] = []
  while (fields.hasMore) filters.push(fields.text())
  return fault(messageId, filters, fields.whole) ?? { messageId, filters }
}

function fault(messageId: number, filters: readonly string[], whole: boolean): Refused | null {
  if (!whole) return refused('malformed filters')
  if (messageId === 0) return refused('packet identifier 0') // [MQTT-2.3.1-1]
  if (filters.length === 0) return refused('no filter') // [MQTT-3.8.3-3, 3.10.3-2]
  return filters.every(isTopicFilter) ? null : refused('topic filter')
}
