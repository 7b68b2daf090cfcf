import type { LedgerCrypto } from './ledger-crypto.ts'

/** Head of a tree: what a checkpoint says, C2SP tlog-checkpoint. */
export type Checkpoint = {
  /** Names the log; no two logs share one. */
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

/** A line below a signed note: the name of the key, its short id, and the signature. */
export type NoteSignature = {
  readonly name: string
  /** Four bytes, hexadecimal. */
  readonly keyId: string
  readonly bytes: Uint8Array
}

export type SignedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] }

/** A public key as C2SP signed-note writes it: `<name>+<key id>+<base64 of type and key>`. */
export type NoteKey = {
  readonly name: string
  readonly keyId: string
  /** 1 = the log's own Ed25519 key, 4 = a witness's, whose signature carries a time (tlog-cosignature). */
  readonly type: number
  readonly publicKey: Uint8Array
}

export const ED25519 = 1
export const COSIGNATURE = 4

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** C2SP signed-note: the first four bytes of SHA-256(name, newline, type, key), hexadecimal. */
export const keyIdOf = (
  name: string,
  type: number,
  publicKey: Uint8Array,
  { sha256, utf8 }: LedgerCrypto,
): string => hexOf(sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4))

export const noteKeyText = (key: NoteKey, { toBase64 }: Pick<LedgerCrypto, 'toBase64'>): string =>
  `${key.name}+${key.keyId}+${toBase64(concat(Uint8Array.of(key.type), key.publicKey))}`

/** @returns null for anything but a key whose id fits it */
export const parseNoteKey = (text: string, crypto: LedgerCrypto): NoteKey | null => {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim())
  if (parts === null) return null
  const [, name, keyId, data] = parts as unknown as [string, string, string, string]
  const bytes = crypto.fromBase64(data)
  const type = bytes?.[0]
  if (bytes === null || type === undefined || bytes.length !== 33) return null
  const publicKey = bytes.slice(1)
  return keyIdOf(name, type, publicKey, crypto) === keyId ? { name, keyId, type, publicKey } : null
}

export const checkpointText = ({ origin, size, root }: Checkpoint, crypto: LedgerCrypto): string =>
  `${origin}\n${size}\n${crypto.toBase64(root)}\n`

const signatureLine = ({ name, keyId, bytes }: NoteSignature, crypto: LedgerCrypto): string => {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return `— ${name} ${crypto.toBase64(concat(id, bytes))}\n`
}

export const noteText = ({ text, signatures }: SignedNote, crypto: LedgerCrypto): string =>
  `${text}\n${signatures.map((signature) => signatureLine(signature, crypto)).join('')}`

/** @returns null where it is no signed note */
export const parseNote = (note: string, crypto: LedgerCrypto): SignedNote | null => {
  const at = note.lastIndexOf('\n\n')
  if (at < 0 || !note.endsWith('\n')) return null
  const signatures: NoteSignature[] = []
  for (const line of note.slice(at + 2, -1).split('\n')) {
    const parts = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line)
    const bytes = parts === null ? null : crypto.fromBase64(parts[2] as string)
    if (parts === null || bytes === null || bytes.length < 5) return null
    const keyId = hexOf(bytes.slice(0, 4))
    signatures.push({ name: parts[1] as string, keyId, bytes: bytes.slice(4) })
  }
  return { text: note.slice(0, at + 1), signatures }
}

/** The head that a note's text says; null where it says none. */
export const parseCheckpoint = (text: string, crypto: LedgerCrypto): Checkpoint | null => {
  const [origin, size, root] = text.split('\n')
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size ?? '')) return null
  const hash = crypto.fromBase64(root ?? '')
  if (hash === null || hash.length !== 32) return null
  return { origin, size: Number(size), root: hash }
}

/** What a key signs: the note itself; a witness puts the time before it (C2SP tlog-cosignature). */
const signedBytes = (
  key: NoteKey,
  text: string,
  bytes: Uint8Array,
  { utf8 }: LedgerCrypto,
): readonly [message: Uint8Array, signature: Uint8Array] => {
  if (key.type !== COSIGNATURE) return [utf8(text), bytes]
  const time = bytes.slice(0, 8).reduce((sum, byte) => sum * 256 + byte, 0)
  return [utf8(`cosignature/v1\ntime ${time}\n${text}`), bytes.slice(8)]
}

/** True when one of the note's signatures is this key's and holds. */
export const isSignedBy = (note: SignedNote, key: NoteKey, crypto: LedgerCrypto): boolean =>
  note.signatures.some(({ name, keyId, bytes }) => {
    if (name !== key.name || keyId !== key.keyId) return false
    const [message, signature] = signedBytes(key, note.text, bytes, crypto)
    return signature.length === 64 && crypto.verify(key.publicKey, message, signature)
  })
