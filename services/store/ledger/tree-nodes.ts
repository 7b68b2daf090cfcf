import {
  inclusionRanges,
  joined,
  nodesOf,
  type Range,
  type TreeNode,
} from '#domain/ledger/merkle.ts'
import type { Queryable } from '#store/queries/queryable.ts'
import { nodeHash } from './node-crypto.ts'

type Hashes = ReadonlyMap<string, Buffer>

const nameOf = ({ level, index }: TreeNode): string => `${level}/${index}`

/** Hashes of complete subtrees, by primary key. @throws Error where one is missing: somebody deleted it */
const readNodes = async (db: Queryable, nodes: readonly TreeNode[]): Promise<Hashes> => {
  if (nodes.length === 0) return new Map()
  const { rows } = await db.query<TreeNode & { hash: Buffer }>(
    `select k.level, k.index::float8 as index, coalesce(l.hash, n.hash) as hash
     from unnest($1::int[], $2::int8[]) as k (level, index)
     left join ledger_leaf l on k.level = 0 and l.index = k.index
     left join ledger_node n on n.level = k.level and n.index = k.index`,
    [nodes.map(({ level }) => level), nodes.map(({ index }) => index)],
  )
  const missing = rows.find(({ hash }) => hash === null)
  if (missing !== undefined) throw new Error(`the ledger's tree lacks node ${nameOf(missing)}`)
  return new Map(rows.map((row) => [nameOf(row), row.hash]))
}

/** The hashes of ranges of leaves, all of them in one query. */
export const rangeHashes = async (db: Queryable, ranges: readonly Range[]): Promise<Buffer[]> => {
  const parts = ranges.map(nodesOf)
  const hashes = await readNodes(db, parts.flat())
  return parts.map((nodes) =>
    joined(
      nodes.map((node) => hashes.get(nameOf(node)) as Buffer),
      nodeHash,
    ),
  )
}

/** The right edge of the tree: the complete subtrees that it consists of, left to right. */
export const edgeOf = async (db: Queryable, size: number): Promise<Buffer[]> => {
  const nodes = nodesOf([0, size])
  const hashes = await readNodes(db, nodes)
  return nodes.map((node) => hashes.get(nameOf(node)) as Buffer)
}

/** Inclusion proofs of several leaves in the tree of that size. */
export const pathsTo = async (
  db: Queryable,
  indices: readonly number[],
  size: number,
): Promise<Buffer[][]> => {
  const ranges = indices.map((index) => inclusionRanges(index, size))
  const all = await rangeHashes(db, ranges.flat())
  let at = 0
  return ranges.map((one) => all.slice(at, (at += one.length)))
}
