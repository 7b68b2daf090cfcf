import { done, joined, notYet, outside, partly } from './coverage-row.ts'
import { draftRows, evidence as e } from './evidence.ts'
import { warehouseEvidence as w } from './warehouse-evidence.ts'

/** The national draft without a number. */
export const r001Coverage = joined(
  done('R001-6.1-4', e.inspection, e.life, e.lab),
  done('R001-6.2-cl', e.inspection, e.prefill, e.people),
  done('R001-6.2-cn', e.appearance, e.prefill),
  done('R001-6.2-co, R001-6.4-2', e.vacuum),
  done('R001-6.2-3', e.fillWeight),
  done('R001-6.2-ct', draftRows.fillOf('YSP-5')),
  done('R001-6.2-cu', draftRows.fillOf('YSP-10')),
  done('R001-6.2-cv', draftRows.fillOf('YSP-12')),
  done('R001-6.2-cw', draftRows.fillOf('YSP-15')),
  done('R001-6.2-cx', draftRows.fillOf('YSP-50')),
  done('R001-6.2-cy', draftRows.residualOf('YSP-5')),
  done('R001-6.2-cz', draftRows.residualOf('YSP-10')),
  done('R001-6.2-da', draftRows.residualOf('YSP-12')),
  done('R001-6.2-db', draftRows.residualOf('YSP-15')),
  done('R001-6.2-dc', draftRows.residualOf('YSP-50')),
  done('R001-6.2-8', e.seal),
  done('R001-6.4-6', e.leakCheck),
  partly(
    'R001-6.2-cm, R001-6.2-cp, R001-6.2-cq, R001-6.2-cr, R001-6.2-cs',
    [3, 'the list of the check before filling, item by item and by profile'],
    e.prefill,
  ),
  done('R001-4.1.2-3', e.gas),
  done('R001-6.2-6', e.claimOpened, e.claimPaid),
  done('R001-6.2-7', e.claimPaid),
  partly('R001-6.2-10', [4, 'free choice of the station comes with orders'], e.ownedUnlessMarked),
  partly('R001-6.2-11', [4, 'weighing for a customer at the station'], e.leakCheck, e.checkWeigh),
  // Counters, signs, alarms and fire gear are physical.
  done('R001-6.5-5', e.scale, w.zones),
  done('R001-8.3-1', e.operator, e.training),
  partly('R001-6.2-ck', [5, 'phones of service and supervision'], e.tags, e.publicPage),

  done('R001-4.1.4', e.privacy),
  notYet(4, 'customers, their archive and the manual that they signed for', 'R001-6.1-3'),
  notYet(4, 'premises in the licensed area', 'R001-6.1-1'),
  partly('R001-8.2-2', [5, 'use and home checks on one page of the archive'], e.archive),
  done('R001-6.3-3', e.delivery),
  done('R001-6.3-1', e.delivery, e.appointment, e.receipts),
  partly('R001-8.3-4', [6, 'name and photo on the printed badge'], e.badge),
  partly('R001-8.1-11-12', [5, 'topics of disputes and special groups'], e.training),

  notYet(
    5,
    'contracts with the terms that are asked for; proof of own repairs in 10 days',
    'R001-6.1-5',
  ),
  done('R001-6.2-9', e.receipts),
  done('R001-6.3-2', e.receipts, e.freeDelivery),
  notYet(
    5,
    'public information, closing and moving a station, opening hours, manual',
    'R001-4.2, R001-6.2-1, R001-6.4-1, R001-6.5-2, R001-6.5-6, R001-8.1-8..10',
  ),
  notYet(5, 'inspection of homes with its plan and content', 'R001-6.4-5'),
  notYet(5, 'repairs and leak calls', 'R001-6.4-3, R001-6.4-4'),
  notYet(5, 'emergencies: plan, drills, 24 h number', 'R001-4.1.1, R001-8.1-fq-ft'),
  notYet(
    5,
    'first-asked, complaints, mediation, appeal, call-back',
    'R001-6.5-7, R001-8.1-1, R001-8.1-fa…ff, R001-8.1-4, R001-8.1-fg, R001-8.1-fh, R001-8.1-fi, R001-8.1-fj, R001-8.1-fk-fm, R001-8.1-fn, R001-8.1-fo-fp',
  ),
  notYet(
    5,
    'customer account, letters, call records, on-site appointments',
    'R001-8.2-1, R001-8.2-3, R001-8.2-4, R001-8.3-5, R001-8.4-1..9',
  ),
  notYet(
    5,
    'indicators and evaluation',
    'R001-4.4, R001-9.1-3, R001-9.4-1, R001-9.4.1, R001-9.4.1-6, R001-9.4.1-8, R001-9.4.1-10, R001-9.4.1-12, R001-9.4.1-14, R001-9.4.2',
  ),
  outside('carrying cylinders with care', 'R001-6.3-4'),
  outside('keeping supply up on holidays is the work of the company', 'R001-6.5-1'),
  outside('furniture and equipment of an office', 'R001-6.5-4'),
)
