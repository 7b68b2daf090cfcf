import { bypassedGate } from './findings/bypassed-gate.ts'
import { fillCurve } from './findings/fill-curve.ts'
import { leaking, unlabelled, unsealed } from './findings/checks-after-fill.ts'
import { checkweighMismatch } from './findings/checkweigh-mismatch.ts'
import { clockInvalid, filledOffline } from './findings/clocks.ts'
import {
  damaged,
  deliveredWhileBlocked,
  movedWhileBlocked,
  outWithoutCheck,
  returnNotScanned,
  returnNotOut,
} from './findings/movements.ts'
import { shortAtCheck, shortAtFill } from './findings/net-content-short.ts'
import { netOfCheckWeigh, netOfFill, noFillStandard } from './findings/net-weight.ts'
import { fillWithoutPermit, permitExpired, permitMismatch } from './findings/permit-rules.ts'
import { residualClaim } from './findings/residual.ts'
import { tareMismatch } from './findings/tare-mismatch.ts'
import type { Rule } from './rule.ts'

/** All rules over a cylinder's events, in the order in which their findings are listed. */
export const rules: readonly Rule[] = [
  netOfFill,
  netOfCheckWeigh,
  noFillStandard,
  shortAtFill,
  shortAtCheck,
  tareMismatch,
  checkweighMismatch,
  bypassedGate,
  fillWithoutPermit,
  permitExpired,
  permitMismatch,
  fillCurve,
  leaking,
  unsealed,
  unlabelled,
  damaged,
  outWithoutCheck,
  movedWhileBlocked,
  deliveredWhileBlocked,
  residualClaim,
  returnNotScanned,
  returnNotOut,
  filledOffline,
  clockInvalid,
]
