import { isUtf8 } from 'node:buffer'
import { isUplinkEventType, type UplinkEvent } from '#schemas/events/uplink.ts'
import { MAX_DEPTH, MAX_EVENTS_PER_MESSAGE, MAX_FRAME_BYTES } from '#schemas/limits.ts'
import type { Samples } from '#schemas/samples.ts'
import type { Status } from '#schemas/status.ts'
import { parseInstant } from '#schemas/time.ts'
import type { DecodedMessage, Rejected, RejectionCode, Undecoded } from './decoded-message.ts'
import { checkMessage } from './message-check.ts'
import { scanJson, type Scan } from './scan-json.ts'
import { countFields, type Flaw, walkValue } from './walk-value.ts'

type Kind = 'event' | 'samples' | 'status'

/** An id that may be repeated to the device. */
const READABLE_ID = /^[!-~]{1,64}$/
/** Begin, end, number of fields. */
const PER_ELEMENT = 3

/**
 * The messages of one publish, at least one, each with its own bytes. Never throws: what cannot be read is a `rejected` with
 * the reason and, in an array, only where it is wrong.
 */
export function decode(uplink: Undecoded): DecodedMessage[] {
  const { kind, payload } = uplink
  switch (kind) {
    case 'foreign':
      return [reject(payload, 'FOREIGN_TOPIC', 'the topic is none of this device')]
    case 'too-big':
      return [reject(payload, 'TOO_BIG', tooBig(uplink.announcedBytes))]
    case 'event':
      return decodeEvents(payload)
    case 'samples':
    case 'status':
      return [decodeOne(kind, payload, scanJson(payload))]
  }
}

function decodeEvents(payload: Buffer): DecodedMessage[] {
  const scan = scanJson(payload)
  if (!scan.list || !scan.balanced) return [decodeOne('event', payload, scan)]
  const count = scan.elements.length / PER_ELEMENT
  if (count === 0) return [reject(payload, 'EMPTY', 'the array holds no event')]
  if (count > MAX_EVENTS_PER_MESSAGE)
    return [reject(payload, 'ARRAY_TOO_LONG', `more than ${MAX_EVENTS_PER_MESSAGE} events`)]
  return decodeTogether(payload, scan) ?? decodeApart(payload, scan.elements)
}

/** The usual array: parsed in one go. Null when anything in it needs a closer look. */
function decodeTogether(payload: Buffer, scan: Scan): DecodedMessage[] | null {
  if (scan.depth > MAX_DEPTH || scan.nul || scan.suspicious) return null
  if (!scan.ascii && !isUtf8(payload)) return null
  const values = parse(payload, scan.ascii)
  if (!Array.isArray(values)) return null
  const { elements } = scan
  return values.map((value: unknown, n) => {
    const raw = payload.subarray(elements[n * PER_ELEMENT], elements[n * PER_ELEMENT + 1])
    return within(n, read('event', value, raw, elements[n * PER_ELEMENT + 2] as number))
  })
}

function decodeApart(payload: Buffer, elements: readonly number[]): DecodedMessage[] {
  const messages: DecodedMessage[] = []
  for (let i = 0; i < elements.length; i += PER_ELEMENT) {
    const raw = payload.subarray(elements[i], elements[i + 1])
    // The array around it is one level.
    messages.push(within(i / PER_ELEMENT, decodeOne('event', raw, scanJson(raw), MAX_DEPTH - 1)))
  }
  return messages
}

/** In an array the path begins with the place of the element. */
function within(place: number, message: DecodedMessage): DecodedMessage {
  return message.kind === 'rejected'
    ? { ...message, path: `/${place}${message.path ?? ''}` }
    : message
}

function decodeOne(kind: Kind, raw: Buffer, scan: Scan, maxDepth = MAX_DEPTH): DecodedMessage {
  if (raw.length === 0) return reject(raw, 'EMPTY', 'there is nothing in it')
  if (!scan.ascii && !isUtf8(raw)) return reject(raw, 'NOT_UTF8', 'the bytes are not UTF-8')
  if (scan.depth > maxDepth)
    return reject(raw, 'TOO_DEEP', `nested deeper than ${MAX_DEPTH} levels`)
  if (scan.nul) return reject(raw, 'NUL_CHARACTER', 'the bytes hold a NUL')
  const value = parse(raw, scan.ascii)
  if (value === undefined) return reject(raw, 'NOT_JSON', 'the text is not JSON')
  if (scan.suspicious) {
    const flaw = walkValue(value)
    if (flaw !== null) return rejectFlaw(raw, value, named(flaw))
  }
  return read(kind, value, raw, scan.fields)
}

