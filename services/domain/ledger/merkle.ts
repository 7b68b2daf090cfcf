/** Hash of an inner node: SHA-256 over 0x01, left and right (RFC 6962 §2.1). Comes in, because this layer knows no crypto. */
export type NodeHash<H extends Uint8Array = Uint8Array> = (left: H, right: H) => H

/** Leaves from `begin` up to, not including, `end`. */
export type Range = readonly [begin: number, end: number]

/** A complete subtree of 2^level leaves, the index-th of its level; once complete it never changes. */
export type TreeNode = { readonly level: number; readonly index: number }

/** The largest power of two below n, where RFC 6962 §2.1 splits a list; n > 1. No shifts: they end at 2^31. */
const splitOf = (n: number): number => {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** What an inclusion proof consists of, from the leaf to the root: PATH(m, D[n]) of RFC 6962 §2.1.1 as ranges of leaves. */
export const inclusionRanges = (index: number, size: number, begin = 0): Range[] => {
  if (size === 1) return []
  const k = splitOf(size)
  return index < k
    ? [...inclusionRanges(index, k, begin), [begin + k, begin + size]]
    : [...inclusionRanges(index - k, size - k, begin + k), [begin, begin + k]]
}

const subProof = (m: number, begin: number, end: number, known: boolean): Range[] => {
  if (m === end - begin) return known ? [] : [[begin, end]]
  const k = splitOf(end - begin)
  return m <= k
    ? [...subProof(m, begin, begin + k, known), [begin + k, end]]
    : [...subProof(m - k, begin + k, end, false), [begin, begin + k]]
}

/** What a consistency proof consists of: PROOF(m, D[n]) of RFC 6962 §2.1.2; nothing for an empty or the same tree. */
export const consistencyRanges = (older: number, newer: number): Range[] =>
  older === 0 || older === newer ? [] : subProof(older, 0, newer, true)

/** The complete subtrees that a range of an inclusion or consistency proof is made of, left to right. */
export const nodesOf = ([begin, end]: Range): TreeNode[] => {
  const nodes: TreeNode[] = []
  let at = begin
  while (at < end) {
    let [width, level] = [1, 0]
    while (width * 2 <= end - at && at % (width * 2) === 0) {
      width *= 2
      level += 1
    }
    nodes.push({ level, index: at / width })
    at += width
  }
  return nodes
}

/** The hash of a range from its complete subtrees, left to right; the range holds at least one leaf. */
export const joined = <H extends Uint8Array>(hashes: readonly H[], node: NodeHash<H>): H =>
  hashes.reduceRight((right, left) => node(left, right))

/** All levels of a tree that is held whole; where a level is odd its last hash moves up as it is. */
export const levelsOf = <H extends Uint8Array>(
  leaves: readonly H[],
  node: NodeHash<H>,
): readonly (readonly H[])[] => {
  const levels = [leaves]
  let level = leaves
  while (level.length > 1) {
    const next: H[] = []
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i] as H, level[i + 1]]
      next.push(right === undefined ? left : node(left, right))
    }
    levels.push(next)
    level = next
  }
  return levels
}

/** The inclusion proof of a leaf from {@link levelsOf}. */
export const pathIn = <H extends Uint8Array>(
  levels: readonly (readonly H[])[],
  index: number,
): H[] => {
  const path: H[] = []
  let at = index
  for (const level of levels.slice(0, -1)) {
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1]
    if (sibling !== undefined) path.push(sibling)
    at = Math.floor(at / 2)
  }
  return path
}

/** Adds leaves to a tree of `size` leaves whose right edge is `edge` (the complete subtrees of {0, size}, left to right). */
export const append = <H extends Uint8Array>(
  size: number,
  edge: readonly H[],
  leaves: readonly H[],
  node: NodeHash<H>,
): {
  readonly edge: readonly H[]
  /** The subtrees above the leaves that are complete now. */
  readonly nodes: readonly (TreeNode & { readonly hash: H })[]
} => {
  const right = [...edge]
  const nodes: (TreeNode & { hash: H })[] = []
  leaves.forEach((leaf, offset) => {
    let [hash, level, index] = [leaf, 0, size + offset]
    while (index % 2 === 1) {
      hash = node(right.pop() as H, hash)
      level += 1
      index = (index - 1) / 2
      nodes.push({ level, index, hash })
    }
    right.push(hash)
  })
  return { edge: right, nodes }
}
