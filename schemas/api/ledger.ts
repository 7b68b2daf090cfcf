import { z } from 'zod'
import { uuid } from '#schemas/identifiers.ts'
import { instant } from '#schemas/time.ts'
import { pageQuery } from './page.ts'

/** Head of the ledger's tree; `note` is the signed note (C2SP tlog-checkpoint) as `GET /v1/ledger/checkpoint` sends it. */
export const ledgerCheckpoint = z.looseObject({
  origin: z.string(),
  size: z.int(),
  rootHash: z.string(),
  signedAt: instant,
  note: z.string(),
})

export const ledgerCheckpointQuery = pageQuery

/** `key` is what `lpg-trace verify --key` takes (C2SP signed-note); `publicKey` the 32 bytes of Ed25519 alone, base64. */
export const ledgerKey = z.looseObject({
  keyId: z.string(),
  origin: z.string(),
  key: z.string(),
  publicKey: z.string(),
  since: instant,
  until: instant.nullable(),
})

const treeSize = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Sizes of two checkpoints; `to` left out is the newest. */
export const ledgerConsistencyQuery = z.object({ from: treeSize, to: treeSize.optional() })

export const ledgerConsistency = z.looseObject({
  format: z.string(),
  older: z.string(),
  newer: z.string(),
  path: z.array(z.string()).readonly(),
})

export const ledgerProofQuery = z.object({ event: uuid })

const treeLeaf = z.looseObject({
  record: z.string(),
  index: z.int(),
  path: z.array(z.string()).readonly(),
})

/** All that `lpg-trace verify` needs beside the public key. Hashes, salts and bytes are base64. */
export const ledgerProof = z.looseObject({
  format: z.string(),
  checkpoint: z.string(),
  batches: z.array(treeLeaf).readonly(),
  leaves: z
    .array(
      treeLeaf.extend({
        batch: z.int(),
        opened: z.object({ salt: z.string(), bytes: z.string(), body: z.string() }).nullable(),
      }),
    )
    .readonly(),
  entries: z.array(treeLeaf).readonly(),
  /** Only of a whole life: events that have no proof, and why. */
  unproved: z
    .array(z.looseObject({ id: z.string(), why: z.enum(['pending', 'uncovered', 'altered']) }))
    .readonly()
    .optional(),
})
