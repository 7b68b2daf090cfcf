import { done, joined, notYet, outside, partly } from './coverage-row.ts'
import { evidence as e } from './evidence.ts'
import { saleEvidence as s } from './sale-evidence.ts'
import { warehouseEvidence as w } from './warehouse-evidence.ts'

/** Xinjiang's draft. */
export const r000Coverage = joined(
  done('R000-4.3.1.4a', e.owned, e.ownSale),
  done('R000-4.3.1.4c', e.fillWeight, e.leakCheck),
  done('R000-4.3.3.1', e.cylinderStandard, e.inspection, e.life),
  done('R000-4.3.3.4', e.vacuum),
  done('R000-4.3.3.5a, R000-4.3.3.5c', e.appearance, w.stockChecks),
  done('R000-4.3.3.5b', e.leakCheck, e.appearance, w.stockChecks),
  done('R000-4.3.3.6', e.idle),
  done('R000-5.1.1', e.scale),
  partly('R000-1.0.2', [3, 'activating a profile for a region through the API'], e.xinjiang),
  done('R000-4.3.1.4d', e.shortage, e.claimPaid),
  done('R000-4.1.1.1', e.gas),
  partly('R000-10.0.3-4.1.1', [5, 'the indicator; its figures by enterprise stand'], e.gasQuality),
  done('R000-4.3.1.3, R000-4.3.3.3', e.trace, s.wholeLife, w.custody),
  done('R000-3.0.9', e.trace, s.wholeLife, e.realName, e.archive),
  done('R000-7.0.1-5', e.operator, e.training),
  partly('R000-3.0.1', [5, 'complaints, repairs and hazards as work that is closed'], e.workList),

  done('R000-4.3.3.2, R000-4.3.3.2n1, R000-4.3.3.2n2, R000-4.3.3.2n3', e.realName),
  partly('R000-4.1.1.3', [5, 'a reminder of the periodic sampling'], e.odour),
  done('R000-4.1.3', s.contract),
  partly('R000-10.0.3-4.1.3', [5, 'the indicator'], s.contract),
  done('R000-4.3.1.2, R000-4.3.2.3, R000-4.3.2.4, R000-6.3.1.5', e.delivery),
  done('R000-5.2.7.1, R000-5.2.7.2', e.delivery, e.unsafeHome),
  done('R000-4.3.1.4b', e.unsafeHome),
  done('R000-4.3.2.1', e.delivery, e.appointment, e.receipts),
  partly('R000-6.3.1.1', [5, 'the apology as a message'], e.appointment),
  partly('R000-10.0.3-4.3.2', [5, 'the indicator'], e.delivery),
  done('R000-4.3.2.2', w.departure),
  done('R000-6.3.1.2', e.badge),
  partly('R000-6.4.5', [5, 'money'], e.privacy),

  notYet(
    5,
    'public information of an enterprise, in its languages, with its lead times',
    'R000-3.0.4, R000-3.0.5, R000-3.0.8, R000-3.0.10, R000-4.1.1.2, R000-4.2.2.4n, R000-4.3.1.1, R000-5.4.4, R000-6.1.2, R000-6.1.3',
  ),
  done('R000-5.1.2', e.paymentWays, e.receipts),
  done('R000-5.1.3', e.priceNotice),
  notYet(5, 'charges accepted before work at a home', 'R000-6.3.1.4'),
  notYet(
    5,
    'inspection of homes: plan, attempts, refusals, hazards, rectification, suspension',
    'R000-5.2.1, R000-5.2.2, R000-5.2.3, R000-5.2.4, R000-5.2.5, R000-5.2.6',
  ),
  notYet(
    5,
    'repairs, appliance archive, alterations with their deadlines',
    'R000-5.3.3, R000-5.3.5, R000-5.4.3',
  ),
  notYet(
    5,
    'the customer account: functions, progress to follow, messages in 24 h, special care',
    'R000-3.0.2, R000-3.0.11, R000-6.4.1, R000-6.4.3, R000-6.4.4',
  ),
  notYet(
    5,
    'call records, call-back, ratings',
    'R000-6.2.1, R000-6.2.3, R000-6.2.4, R000-6.2.5, R000-6.2.6, R000-6.2.7, R000-6.3.2, R000-6.3.4',
  ),
  notYet(
    5,
    'complaints with two times, extension, recusal, secrecy',
    'R000-8.0.1, R000-8.0.2, R000-8.0.3, R000-8.0.4.3, R000-8.0.4.4, R000-8.0.4.5',
  ),
  notYet(
    5,
    'emergencies: plans, drills, resources, calls, escalation',
    'R000-3.0.7, R000-9.1.1, R000-9.1.2, R000-9.1.3, R000-9.1.4, R000-9.2.1, R000-9.2.2, R000-9.2.3, R000-9.3.1-3',
  ),
  notYet(
    5,
    'indicators and the table 10.0.3 as an evaluation',
    'R000-3.0.3, R000-10.0.3-3.3, R000-10.0.3-3.7, R000-10.0.3-4.3.1a, R000-10.0.3-4.3.1b, R000-10.0.3-5.1, R000-10.0.3-5.2a, R000-10.0.3-5.2b, R000-10.0.3-5.4, R000-10.0.3-6.1, R000-10.0.3-6.2a, R000-10.0.3-6.2b, R000-10.0.3-6.3, R000-10.0.3-6.4, R000-10.0.3-7, R000-10.0.3-8, R000-10.0.3-9.1, R000-10.0.3-9.2',
  ),
  notYet(6, 'the console, easy to learn', 'R000-6.4.2'),
  outside('conduct inside the home', 'R000-6.3.1.3'),
)
