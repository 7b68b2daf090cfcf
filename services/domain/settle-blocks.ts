import { type BlockCode, blocks, isBlockCode } from './codes.ts'
import type { Cylinder, StandingBlock } from './cylinder.ts'
import type { Finding } from './finding.ts'
import type { LifeEvent } from './life-event.ts'

const isRelease = (code: BlockCode, event: LifeEvent): boolean =>
  event.type === 'quarantine.released' &&
  blocks[code].releasable &&
  (event.body.codes === undefined || event.body.codes.includes(code))

const cameBack = (before: Cylinder, after: Cylinder, event: LifeEvent): boolean =>
  event.type === 'cylinder.returned' ||
  (after.custody.kind === 'station' && before.custody !== after.custody)

/** Does this event bring the remedy of a standing block? Asked only where the event itself was not found wrong in that way. */
const clears = (
  block: StandingBlock,
  before: Cylinder,
  after: Cylinder,
  event: LifeEvent,
): boolean => {
  if (isRelease(block.code, event)) return true
  const { type } = event
  switch (blocks[block.code].remedy) {
    case 'removal':
      return (
        block.remedied === true &&
        (type === 'fill.completed' ||
          (type === 'postfill.checked' && event.body.checkWeighG !== undefined))
      )
    case 'top-up':
    case 'good-fill':
      return type === 'fill.completed'
    case 'repair':
      return type === 'postfill.checked' && event.body.leakFree
    case 'check':
      return (
        type === 'postfill.checked' && (block.code !== 'UNLABELLED' || event.body.labelled === true)
      )
    case 'tare':
      return (
        type === 'tare.corrected' ||
        (type === 'inspection.completed' && event.body.tareG !== undefined) ||
        type === 'fill.completed'
      )
    case 'inspection':
      return type === 'inspection.completed' && event.body.result === 'pass'
    case 'found':
      return type === 'cylinder.found'
    case 'return':
      return cameBack(before, after, event)
    case 'release':
    case 'never':
      return false
  }
}

/** First half of a two-step remedy: gas taken out, or a leaking cylinder passed the pre-fill check after repair. */
const isFirstHalf = (block: StandingBlock, event: LifeEvent): boolean => {
  const { remedy } = blocks[block.code]
  return (
    (remedy === 'removal' && event.type === 'residual.removed') ||
    (remedy === 'repair' && event.type === 'prefill.checked' && event.body.passed)
  )
}

const blocksAnew = (findings: readonly Finding[], code: string): boolean =>
  findings.some((finding) => finding.code === code && finding.severity === 'block')

const has = (items: readonly { readonly code: string }[], code: string): boolean => {
  for (const item of items) if (item.code === code) return true
  return false
}

/** Quarantine (隔离) as it follows from findings: old blocks fall by their remedies, new ones stand. */
export const settleBlocks = (
  before: Cylinder,
  after: Cylinder,
  event: LifeEvent,
  findings: readonly Finding[],
): Cylinder => {
  if (findings.length === 0 && before.standing.length === 0) return after
  const standing: StandingBlock[] = []
  for (const block of before.standing) {
    const again = has(findings, block.code)
    // Found again as a block it stands anew below; found again as a mere warning it stands on.
    if (again ? blocksAnew(findings, block.code) : clears(block, before, after, event)) continue
    standing.push(isFirstHalf(block, event) ? { ...block, remedied: true } : block)
  }
  const kept = standing.length
  for (const { code, severity } of findings) {
    if (severity !== 'block' || !isBlockCode(code)) continue
    if (has(standing.slice(kept), code)) continue
    standing.push({ code, eventId: event.id, since: event.effectiveAt })
  }
  return { ...after, standing }
}

/**
 * Does a standing block forbid to fill? Not where filling, or what comes right after it, is its remedy: an overfilled cylinder
 * may be refilled once gas was taken out, an underfilled one topped up.
 */
export const forbidsFilling = (block: StandingBlock): boolean => {
  switch (blocks[block.code].remedy) {
    case 'removal':
    case 'repair':
      return block.remedied !== true
    case 'top-up':
    case 'check':
    case 'good-fill':
    case 'return':
      return false
    case 'tare':
    case 'inspection':
    case 'found':
    case 'release':
    case 'never':
      return true
  }
}
