import { createPrivateKey, createPublicKey, hash, type KeyObject, sign } from 'node:crypto'
import {
  type Checkpoint,
  checkpointText,
  ED25519,
  keyIdOf,
  type NoteKey,
  noteText,
} from '#domain/ledger/checkpoint.ts'
import { nodeCrypto } from './node-crypto.ts'

/** PKCS #8 of an Ed25519 key up to its seed (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const MIN_CHARACTERS = 32

/** The ledger's private keys, the newest first; each is a text of at least 32 random characters, of which the seed is made. */
export type LedgerSecrets = readonly string[]

/** `<new>,<old>`; null where one of them is too short to be random. */
export const readLedgerSecrets = (text: string): LedgerSecrets | null => {
  const secrets = text.split(',').map((one) => one.trim())
  return secrets.every((one) => one.length >= MIN_CHARACTERS) ? secrets : null
}

const privateKeyOf = (secret: string): KeyObject => {
  const seed = hash('sha256', `lpg-trace ledger key\n${secret}`, 'buffer')
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
}

/** 32 bytes. */
export const publicKeyOf = (secret: string): Uint8Array =>
  createPublicKey(privateKeyOf(secret)).export({ format: 'der', type: 'spki' }).subarray(-32)

export const noteKeyOf = (origin: string, publicKey: Uint8Array): NoteKey => ({
  name: origin,
  keyId: keyIdOf(origin, ED25519, publicKey, nodeCrypto),
  type: ED25519,
  publicKey,
})

/** A text as a signed note, signed by every key: while keys change, holders of either can check it. */
export const signNote = (text: string, origin: string, secrets: LedgerSecrets): string => {
  const signatures = secrets.map((secret) => {
    const { name, keyId } = noteKeyOf(origin, publicKeyOf(secret))
    return { name, keyId, bytes: sign(null, Buffer.from(text), privateKeyOf(secret)) }
  })
  return noteText({ text, signatures }, nodeCrypto)
}

export const signCheckpoint = (checkpoint: Checkpoint, secrets: LedgerSecrets): string =>
  signNote(checkpointText(checkpoint, nodeCrypto), checkpoint.origin, secrets)
