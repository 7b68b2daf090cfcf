import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  append,
  consistencyRanges,
  inclusionRanges,
  joined,
  levelsOf,
  nodesOf,
  pathIn,
} from '#domain/ledger/merkle.ts'
import { isConsistent, rootFrom } from '#domain/ledger/verify-path.ts'
import { rootOf } from '#ingest/seal-batch.ts'
import { nodeHash } from '#store/ledger/node-crypto.ts'

const sha = (data: Buffer): Buffer => createHash('sha256').update(data).digest()
const leafOf = (data: Buffer): Buffer => sha(Buffer.concat([Buffer.from([0]), data]))

/** RFC 6962 §2.1, as it stands there: no cleverness. */
const naiveRoot = (leaves: readonly Buffer[]): Buffer => {
  if (leaves.length === 0) return sha(Buffer.alloc(0))
  if (leaves.length === 1) return leaves[0] as Buffer
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  const halves = [naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
  return sha(Buffer.concat([Buffer.from([1]), ...halves]))
}

/** Inputs and roots of the test vectors of Certificate Transparency, trees of 1 to 8 leaves. */
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafOf(Buffer.from(hex, 'hex')))
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const hex = (hash: Uint8Array | null): string => Buffer.from(hash ?? []).toString('hex')
const at = (size: number): Buffer[] => INPUTS.slice(0, size)

describe('RFC 6962 test vectors', () => {
  it.each(ROOTS.map((root, i) => [i + 1, root] as const))('§2.1 a tree of %i leaves', (n, root) => {
    expect(hex(rootOf(Buffer.concat(at(n))))).toBe(root)
    expect(hex(joined(append(0, [], at(n), nodeHash).edge, nodeHash))).toBe(root)
    expect(hex(levelsOf(at(n), nodeHash).at(-1)?.[0] ?? null)).toBe(root)
  })

  it('§2.1 the empty tree is the hash of nothing', () => {
    expect(hex(rootOf(Buffer.alloc(0)))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
  })

  it('§2.1.1 inclusion paths of leaf 5 in a tree of 8 and of leaf 2 in a tree of 3', () => {
    expect(pathIn(levelsOf(at(8), nodeHash), 5).map(hex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(pathIn(levelsOf(at(3), nodeHash), 2).map(hex)).toEqual([
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    ])
  })

  it('§2.1.2 the consistency proof from 6 to 8', () => {
    const proof = consistencyRanges(6, 8).map(([from, to]) => naiveRoot(INPUTS.slice(from, to)))
    expect(proof.map(hex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })
})

const leaves = fc
  .array(fc.uint8Array({ maxLength: 4 }), { minLength: 1, maxLength: 80 })
  .map((list) => list.map((data) => leafOf(Buffer.from(data))))

/** The tree as the store keeps it: complete subtrees by level and index. */
const stored = (list: readonly Buffer[], cuts: readonly number[]) => {
  const nodes = new Map(list.map((hash, index) => [`0/${index}`, hash]))
  let [size, edge]: [number, readonly Buffer[]] = [0, []]
  for (const end of [...cuts, list.length].sort((a, b) => a - b)) {
    const grown = append(size, edge, list.slice(size, end), nodeHash)
    for (const { level, index, hash } of grown.nodes) nodes.set(`${level}/${index}`, hash)
    ;[size, edge] = [Math.max(size, end), grown.edge]
  }
  const hashOf = (range: readonly [number, number]): Buffer =>
    joined(
      nodesOf(range).map(({ level, index }) => nodes.get(`${level}/${index}`) as Buffer),
      nodeHash,
    )
  return { edge, hashOf }
}

describe('against the naive tree', () => {
  it('roots, however the leaves came in', () => {
    fc.assert(
      fc.property(leaves, fc.array(fc.nat(80)), (list, cuts) => {
        const inside = cuts.filter((cut) => cut <= list.length)
        const { edge, hashOf } = stored(list, inside)
        const root = hex(naiveRoot(list))
        expect(hex(joined(edge, nodeHash))).toBe(root)
        expect(hex(rootOf(Buffer.concat(list)))).toBe(root)
        expect(hex(hashOf([0, list.length]))).toBe(root)
      }),
    )
  })

  it('an inclusion proof leads to the root, and to nothing else', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (list, pick, other) => {
        const [index, size] = [pick % list.length, list.length]
        const { hashOf } = stored(list, [])
        const path = inclusionRanges(index, size).map(hashOf)
        expect(path).toEqual(pathIn(levelsOf(list, nodeHash), index))
        const root = hex(naiveRoot(list))
        const leaf = list[index] as Buffer
        expect(hex(rootFrom(leaf, { index, size, path }, nodeHash))).toBe(root)
        expect(hex(rootFrom(leafOf(Buffer.from('no')), { index, size, path }, nodeHash))).not.toBe(
          root,
        )
        const wrong = other % size
        if (!list[wrong]?.equals(leaf)) {
          expect(hex(rootFrom(leaf, { index: wrong, size, path }, nodeHash))).not.toBe(root)
        }
        expect(hex(rootFrom(leaf, { index, size, path: [...path, leaf] }, nodeHash))).not.toBe(root)
        expect(rootFrom(leaf, { index: size, size, path }, nodeHash)).toBeNull()
      }),
    )
  })

  it('a consistency proof holds between any two sizes of one history, and not for another one', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (list, cut, edited) => {
        const size = cut % (list.length + 1)
        const { hashOf } = stored(list, [])
        const path = consistencyRanges(size, list.length).map(hashOf)
        const [older, newer] = [list.slice(0, size), list].map((part) => ({
          size: part.length,
          root: naiveRoot(part),
        })) as [{ size: number; root: Buffer }, { size: number; root: Buffer }]
        expect(isConsistent(older, newer, path, nodeHash)).toBe(true)
        if (size === 0) return
        const forged = list.map((leaf, i) => (i === edited % size ? leafOf(leaf) : leaf))
        const other = { size, root: naiveRoot(forged.slice(0, size)) }
        expect(isConsistent(other, newer, path, nodeHash)).toBe(false)
        const rewritten = { size: list.length, root: naiveRoot(forged) }
        const forgedPath = consistencyRanges(size, list.length).map(stored(forged, []).hashOf)
        expect(isConsistent(older, rewritten, forgedPath, nodeHash)).toBe(false)
      }),
    )
  })
})
