import type { NodeHash } from './merkle.ts'

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** The root that a leaf and its inclusion proof lead to (RFC 9162 §2.1.3.2); null when the proof has the wrong length. */
export const rootFrom = (
  leaf: Uint8Array,
  { index, size, path }: { index: number; size: number; path: readonly Uint8Array[] },
  node: NodeHash,
): Uint8Array | null => {
  if (!isSize(index) || !isSize(size) || index >= size) return null
  let [fn, sn, hash] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (sn === 0) return null
    if (fn % 2 === 1 || fn === sn) {
      hash = node(sibling, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)]
    } else {
      hash = node(hash, sibling)
    }
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  return sn === 0 ? hash : null
}

type Head = { readonly size: number; readonly root: Uint8Array }

/** True when the newer tree begins with the whole older one (RFC 9162 §2.1.4.2). Everything begins with the empty tree. */
export const isConsistent = (
  older: Head,
  newer: Head,
  proof: readonly Uint8Array[],
  node: NodeHash,
): boolean => {
  if (!isSize(older.size) || !isSize(newer.size) || older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && same(older.root, newer.root)
  if (older.size === 0) return proof.length === 0
  // An older tree that is one complete subtree is its own first hash.
  const isWhole = Number.isInteger(Math.log2(older.size))
  const [first, ...rest] = isWhole ? [older.root, ...proof] : proof
  if (first === undefined) return false
  let [fn, sn] = [older.size - 1, newer.size - 1]
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  let [before, after] = [first, first]
  for (const sibling of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      before = node(sibling, before)
      after = node(sibling, after)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)]
    } else {
      after = node(after, sibling)
    }
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  return sn === 0 && same(before, older.root) && same(after, newer.root)
}
