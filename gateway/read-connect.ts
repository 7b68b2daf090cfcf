import { FieldReader } from './field-reader.ts'
import { refused, type Refused } from './refused.ts'
import { isTopicName } from './topic-filter.ts'

export interface RequestedWill {
  readonly topic: string
  readonly payload: Buffer
  readonly qos: number
  readonly retain: boolean
}

export interface ConnectRequest {
  /** 3 is MQTT 3.1, 4 is MQTT 3.1.1. */
  readonly level: 3 | 4
  readonly clientId: string
  readonly clean: boolean
  /** Seconds; 0 is none. */
  readonly keepAlive: number
  readonly will: RequestedWill | null
  readonly username: string | null
  /** A copy: the chunk that it came in does not wait for it. */
  readonly password: Buffer | null
}

const CONNECT_BYTE = 0x10
const LEVELS: Readonly<Record<string, 3 | 4>> = { MQTT: 4, MQIsdp: 3 }
const UNACCEPTABLE_LEVEL = 1

/** The bits of §3.1.2.3. */
const RESERVED = 1
const CLEAN = 2
const WILL = 4
const WILL_QOS = 0x18
const WILL_RETAIN = 0x20
const PASSWORD = 0x40
const USERNAME = 0x80

/** A CONNECT whose body is `bytes[body, end)`, §3.1: every field or the reason why not. */
export function readConnect(
  first: number,
  bytes: Buffer,
  body: number,
  end: number,
): ConnectRequest | Refused {
  const fields = new FieldReader(bytes, body, end)
  if (first !== CONNECT_BYTE) return refused('flags of CONNECT') // [MQTT-2.2.2-2]
  const expected = LEVELS[fields.text()]
  if (expected === undefined) return refused('protocol name') // [MQTT-3.1.2-1]
  const level = fields.byte()
  if (!fields.ok) return refused('CONNECT too short')
  if (level !== expected) return refused('protocol level', UNACCEPTABLE_LEVEL) // [MQTT-3.1.2-2]
  const flags = fields.byte()
  const wrong = wrongFlags(flags)
  if (wrong !== null) return refused(wrong)
  const keepAlive = fields.short()
  const clientId = fields.text()
  const will = (flags & WILL) === 0 ? null : readWill(flags, fields)
  const username = (flags & USERNAME) === 0 ? null : fields.text()
  const password = (flags & PASSWORD) === 0 ? null : Buffer.from(fields.binary())
  if (!fields.whole) return refused('malformed CONNECT')
  if (will !== null && !isTopicName(will.topic)) return refused('will topic')
  const clean = (flags & CLEAN) !== 0
  return { level: expected, clientId, clean, keepAlive, will, username, password }
}

function wrongFlags(flags: number): string | null {
  if ((flags & RESERVED) !== 0) return 'reserved flag of CONNECT' // [MQTT-3.1.2-3]
  const willQos = flags & WILL_QOS
  if ((flags & WILL) === 0 && (willQos | (flags & WILL_RETAIN)) !== 0)
    return 'will flags without will' // [MQTT-3.1.2-11, 3.1.2-13, 3.1.2-15]
  if (willQos === WILL_QOS) return 'will QoS 3' // [MQTT-3.1.2-14]
  const lonePassword = (flags & PASSWORD) !== 0 && (flags & USERNAME) === 0
  return lonePassword ? 'password without username' : null // [MQTT-3.1.2-22]
}

function readWill(flags: number, fields: FieldReader): RequestedWill {
  const topic = fields.text()
  const payload = Buffer.from(fields.binary())
  return { topic, payload, qos: (flags & WILL_QOS) >> 3, retain: (flags & WILL_RETAIN) !== 0 }
}
