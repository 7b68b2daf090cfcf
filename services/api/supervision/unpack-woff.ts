import { inflateSync } from 'node:zlib'

const WOFF_HEADER = 44
const WOFF_ENTRY = 20
const SFNT_HEADER = 12
const SFNT_ENTRY = 16
/** Chinese is set letter by letter: nothing to shape. */
const SHAPING = new Set(['GSUB', 'GPOS', 'GDEF'])

const padded = (length: number): number => (length + 3) & ~3

/**
 * WOFF 1.0 as the plain font in it: fontkit inflates a table of a WOFF again for every glyph (6 s for a page of Chinese, 0.1 s of the
 * plain font). @throws Error when it is no WOFF
 */
export const unpackWoff = (woff: Buffer): Buffer => {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('no WOFF 1.0')
  const tables = Array.from({ length: woff.readUInt16BE(12) }, (_, i) => {
    const at = WOFF_HEADER + i * WOFF_ENTRY
    const [offset, packed, length] = [4, 8, 12].map((by) => woff.readUInt32BE(at + by)) as [
      number,
      number,
      number,
    ]
    const bytes = woff.subarray(offset, offset + packed)
    const tag = woff.toString('latin1', at, at + 4)
    return { tag, checksum: woff.readUInt32BE(at + 16), bytes, length }
  }).filter(({ tag }) => !SHAPING.has(tag))
  const head = SFNT_HEADER + tables.length * SFNT_ENTRY
  const font = Buffer.alloc(tables.reduce((sum, { length }) => sum + padded(length), head))
  woff.copy(font, 0, 4, 8)
  font.writeUInt16BE(tables.length, 4)
  let offset = head
  for (const [i, { tag, checksum, bytes, length }] of tables.entries()) {
    const at = SFNT_HEADER + i * SFNT_ENTRY
    font.write(tag, at, 'latin1')
    font.writeUInt32BE(checksum, at + 4)
    font.writeUInt32BE(offset, at + 8)
    font.writeUInt32BE(length, at + 12)
    const plain = bytes.length === length ? bytes : inflateSync(bytes)
    plain.copy(font, offset)
    offset += padded(length)
  }
  return font
}
