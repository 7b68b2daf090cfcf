import { describe, expect, it } from 'vitest'
import { noteKeyText } from '#domain/ledger/checkpoint.ts'
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
    expect(said({ ...proof, unproved: [{ id: 'e', why: 'pending' }] })).toMatch(
      /^✓[^]*e: .*pending/,
    )
    const altered = JSON.stringify({ ...proof, unproved: [{ id: 'e', why: 'altered' }] })
    expect(verifyText(altered, key).ok).toBe(false)
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
