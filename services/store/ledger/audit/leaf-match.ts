import { leafHash } from '#domain/ledger/ledger-crypto.ts'
import { BatchTree, type BatchRow } from '#store/ledger/batch-tree.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import type { AuditNotes } from './audit-finding.ts'

/** In the order of a batch's leaves. */
export const LEAF_TABLES = [
  'cylinder_life',
  'superseded_verdict',
  'rejected_message',
  'weight_sample',
] as const

export type LeafTable = (typeof LEAF_TABLES)[number]

/** A row that is no leaf of the batch that it names. */
export type Misfit = {
  readonly table: LeafTable
  readonly key: string
  readonly batchId: string
  readonly hash: string
  /** Which columns, if this leaf of the batch was made of the row once. */
  readonly columns: () => readonly string[]
}

/** A leaf without a row. */
export type Leftover = {
  readonly table: LeafTable
  readonly batchId: string
  readonly index: number
  readonly committedAt: number
  /** The rows before and after it. */
  readonly between: string
}

const hexOf = (record: string): string => Buffer.from(leafHash(record, nodeCrypto)).toString('hex')

/** Leaves of some batches, crossed out one by one as their rows are met. */
export class LeafMatch {
  readonly #trees = new Map<string, BatchTree>()
  readonly #met = new Map<string, (string | undefined)[]>()
  readonly misfits: Misfit[] = []

  /** A batch whose hashes are not those of its root tells nothing of its rows: it is named itself. */
  constructor(batches: readonly BatchRow[], notes: AuditNotes) {
    for (const row of batches) {
      const tree = new BatchTree(row)
      if (tree.root?.equals(row.root) === true) {
        this.#trees.set(row.id, tree)
        this.#met.set(row.id, [])
      } else {
        notes.add({ what: 'changed', table: 'event_batch', key: row.id, columns: ['leaf_hashes'] })
        this.#met.set(row.id, [])
      }
    }
  }

  committedAt(batchId: string): number | undefined {
    return this.#trees.get(batchId)?.row.committedAt
  }

  /** When an event of this batch was judged first: a loaded history has kept when that was. */
  decidedAt({ batchId, recordedAt }: { batchId: string; recordedAt: number }): number | undefined {
    const row = this.#trees.get(batchId)?.row
    return row?.bulk === true ? recordedAt : row?.committedAt
  }

  /** Crosses out the row's leaf. @returns whether it fits */
  take(
    { batchId, key, record }: { batchId: string; key: string; record: string },
    table: LeafTable,
    columns: (isLeaf: (record: string) => boolean) => readonly string[],
  ): boolean {
    const tree = this.#trees.get(batchId)
    // A batch that was named already.
    if (tree === undefined && this.#met.has(batchId)) return true
    const index = tree?.find(record)?.index
    const met = this.#met.get(batchId)
    if (index !== undefined && met !== undefined && met[index] === undefined) {
      met[index] = key
      return true
    }
    const isLeaf = (other: string): boolean => (tree?.find(other) ?? null) !== null
    this.misfits.push({ table, key, batchId, hash: hexOf(record), columns: () => columns(isLeaf) })
    return false
  }

  /** What is left when all rows were met, by the hash of the leaf. */
  leftovers(): ReadonlyMap<string, Leftover> {
    const left = new Map<string, Leftover>()
    for (const [batchId, tree] of this.#trees) {
      const met = this.#met.get(batchId) ?? []
      const { committedAt, counts } = tree.row
      const ends = counts.map((_, i) => counts.slice(0, i + 1).reduce((sum, n) => sum + n, 0))
      for (let index = 0; index < tree.size; index++) {
        if (met[index] !== undefined) continue
        const table = LEAF_TABLES[ends.findIndex((end) => index < end)] ?? 'cylinder_life'
        const between = `${met[index - 1] ?? '…'} < ? < ${met[index + 1] ?? '…'}`
        left.set(tree.leafAt(index).toString('hex'), {
          table,
          batchId,
          index,
          committedAt,
          between,
        })
      }
    }
    return left
  }
}
