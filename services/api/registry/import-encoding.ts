/** What a file may be written in. GB 18030 contains GBK and GB 2312. */
type Charset = 'utf-8' | 'gb18030' | 'utf-16le'

const isAscii = (chunk: Buffer): boolean => chunk.every((byte) => byte < 0x80)

const isUtf8 = (chunk: Buffer): boolean => {
  try {
    // stream: the chunk may end inside a character
    new TextDecoder('utf-8', { fatal: true }).decode(chunk, { stream: true })
    return true
  } catch {
    return false
  }
}

const byMark = (start: Buffer): Charset | null => {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8'
  return start[0] === 0xff && start[1] === 0xfe ? 'utf-16le' : null
}

const named = (charset: string | undefined): Charset | null => {
  const name = charset?.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (name === undefined) return null
  if (name === 'utf8') return 'utf-8'
  return ['gbk', 'gb2312', 'gb18030', 'cp936'].includes(name) ? 'gb18030' : null
}

/**
 * Decodes a file as it comes, in chunks. The encoding is the declared one, else that of the byte order mark, else it is seen
 * from the first bytes that are not ASCII: what is not UTF-8 is GBK (Excel in China writes it). Broken bytes become U+FFFD,
 * so that one bad row stays one bad row.
 */
export async function* decodeText(
  chunks: AsyncIterable<Buffer>,
  declared?: string,
): AsyncGenerator<string> {
  let charset = named(declared)
  let decoder = charset === null ? null : new TextDecoder(charset)
  // Four bytes at least, for the mark; a longer wait would hold the file.
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (decoder !== null) {
      yield decoder.decode(chunk, { stream: true })
      continue
    }
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    if (held.length < 4) continue
    charset = byMark(held)
    if (charset === null && isAscii(held)) {
      yield held.toString('latin1')
      held = Buffer.alloc(0)
      continue
    }
    charset ??= isUtf8(held) ? 'utf-8' : 'gb18030'
    decoder = new TextDecoder(charset)
    yield decoder.decode(held, { stream: true })
    held = Buffer.alloc(0)
  }
  decoder ??= new TextDecoder(isUtf8(held) ? 'utf-8' : 'gb18030')
  yield decoder.decode(held)
}
