import { hash } from 'node:crypto'
import { eventRecord } from '#domain/ledger/records.ts'
import type { NewEvent } from '#domain/store-ports.ts'
import { scratch, viewOf } from './hash-scratch.ts'

const MILLION = 1_000_000
/** Whole milliseconds up to the year 65 000: both halves have 31 bits. */
const MOST_BY_HALVES = 2_000_000_000 * MILLION
/** No plain id or code is longer. */
const MOST_TEXT = 64
const COMMA = 44
const QUOTE = 34
const END = 93

/** Two thirds of what the string costs, whose pieces the hash would have to join and read once more. */
const ascii = (text: string, at: number): number => {
  for (let i = 0; i < text.length; i++) scratch[at + i] = text.charCodeAt(i)
  return at + text.length
}

/** Digits from the last one to the first, up to `end`. */
const digits = (value: number, from: number, end: number): number => {
  let rest = value
  for (let place = end - 1; place >= from; place--) {
    const next = (rest / 10) | 0
    scratch[place] = 48 + rest - next * 10
    rest = next
  }
  return end
}

const small = (value: number, at: number): number => {
  let end = at + 1
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) end += 1
  return digits(value, at, end)
}

const integer = (value: number, at: number): number => {
  if (!Number.isSafeInteger(value) || value < 0 || value >= MOST_BY_HALVES) {
    return ascii(String(value), at)
  }
  if (value < MILLION) return small(value, at)
  const high = Math.floor(value / MILLION)
  const begun = small(high, at)
  return digits(value - high * MILLION, begun, begun + 6)
}

/** @returns where it ends; -1 = it has to be escaped, or is long */
const plain = (text: string | null, at: number): number => {
  if (text === null) return ascii('null', at)
  const { length } = text
  if (length > MOST_TEXT) return -1
  scratch[at] = QUOTE
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code < 32 || code > 126 || code === QUOTE || code === 92) return -1
    scratch[at + 1 + i] = code
  }
  scratch[at + length + 1] = QUOTE
  return at + length + 2
}

const plainAndComma = (text: string | null, at: number): number => {
  const end = at === -1 ? -1 : plain(text, at)
  if (end === -1) return -1
  scratch[end] = COMMA
  return end + 1
}

const integerAndComma = (value: number, at: number): number => {
  const end = integer(value, at)
  scratch[end] = COMMA
  return end + 1
}

/** The bytes of `eventRecord` behind the zero of a leaf. @returns their number; -1 where a text is not plain */
const written = (
  { event, tag, source, cylinderId, contextId }: NewEvent,
  sealed: string,
): number => {
  scratch[0] = 0
  let at = ascii(',"', integer(source, ascii('["event",', 1)))
  at = ascii('",', ascii(event.type, ascii('","', ascii(event.id, at))))
  at = integerAndComma(event.at, at)
  at = integerAndComma(event.effectiveAt, at)
  at = integerAndComma(event.recordedAt, at)
  at = plainAndComma(event.stationId, at)
  at = plainAndComma(event.operator, at)
  at = plainAndComma(tag === null ? null : tag.scheme, at)
  at = plainAndComma(tag === null ? null : tag.value, at)
  if (at === -1) return -1
  at = ascii(',', ascii(cylinderId ?? 'null', at))
  at = ascii('",null', ascii(sealed, ascii(',"', integer(contextId, at))))
  scratch[at] = END
  return at + 1
}

/** One literal: spread together it took three times as long. */
const asText = (
  { event, tag, source, cylinderId, contextId, findings }: NewEvent,
  sealed: string,
): string =>
  eventRecord({
    source,
    id: event.id,
    type: event.type,
    at: event.at,
    effectiveAt: event.effectiveAt,
    recordedAt: event.recordedAt,
    stationId: event.stationId,
    operator: event.operator,
    tagScheme: tag === null ? null : tag.scheme,
    tagValue: tag === null ? null : tag.value,
    cylinderId,
    contextId,
    sealed,
    findings: findings === null ? null : JSON.stringify(findings),
  })

/** RFC 6962 hash of an event's leaf, Latin-1. Most have no findings and plain ids: those never become a string. */
export const eventLeaf = (entry: NewEvent, sealed: string): string => {
  const length = entry.findings === null ? written(entry, sealed) : -1
  return length === -1
    ? hash('sha256', `\u0000${asText(entry, sealed)}`, 'binary')
    : hash('sha256', viewOf(length), 'binary')
}
