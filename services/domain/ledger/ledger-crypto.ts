/** What the ledger's mathematics needs from outside: this layer knows no crypto of its own. */
export type LedgerCrypto = {
  readonly sha256: (data: Uint8Array) => Uint8Array
  /** Ed25519; the key has 32 bytes, the signature 64. */
  readonly verify: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
  readonly utf8: (text: string) => Uint8Array
  readonly toBase64: (data: Uint8Array) => string
  /** Null where it is not base64 with its padding. */
  readonly fromBase64: (text: string) => Uint8Array | null
}

/** RFC 6962 §2.1: a leaf is hashed with 0x00 before it, a node with 0x01, so that neither can be taken for the other. */
export const leafHash = (record: string, { sha256, utf8 }: LedgerCrypto): Uint8Array =>
  sha256(utf8(`\u0000${record}`))

export const nodeHashWith =
  ({ sha256 }: LedgerCrypto) =>
  (left: Uint8Array, right: Uint8Array): Uint8Array => {
    const pair = new Uint8Array(1 + left.length + right.length)
    pair[0] = 1
    pair.set(left, 1)
    pair.set(right, 1 + left.length)
    return sha256(pair)
  }
