import { done, joined, notYet, outside, partly } from './coverage-row.ts'
import { deskEvidence as d } from './desk-evidence.ts'
import { evidence as e } from './evidence.ts'
import { saleEvidence as s } from './sale-evidence.ts'

/** GB/T 28885-2012. */
export const r002Coverage = joined(
  done('R002-7.1.1', e.inspection, e.life, e.lab),
  partly(
    'R002-7.1.2',
    [5, 'instruments for leaks: equipment of a station, attached to its evaluation'],
    e.scale,
    e.checkWeigh,
  ),
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

  notYet(
    5,
    'public information, closing and moving a station',
    'R002-4.2.3, R002-5.1.2, R002-5.2.2, R002-5.3.2-5, R002-7.1.3, R002-7.1.13',
  ),
  done('R002-7.1.6', e.paymentWays, e.receipts),
  done('R002-5.4.2', d.messages),
  done('R002-5.4.3', d.calls),
  done('R002-5.5.1, R002-5.5.3', d.complaints),
  done('R002-5.5.2', d.complaintTerms, d.twoTimes),
  done('R002-5.5.4', d.extension),
  done('R002-5.5.6', d.secrecy),
  done('R002-5.9.7', d.feedback),
  partly('R002-5.10.1-4', [5, 'the 24 h number published'], d.plans, d.atTheScene),
  notYet(5, 'customer account, its channels', 'R002-5.8.1, R002-5.8.3'),
  notYet(5, 'special care', 'R002-5.9.8 / 5.10.5'),
  notYet(
    5,
    'inspection of homes, hazards, rectification, refusals',
    'R002-5.11.1-4, R002-5.11.5, R002-5.11.6, R002-5.11.7, R002-5.11.8, R002-5.11.9',
  ),
  done('R002-4.2.4, R002-7.1.10', d.repairs),
  done('R002-7.1.11', d.leakCall),
  done('R002-7.1.12', d.repairs, d.repairers),
  notYet(
    5,
    'indicators',
    'R002-9.4.1.1, R002-9.4.1.2, R002-9.4.1.3, R002-9.4.1.4, R002-9.4.3.1, R002-9.4.3.2, R002-9.4.3.3, R002-9.4.3.4, R002-9.4.5',
  ),
  outside('a code of conduct for visits', 'R002-5.9.1'),
  outside('carrying cylinders with care', 'R002-7.2.3'),
)
