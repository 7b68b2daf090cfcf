import type { LockRecord } from '#store/queries/registry/locks.ts'
import type { Principal } from '#api/access.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'

/** Who locked, as it is stored and shown: the role decides who may undo it. */
export const lockName = (principal: Principal): string => `${principal.role}:${principal.username}`

/** @throws REGULATOR_ORDER when a regulator's lock is touched by anybody else. */
export const mayUnlock = (principal: Principal, lockedBy: string | null): void => {
  if (lockedBy?.startsWith('regulator:') === true && principal.role !== 'regulator') {
    throw problem('REGULATOR_ORDER', {
      detail: { zh: `由 ${lockedBy} 锁定`, en: `locked by ${lockedBy}` },
    })
  }
}

/** What the devices are told on `down`; without a scale it is every scale of the device. */
export const lockMessage = (type: 'lock' | 'unlock', reason: string, scale?: string): string =>
  JSON.stringify(scale === undefined ? { type, reason } : { type, scale, reason })

/** A line of the log of locks. */
export const lockView = ({ action, stationId, scale, reason, by, at }: LockRecord) => ({
  action,
  stationId,
  scale,
  reason,
  by,
  at: timeText(at),
})
