import { batchRecord, type LeafCounts } from '#domain/ledger/records.ts'
import { leafHash } from '#domain/ledger/ledger-crypto.ts'
import { levelsOf, pathIn } from '#domain/ledger/merkle.ts'
import { nodeCrypto, nodeHash } from './node-crypto.ts'

const HASH = 32

export type BatchRow = {
  readonly id: string
  readonly committedAt: number
  readonly counts: readonly number[]
  readonly root: Buffer
  readonly leafHashes: Buffer
  readonly leafIndex: number
  readonly bulk: boolean
}

/** The leaves of one batch, to be found by their records. */
export class BatchTree {
  readonly row: BatchRow
  readonly #levels: readonly (readonly Buffer[])[]
  readonly #index = new Map<string, number>()

  constructor(row: BatchRow) {
    this.row = row
    const leaves = Array.from({ length: row.leafHashes.length / HASH }, (_, i) =>
      row.leafHashes.subarray(i * HASH, (i + 1) * HASH),
    )
    for (const [i, leaf] of leaves.entries()) this.#index.set(leaf.toString('hex'), i)
    this.#levels = levelsOf(leaves, nodeHash)
  }

  /** Root of the leaf hashes as they stand; null of none. */
  get root(): Buffer | null {
    return this.#levels.at(-1)?.[0] ?? null
  }

  get size(): number {
    return this.#levels[0]?.length ?? 0
  }

  leafAt(index: number): Buffer {
    return this.#levels[0]?.[index] as Buffer
  }

  get record(): string {
    const { id, committedAt, counts, root, bulk } = this.row
    const held = counts as unknown as LeafCounts
    return batchRecord({ id, committedAt, counts: held, root: root.toString('hex'), bulk })
  }

  /** Where the record stands, with its inclusion proof; null where the batch holds none like it. */
  find(record: string): { readonly index: number; readonly path: readonly Buffer[] } | null {
    const index = this.#index.get(Buffer.from(leafHash(record, nodeCrypto)).toString('hex'))
    return index === undefined ? null : { index, path: pathIn(this.#levels, index) }
  }
}
