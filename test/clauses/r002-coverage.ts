import { done, joined, outside, partly } from './coverage-row.ts'
import { deskEvidence as d } from './desk-evidence.ts'
import { evidence as e } from './evidence.ts'
import { homeEvidence as h } from './home-evidence.ts'
import { kpiEvidence as k } from './kpi-evidence.ts'
import { saleEvidence as s } from './sale-evidence.ts'
import { supervisionEvidence as v } from './supervision-evidence.ts'

/** GB/T 28885-2012. */
export const r002Coverage = joined(
  done('R002-7.1.1', e.inspection, e.life, e.lab),
  // Instruments for leaks are equipment: attached to the evaluation.
  done('R002-7.1.2', e.scale, e.checkWeigh, v.signed),
  done('R002-7.1.5', e.fillWeight, e.label),
  partly('R002-7.1.8', [4, 'weighing for a customer at the station'], e.leakCheck, e.checkWeigh),
  done('R002-7.1.9', e.vacuum),
  done('R002-7.1.14a', e.cylinderStandard, e.life),
  done('R002-7.1.14b', e.fillWeight),
  done('R002-7.1.14c', e.residualLimit),
  done('R002-7.1.7', e.owned, s.soldOwnOnly),
  done('R002-7.1.14d', e.claimOpened, e.claimPaid, e.returned),
  done('R002-7.1.4', e.trace, s.wholeLife),
  partly('R002-4.2.2', [5, 'emergency service round the clock'], e.gas, e.privacy, e.redaction),
  done('R002-5.7.1', e.operator, e.training, s.courierTrained),

  done('R002-5.2.3', s.contract),
  partly('R002-4.2.5', [5, 'refused orders as a figure of the company'], s.contract),
  partly('R002-5.6.2', [5, 'the manual itself, its contents and review'], e.manual),
  partly('R002-5.7.2', [5, 'topics of disputes and dangerous acts'], e.training),
  partly('R002-5.7.5', [6, 'name and photo on the printed badge'], e.badge),
  done('R002-5.8.2', e.archive, e.trace),
  done('R002-5.9.2', e.appointment),
  done('R002-7.2.2', e.delivery, s.signedByCode),
  done('R002-7.2.1', e.delivery, e.appointment, e.receipts),
  partly('R002-5.9.3-6', [5, 'conduct and the call-back that asks for it'], e.delivery),

  done('R002-4.2.3, R002-5.1.2, R002-5.2.2, R002-7.1.13', h.published, h.texts),
  done('R002-5.3.2-5', h.published, h.hours, v.signed),
  done('R002-7.1.3', h.moving),
  done('R002-7.1.6', e.paymentWays, e.receipts),
  done('R002-5.4.2', d.messages),
  done('R002-5.4.3', d.calls),
  done('R002-5.5.1, R002-5.5.3', d.complaints),
  done('R002-5.5.2', d.complaintTerms, d.twoTimes),
  done('R002-5.5.4', d.extension),
  done('R002-5.5.6', d.secrecy),
  done('R002-5.9.7', d.feedback),
  done('R002-5.10.1-4', d.plans, d.atTheScene, h.published),
  partly('R002-5.8.1', [6, 'payment online'], h.account, d.complaints, d.messages),
  partly('R002-5.8.3', [6, 'the pages of the account'], h.account),
  done('R002-5.9.8 / 5.10.5', h.care),
  partly('R002-5.11.1-4', [5, 'a message before a planned visit'], h.plan, e.unsafeHome),
  partly('R002-5.11.5', [5, 'hidden joints and flues as items of their own'], h.plan, e.delivery),
  done('R002-5.11.6', h.hazards, e.unsafeHome),
  done('R002-5.11.7', h.proof, d.repairs),
  done('R002-5.11.8', h.refusals),
  done('R002-5.11.9', h.refusals, h.suspension),
  done('R002-4.2.4, R002-7.1.10', d.repairs),
  done('R002-7.1.11', d.leakCall),
  done('R002-7.1.12', d.repairs, d.repairers),
  done('R002-9.4.1.1', k.calls),
  done('R002-9.4.1.2', k.waits),
  done('R002-9.4.3.1, R002-9.4.3.2', k.tests),
  done('R002-9.4.1.3, R002-9.4.1.4, R002-9.4.3.3, R002-9.4.3.4', k.kpis),
  partly('R002-9.4.5', [5, 'satisfaction by its parts and grades'], k.kpis),
  outside('a code of conduct for visits', 'R002-5.9.1'),
  outside('carrying cylinders with care', 'R002-7.2.3'),
)
