import { describe, expect, it } from 'vitest'
import { noteKeyText } from '#domain/ledger/checkpoint.ts'
import { leafHash } from '#domain/ledger/ledger-crypto.ts'
import { batchRecord, eventRecord } from '#domain/ledger/records.ts'
import { CONSISTENCY_FORMAT, PROOF_FORMAT } from '#domain/ledger/proof.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import { signCheckpoint } from '#store/ledger/note-signer.ts'
import { auditVerdict, readNoteKey, verifyText } from '#app/ledger/verify.ts'
import { LEDGER_ORIGIN, LEDGER_SECRET, ledgerKeyOf } from '#test/setup/ledger.ts'

const key = ledgerKeyOf()
const empty = { origin: LEDGER_ORIGIN, size: 1, root: Buffer.alloc(32, 7) }
const checkpoint = signCheckpoint(empty, [LEDGER_SECRET])
const proof = { format: PROOF_FORMAT, checkpoint, batches: [], leaves: [], entries: [] }
const said = (file: unknown): string => verifyText(JSON.stringify(file), key).lines.join('\n')

/** One event, alone in its batch, alone in the tree. */
const proofOf = (id = '00000000-0000-4000-8000-000000000000', bulk = false) => {
  const at = 1_790_000_000_000
  const record = eventRecord({
    ...{
      source: 7,
      id,
      type: 'fill.completed',
      at,
      effectiveAt: at,
      recordedAt: at,
      stationId: 'st-1',
      operator: 's-1',
    },
    ...{
      tagScheme: 'qr',
      tagValue: 'Q-1',
      cylinderId: '1',
      contextId: 1,
      sealed: 'ab'.repeat(32),
      findings: null,
    },
  })
  const hex = (text: string): string => Buffer.from(leafHash(text, nodeCrypto)).toString('hex')
  const batch = batchRecord({
    id: '1',
    committedAt: at,
    counts: [1, 0, 0, 0],
    root: hex(record),
    bulk,
  })
  const head = { origin: LEDGER_ORIGIN, size: 1, root: Buffer.from(hex(batch), 'hex') }
  return {
    ...proof,
    checkpoint: signCheckpoint(head, [LEDGER_SECRET]),
    batches: [{ record: batch, index: 0, path: [] }],
    leaves: [{ batch: 0, record, index: 0, path: [], opened: null }],
  }
}

describe('what verify says', () => {
  it('takes the key as the API shows it, and no other text', async () => {
    expect(await readNoteKey(noteKeyText(key, nodeCrypto))).toEqual(key)
    await expect(readNoteKey('a+00000000+AA==')).rejects.toThrow('--key')
  })

  it.each([
    ['no JSON', '{', 'NOT_A_PROOF'],
    ['another file', '{"format":"x"}', 'NOT_A_PROOF'],
    ['nothing', 'null', 'NOT_A_PROOF'],
    ['leaves without a shape', JSON.stringify({ ...proof, leaves: [{}] }), 'NOT_A_PROOF'],
    ['no checkpoint', JSON.stringify({ ...proof, checkpoint: 'x' }), 'CHECKPOINT_UNREADABLE'],
    [
      'half a consistency proof',
      JSON.stringify({ format: CONSISTENCY_FORMAT, older: checkpoint }),
      'NOT_A_PROOF',
    ],
    [
      'a record that is none',
      JSON.stringify({ ...proof, batches: [{ record: '[1', index: 0, path: [] }] }),
      'RECORD_UNREADABLE',
    ],
    [
      'a size beyond all numbers',
      JSON.stringify({
        ...proof,
        checkpoint: checkpoint.replace('\n1\n', `\n${'9'.repeat(30)}\n`),
      }),
      'CHECKPOINT_UNREADABLE',
    ],
  ])('%s is refused, in two languages', (_name, text, code) => {
    const { ok, lines } = verifyText(text, key)
    expect(ok).toBe(false)
    expect(lines.join('\n')).toContain(code)
    expect(lines.join('\n')).toMatch(/[一-鿿].* \/ [a-z]/)
  })

  it('what carries no proof is listed; what was altered is no success', () => {
    expect(said({ ...proofOf(), unproved: [{ id: 'e', why: 'pending' }] })).toMatch(
      /^✓[^]*e: .*pending/,
    )
    const altered = JSON.stringify({ ...proofOf(), unproved: [{ id: 'e', why: 'altered' }] })
    expect(verifyText(altered, key).ok).toBe(false)
  })

  it('which events are proved: another one, one twice, or none at all does not pass for it', () => {
    const [one, other] = [
      proofOf('11111111-0000-4000-8000-000000000000'),
      proofOf('22222222-0000-4000-8000-000000000000'),
    ]
    expect(said(one)).toMatch(/fill\.completed 11111111-.*qr:Q-1, st-1, s-1/)
    expect(said(other)).not.toContain('11111111-')
    expect(said({ ...one, leaves: [...one.leaves, ...one.leaves] })).toContain(': 1 events')
    const { ok, lines } = verifyText(JSON.stringify({ ...one, leaves: [] }), key)
    expect([ok, lines.join()]).toEqual([false, expect.stringContaining('NOTHING_PROVED')])
    // Without its content the event stands there, and that it is missing is said.
    expect(said(one)).toContain('not attached')
  })

  it('a history that was loaded is proved since its load, and no longer', () => {
    expect(said(proofOf('11111111-0000-4000-8000-000000000000', true))).toContain(
      'unchanged since 2026-09-21T',
    )
    expect(said(proofOf())).not.toContain('unchanged since')
  })

  it('an audit names table, row, columns and batch', () => {
    const checked = { leaves: 1, checkpoints: 1, events: 1, verdicts: 0, rejections: 0 }
    const { ok, lines } = auditVerdict({
      findings: [
        { what: 'changed', table: 'cylinder_life', key: '1/e', columns: ['operator'], batch: '7' },
      ],
      notices: [{ what: 'outside', table: 'scale', key: 's', detail: 'update' }],
      checked: { ...checked, slices: 0, entries: 0, lives: 0 },
    })
    expect(ok).toBe(false)
    expect(lines[0]).toBe('✗ cylinder_life 1/e 被修改 / was changed (operator; batch 7)')
    expect(lines[1]).toContain('scale s')
  })
})