/** From a parsed value to a message. `fields` is how many the bytes hold. */
function read(kind: Kind, value: unknown, raw: Buffer, fields: number): DecodedMessage {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return reject(raw, 'INVALID_FIELD', 'the message must be an object')
  if (countFields(value) !== fields)
    return rejectFlaw(raw, value, {
      code: 'DUPLICATE_FIELD',
      message: 'a field is written twice: which one holds is not said',
      path: '',
    })
  switch (kind) {
    case 'event':
      return readEvent(value as { type?: unknown; at?: unknown }, raw)
    case 'samples':
      return readSamples(value, raw)
    case 'status':
      return readStatus(value, raw)
  }
}

function readEvent(value: { readonly type?: unknown }, raw: Buffer): DecodedMessage {
  const { type } = value
  if (!isUplinkEventType(type)) {
    const flaw: Flaw =
      typeof type === 'string'
        ? { code: 'UNKNOWN_TYPE', message: 'type is none that a device may send', path: '/type' }
        : { code: 'INVALID_FIELD', message: `type ${typeProblem(type)}`, path: '/type' }
    return rejectFlaw(raw, value, flaw)
  }
  const flaw = checkMessage(type, value)
  if (flaw !== null) return rejectFlaw(raw, value, flaw)
  const event = value as UplinkEvent
  const atMs = parseInstant(event.at)
  return atMs === null ? rejectTime(raw, value, 'at') : { kind: 'event', event, atMs, raw }
}

function readSamples(value: object, raw: Buffer): DecodedMessage {
  const flaw = checkMessage('samples', value)
  if (flaw !== null) return rejectFlaw(raw, value, flaw)
  const samples = value as Samples
  const fromMs = parseInstant(samples.from)
  return fromMs === null
    ? rejectTime(raw, value, 'from')
    : { kind: 'samples', samples, fromMs, raw }
}

function readStatus(value: object, raw: Buffer): DecodedMessage {
  const flaw = checkMessage('status', value)
  if (flaw !== null) return rejectFlaw(raw, value, flaw)
  const status = value as Status
  const atMs = parseInstant(status.at)
  return atMs === null ? rejectTime(raw, value, 'at') : { kind: 'status', status, atMs, raw }
}

/** undefined when the bytes are no JSON text. */
function parse(bytes: Buffer, ascii: boolean): unknown {
  try {
    return JSON.parse(bytes.toString(ascii ? 'latin1' : 'utf8'))
  } catch {
    return undefined
  }
}

function reject(raw: Buffer, code: RejectionCode, message: string): Rejected {
  return { kind: 'rejected', code, message, raw }
}

function rejectFlaw(raw: Buffer, value: unknown, { code, message, path }: Flaw): Rejected {
  const id = (value as { readonly id?: unknown } | null)?.id
  const readable = typeof id === 'string' && READABLE_ID.test(id)
  const cut = path.slice(0, 1000)
  return { kind: 'rejected', code, message, path: cut, raw, ...(readable ? { id } : {}) }
}

/** A flaw found by walking says what is wrong with it; the field's name goes in front. */
function named(flaw: Flaw): Flaw {
  const name = flaw.path === '' ? 'the message' : flaw.path.slice(1).replaceAll('/', '.')
  return { ...flaw, message: `${name} ${flaw.message}`.slice(0, 500) }
}

/** The pattern lets a time pass whose offset carries it out of the years 1 to 9999. */
function rejectTime(raw: Buffer, value: unknown, field: string): Rejected {
  const message = `${field} must lie in the years 1 to 9999`
  return rejectFlaw(raw, value, { code: 'INVALID_FIELD', message, path: `/${field}` })
}

function typeProblem(type: unknown): string {
  return type === undefined ? 'is missing' : 'must be text'
}

function tooBig(announcedBytes: number | undefined): string {
  const limit = `the limit is ${MAX_FRAME_BYTES} bytes`
  return announcedBytes === undefined ? limit : `the frame announced ${announcedBytes}, ${limit}`
}
