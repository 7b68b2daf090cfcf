const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const UNDERSCORE = 0x5f
const LOWER_U = 0x75
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** A number of more characters than this may not be what it says; `walk` looks at it. */
const PLAIN_NUMBER_LENGTH = 15

/** What one pass over the bytes of a text tells before anything is parsed. */
export interface Scan {
  /** Deepest nesting; the outermost array or object counts as 1. */
  depth: number
  /** Brackets and quotes close, and nothing stands behind the outermost value. */
  balanced: boolean
  /** All bytes below 0x80. */
  ascii: boolean
  /** A NUL byte. */
  nul: boolean
  /** An escape `\u`, a string that begins with `_` or a long or scaled number: the parsed value needs a look. */
  suspicious: boolean
  /** Fields of all objects, as written: more than the parsed value has when one is written twice. */
  fields: number
  /** The outermost value is an array. */
  list: boolean
  /** Of an array: begin and end of each element, without the blanks around it, and its number of fields. */
  elements: number[]
}

/** Within a string: 1 where it may end or change its meaning, so that the inner loop asks one question a byte. */
const IN_STRING = new Uint8Array(256)
for (const byte of [0, QUOTE, BACKSLASH]) IN_STRING[byte] = 1

const BLANK = new Uint8Array(256)
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) BLANK[byte] = 1

/**
 * Reads structure only: strings are skipped, brackets counted whatever their kind. So it finds the elements of an array even
 * where one of them is not JSON, and needs no stack whatever the nesting.
 */
export function scanJson(bytes: Buffer): Scan {
  return new Scanner(bytes).run()
}

class Scanner {
  private readonly bytes: Buffer
  private readonly scan: Scan
  private any = 0
  private level = 0
  private ended = false
  /** Something stands where nothing may: behind the end, or a string that does not close. */
  private astray = false
  private elementAt = -1
  private elementFields = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
    let at = 0
    while (at < bytes.length && BLANK[bytes[at] as number] === 1) at += 1
    this.scan = {
      depth: 0,
      balanced: false,
      ascii: false,
      nul: false,
      suspicious: false,
      fields: 0,
      list: bytes[at] === OPEN_LIST,
      elements: [],
    }
  }

  run(): Scan {
    const { bytes, scan } = this
    const { length } = bytes
    let at = 0
    while (at < length) {
      const byte = bytes[at] as number
      if (BLANK[byte] === 1) {
        at += 1
        continue
      }
      if (this.ended) this.astray = true
      if (this.level === 1 && scan.list) this.atElement(byte, at)
      at = this.token(byte, at)
    }
    scan.ascii = this.any < 0x80
    scan.balanced = this.ended && !this.astray && this.level === 0
    return scan
  }

  /** A byte directly inside the outermost array. */
  private atElement(byte: number, at: number): void {
    if (byte === COMMA) this.endElement(at)
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      if (this.elementAt !== -1 || this.scan.elements.length > 0) this.endElement(at)
    } else if (this.elementAt === -1) this.elementAt = at
  }

  /** Looks at what begins at `at`; returns where the next token may begin. */
  private token(byte: number, at: number): number {
    const { scan } = this
    switch (byte) {
      case QUOTE:
        return this.string(at)
      case COMMA:
        return at + 1
      case COLON:
        scan.fields += 1
        return at + 1
      case OPEN_LIST:
      case OPEN_OBJECT:
        this.level += 1
        if (this.level > scan.depth) scan.depth = this.level
        return at + 1
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        this.level -= 1
        if (this.level === 0) this.ended = true
        else if (this.level < 0) this.astray = true
        return at + 1
      case 0:
        scan.nul = true
        return at + 1
    }
    this.any |= byte
    return byte >= 0x30 && byte <= 0x39 ? this.number(at) : at + 1
  }

  private string(from: number): number {
    const { bytes, scan } = this
    const { length } = bytes
    if (from + 1 < length && bytes[from + 1] === UNDERSCORE) scan.suspicious = true
    let any = 0
    let at = from + 1
    for (; at < length; at += 1) {
      const byte = bytes[at] as number
      any |= byte
      if (IN_STRING[byte] === 0) continue
      if (byte === QUOTE) break
      if (byte === 0) {
        scan.nul = true
        continue
      }
      at += 1
      if (at < length) any |= bytes[at] as number
      if (at < length && bytes[at] === LOWER_U) scan.suspicious = true
    }
    this.any |= any
    if (at >= length) this.astray = true
    return at + 1
  }

  private number(from: number): number {
    const { bytes } = this
    const { length } = bytes
    let at = from + 1
    while (at < length && isNumeric(bytes[at] as number)) {
      if (((bytes[at] as number) | 0x20) === 0x65) this.scan.suspicious = true
      at += 1
    }
    if (at - from > PLAIN_NUMBER_LENGTH) this.scan.suspicious = true
    return at
  }

  /** A missing element (`[1,,2]`) is an empty slice at its place. */
  private endElement(to: number): void {
    const { bytes, scan } = this
    const from = this.elementAt === -1 ? to : this.elementAt
    let end = to
    while (end > from && BLANK[bytes[end - 1] as number] === 1) end -= 1
    scan.elements.push(from, end, scan.fields - this.elementFields)
    this.elementAt = -1
    this.elementFields = scan.fields
  }
}

function isNumeric(byte: number): boolean {
  const digit = byte >= 0x30 && byte <= 0x39
  return digit || byte === 0x2e || byte === 0x65 || byte === 0x45 || byte === 0x2b || byte === 0x2d
}
