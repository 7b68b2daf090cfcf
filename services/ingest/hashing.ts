import { hash } from 'node:crypto'

export const sha256 = (data: Buffer | string): Buffer => hash('sha256', data, 'buffer') as Buffer

/** RFC 6962 §2.1 domain separation: a leaf can never be taken for a node. */
const LEAF = '\u0000'
const NODE = Buffer.from([1])

/** Leaf hash of a canonical record (JSON text). */
export const leafHash = (canonical: string): Buffer => sha256(LEAF + canonical)

const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  sha256(Buffer.concat([NODE, left, right], 65))

/** Root of the RFC 6962 Merkle tree over leaf hashes; the hash of nothing for an empty one. */
export const merkleRoot = (leaves: readonly Buffer[]): Buffer => {
  if (leaves.length === 0) return sha256('')
  let level = leaves
  while (level.length > 1) {
    const next: Buffer[] = []
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] as Buffer
      const right = level[i + 1]
      next.push(right === undefined ? left : nodeHash(left, right))
    }
    level = next
  }
  return level[0] as Buffer
}

const hexToUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`

/** Id of the comparison of a fill with so many samples of its curve (UUID version 8). */
export const curveId = (source: number, fillId: string, samples: number): string =>
  hexToUuid(sha256(`curve ${source} ${fillId} ${samples}`).toString('hex'))

/**
 * Id of the decision on a request (UUID version 8): the same request always has the same answer's id, so that a repeat finds it.
 */
export const decisionId = (source: number, requestId: string): string =>
  hexToUuid(sha256(`decision ${source} ${requestId}`).toString('hex'))
