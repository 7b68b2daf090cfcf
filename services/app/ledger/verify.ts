import { readFile } from 'node:fs/promises'
import { type NoteKey, parseNoteKey } from '#domain/ledger/checkpoint.ts'
import { auditWords, proofWords } from '#domain/ledger/ledger-words.ts'
import {
  CONSISTENCY_FORMAT,
  type ConsistencyProof,
  type LedgerProof,
  PROOF_FORMAT,
  type ProofProblem,
  type Verified,
  verifyConsistency,
  verifyProof,
} from '#domain/ledger/proof.ts'
import type { AuditFinding, AuditNotice, AuditReport } from '#store/ledger/audit/audit-finding.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import { StartupError } from '#app/start/startup-error.ts'
import { provedLines } from './proved-lines.ts'

/** What a check says, line by line, and whether all is well. */
export type Verdict = { readonly ok: boolean; readonly lines: readonly string[] }

/** A key as `GET /v1/ledger/keys` shows it, or a file that holds one. @throws StartupError */
export const readNoteKey = async (text: string): Promise<NoteKey> => {
  const key =
    parseNoteKey(text, nodeCrypto) ??
    parseNoteKey(await readFile(text, 'utf8').catch(() => ''), nodeCrypto)
  if (key !== null) return key
  throw new StartupError(
    '--key: neither a key (<name>+<id>+<base64>, from GET /v1/ledger/keys) nor a file with one',
  )
}

const problemLine = ({ code, where, subject }: ProofProblem): string => {
  const [zh, en] = proofWords[code]
  return `✗ ${where}${subject === undefined ? '' : ` (${subject})`}: ${zh} / ${en} [${code}]`
}

const isLeaf = (value: unknown): boolean => {
  const leaf = value as { record?: unknown; index?: unknown; path?: unknown } | null
  return (
    typeof leaf?.record === 'string' && typeof leaf.index === 'number' && Array.isArray(leaf.path)
  )
}

const checkShaped = (file: Record<string, unknown>, key: NoteKey): Verified | null => {
  if (file['format'] === CONSISTENCY_FORMAT) {
    const texts = [file['older'], file['newer']].every((note) => typeof note === 'string')
    if (!texts || !Array.isArray(file['path'])) return null
    return verifyConsistency(file as never, key, nodeCrypto)
  }
  const lists = ['batches', 'leaves', 'entries'].map((name) => file[name])
  const shaped = lists.every((list) => Array.isArray(list) && list.every(isLeaf))
  if (file['format'] !== PROOF_FORMAT || typeof file['checkpoint'] !== 'string' || !shaped) {
    return null
  }
  return verifyProof(file as never, key, nodeCrypto)
}

const NOT_A_PROOF: Verified = {
  checkpoint: null,
  events: 0,
  verdicts: 0,
  problems: [{ code: 'NOT_A_PROOF', where: 'file' }],
}

/** A file is anybody's: whatever shape it has, it is a proof or it is none. */
const checkFile = (text: string, key: NoteKey): Verified => {
  try {
    return checkShaped(JSON.parse(text) as Record<string, unknown>, key) ?? NOT_A_PROOF
  } catch {
    return NOT_A_PROOF
  }
}

/** Events in the file that carry no proof, as the API says itself. */
const unproved = (text: string): readonly string[] => {
  const { unproved: list } = JSON.parse(text) as {
    unproved?: readonly { id: string; why: string }[]
  }
  return (list ?? []).map(({ id, why }) => `! ${id}: 无证明 / no proof [${why}]`)
}

const shown = (text: string): readonly string[] => {
  const file = JSON.parse(text) as LedgerProof | ConsistencyProof
  return file.format === PROOF_FORMAT ? provedLines(file) : []
}

/** Checks a downloaded proof, whole life or consistency proof with nothing but the public key. */
export const verifyText = (text: string, key: NoteKey): Verdict => {
  const { checkpoint, events, verdicts, problems } = checkFile(text, key)
  if (checkpoint === null || problems.length > 0) {
    const bare = problems.every(({ code }) => code === 'NOTHING_PROVED')
    return { ok: false, lines: [...problems.map(problemLine), ...(bare ? unproved(text) : [])] }
  }
  const { origin, size } = checkpoint
  const missing = unproved(text)
  const altered = missing.some((line) => line.endsWith('[altered]'))
  const counted = `${events} events, ${verdicts} verdicts; ${origin}, ${size} leaves`
  return {
    ok: !altered,
    lines: [
      `${altered ? '✗' : '✓'} 与签名账本一致 / fits the signed ledger: ${counted}`,
      ...shown(text),
      ...missing,
    ],
  }
}

const findingLine = ({ what, table, key, columns, batch, detail }: AuditFinding): string => {
  const [zh, en] = auditWords[what]
  const more = [
    ...(columns === undefined || columns.length === 0 ? [] : [columns.join(', ')]),
    ...(batch === undefined ? [] : [`batch ${batch}`]),
    ...(detail === undefined ? [] : [detail]),
  ]
  return `✗ ${table} ${key} ${zh} / ${en}${more.length === 0 ? '' : ` (${more.join('; ')})`}`
}

const noticeLine = ({ what, table, key, detail }: AuditNotice): string => {
  const [zh, en] = auditWords[what]
  return `! ${table} ${key} ${zh} / ${en}${detail === undefined ? '' : ` (${detail})`}`
}

/** An audit in words. */
export const auditVerdict = ({ findings, notices, checked }: AuditReport): Verdict => {
  const counted = Object.entries(checked).map(([what, count]) => `${count} ${what}`)
  const ok = findings.length === 0
  const said = ok
    ? '✓ 数据库与签名账本一致 / the database fits the signed ledger'
    : `✗ ${findings.length} 处不符 / ${findings.length} things do not fit`
  return {
    ok,
    lines: [
      ...findings.map(findingLine),
      ...notices.map(noticeLine),
      `${said}: ${counted.join(', ')}`,
    ],
  }
}
