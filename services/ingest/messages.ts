import type { Finding } from '#domain/finding.ts'
import type { NewDownlink } from '#domain/store-ports.ts'
import type { RejectedMessage } from './decoded-message.ts'
import type { FillDecision } from '#rules/fill-gate.ts'

/** A denial is of interest while somebody stands at the scale. */
const DENIAL_TTL_MS = 60_000

type Decided = FillDecision & { readonly requestId: string }

/** The `fill.permit` message of a decision, as stored with it: a repeated request gets it again. */
export const answerOf = (permitId: string, decided: Decided): string => {
  const head = { type: 'fill.permit', requestId: decided.requestId, decision: decided.decision }
  if (decided.decision === 'deny') {
    const { code, codes, clause, message } = decided
    return JSON.stringify({ ...head, code, codes, clause, message })
  }
  const { targetNetG, maxNetG, tareG, targetGrossG, maxGrossG } = decided
  const expiresAt = new Date(decided.expiresAt).toISOString()
  return JSON.stringify({
    ...head,
    permitId,
    targetNetG,
    maxNetG,
    tareG,
    targetGrossG,
    maxGrossG,
    expiresAt,
  })
}

type Device = { readonly stationId: string; readonly deviceId: string }

const to = (device: Device, payload: string, expiresAt: number | null): NewDownlink => ({
  stationId: device.stationId,
  deviceId: device.deviceId,
  payload,
  expiresAt,
})

/** The answer for the device that asked, from the decision as it is stored. */
export const permitDownlink = (
  device: Device,
  decisionId: string,
  body: Readonly<Record<string, unknown>>,
  now: number,
): NewDownlink => {
  const decided = body as unknown as Decided
  const expiresAt = decided.decision === 'allow' ? decided.expiresAt : now + DENIAL_TTL_MS
  return to(device, answerOf(decisionId, decided), expiresAt)
}

export const outcomeDownlink = (
  device: Device,
  id: string,
  findings: readonly Finding[],
): NewDownlink => to(device, JSON.stringify({ type: 'outcome', id, findings }), null)

export const rejectedDownlink = (device: Device, rejected: RejectedMessage): NewDownlink => {
  const { code, message, id, path } = rejected
  return to(device, JSON.stringify({ type: 'rejected', id, code, message, path }), null)
}
