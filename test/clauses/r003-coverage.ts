import { done, joined, notYet, outside, partly } from './coverage-row.ts'
import { evidence as e } from './evidence.ts'
import { saleEvidence as s } from './sale-evidence.ts'

/** Zibo 2021. */
export const r003Coverage = joined(
  done('R003-7.1.2', e.inspection, e.life, e.lab),
  partly(
    'R003-7.1.3',
    [5, 'instruments for leaks: equipment of a station, attached to its evaluation'],
    e.scale,
    e.checkWeigh,
  ),
  done('R003-7.1.4', e.owned, e.ownSale),
  done('R003-7.1.6', e.fillWeight, e.label),
  done('R003-7.1.9', e.vacuum),
  done('R003-7.1.14a', e.cylinderStandard, e.life),
  done('R003-7.1.14c', e.residualShare),
  partly(
    'R003-7.1.14b',
    [3, 'SY 5985 4.4.3 was not found: the national table stays and is cited as national'],
    e.fillWeight,
  ),
  done('R003-5.1.3', e.gas),
  done('R003-5.6.1', e.operator, e.training),
  done('R003-7.1.5', s.wholeLife, e.tags, e.trace),
  done('R003-7.1.8', e.leakCheck, e.delivery),
  done('R003-7.1.15', e.life, e.destruction),
  partly('R003-4.2.5', [6, 'the console'], e.trace, e.tags),

  done('R003-7.1.1', e.pipeArea),
  done('R003-5.3.3', s.contract),
  partly('R003-5.6.4', [6, 'name and photo on the printed badge'], e.badge),
  partly('R003-5.10.1', [5, 'the manual itself with its eight topics'], e.manual),
  done('R003-7.2.1', e.delivery, e.appointment, e.receipts),
  done('R003-7.2.2', e.delivery, e.manual, s.courierTrained, s.signedByCode),
  partly('R003-5.9.1-7', [5, 'conduct, tool kit and the call-back'], e.delivery, e.appointment),
  notYet(4, 'certificates of installers', 'R003-9.2.2'),

  notYet(5, 'public information', 'R003-5.1.8, R003-5.4.5, R003-7.1.13'),
  done('R003-7.1.7', e.paymentWays, e.receipts),
  notYet(
    5,
    'complaints, first-asked, call records, feedback of five fields',
    'R003-5.5.1, R003-5.5.3, R003-5.7.1, R003-5.7.2, R003-5.7.3-6, R003-5.7.7, R003-5.9.8',
  ),
  notYet(5, 'customer account and its channels', 'R003-5.8.1-2, R003-5.8.3'),
  notYet(5, 'special care', 'R003-5.9.9'),
  notYet(
    5,
    'inspection of homes by class and area, hazards, rectification, escalation',
    'R003-5.11.1, R003-5.11.2-5, R003-5.11.6, R003-5.11.7, R003-5.11.8, R003-5.11.9, R003-5.11.10',
  ),
  notYet(
    5,
    'emergencies: plans, crews, drills, publicity, warnings, review',
    'R003-4.2.2, R003-5.12.1-2, R003-5.12.3, R003-5.12.4, R003-5.12.5, R003-5.12.6-8, R003-5.12.9',
  ),
  notYet(5, 'repairs and leak calls', 'R003-7.1.10, R003-7.1.11, R003-7.1.12'),
  notYet(
    5,
    'appliances: 48 h, 24 h, price list, certificate, warranty, call-back',
    'R003-9.2.3, R003-9.2.5a, R003-9.2.5b, R003-9.2.5c, R003-9.2.6, R003-9.2.7, R003-9.2.8, R003-9.3.1',
  ),
  notYet(5, 'insurance', 'R003-11.1, R003-11.2-4'),
  notYet(
    5,
    'indicators and evaluation',
    'R003-12.1-3, R003-12.4.1.1, R003-12.4.1.2, R003-12.4.1.3, R003-12.4.1.4, R003-12.4.3.1, R003-12.4.3.2, R003-12.4.3.3-4',
  ),
  outside('carrying cylinders with care', 'R003-7.2.3'),
  outside('no tied purchase: conduct of trade', 'R003-9.2.9'),
)
