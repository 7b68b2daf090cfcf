import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import type { LedgerCrypto } from '#domain/ledger/ledger-crypto.ts'

/** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export const publicKeyObject = (publicKey: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** {@link LedgerCrypto} by Node. */
export const nodeCrypto: LedgerCrypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  verify: (publicKey, message, signature) =>
    publicKey.length === 32 && verify(null, message, publicKeyObject(publicKey), signature),
  utf8: (text) => Buffer.from(text),
  toBase64: (data) => Buffer.from(data).toString('base64'),
  fromBase64: (text) => (BASE64.test(text) ? Buffer.from(text, 'base64') : null),
}

const NODE = Buffer.from([1])

/** As `nodeHashWith`, over buffers. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  hash('sha256', Buffer.concat([NODE, left, right], 65), 'buffer')
