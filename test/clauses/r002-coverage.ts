import { bounded, done, joined } from './coverage-row.ts'
import { deskEvidence as d } from './desk-evidence.ts'
import { dutyEvidence as u } from './duty-evidence.ts'
import { cylinderEvidence as cy } from './cylinder-evidence.ts'
import { evidence as e } from './evidence.ts'
import { homeEvidence as h } from './home-evidence.ts'
import { kpiEvidence as k } from './kpi-evidence.ts'
import { saleEvidence as s } from './sale-evidence.ts'
import { supervisionEvidence as v } from './supervision-evidence.ts'

/** GB/T 28885-2012. */
export const r002Coverage = joined(
  done('R002-7.1.1', cy.inspection, cy.life, cy.lab),
  // Instruments for leaks are equipment: attached to the evaluation.
  done('R002-7.1.2', cy.scale, cy.checkWeigh, v.signed),
  done('R002-7.1.5', cy.fillWeight, cy.label),
  bounded(
    'R002-7.1.8',
    'carrying is done by hand; that it was is noted',
    u.weighedForCustomer,
    cy.leakCheck,
  ),
  done('R002-7.1.9', cy.vacuum),
  done('R002-7.1.14a', cy.cylinderStandard, cy.life),
  done('R002-7.1.14b', cy.fillWeight),
  done('R002-7.1.14c', cy.residualLimit),
  done('R002-7.1.7', cy.owned, s.soldOwnOnly),
  done('R002-7.1.14d', cy.claimOpened, e.claimPaid, e.returned),
  done('R002-7.1.4', e.trace, s.wholeLife),
  done('R002-4.2.2', cy.gas, e.privacy, cy.redaction, d.leakCall, d.plans, h.published),
  done('R002-5.7.1', cy.operator, cy.training, s.courierTrained),

  done('R002-5.2.3', s.contract),
  done('R002-4.2.5', u.universal, s.contract),
  done('R002-5.6.2', u.manualItself, u.manualHanded, e.manual),
  done('R002-5.7.2', u.topics),
  bounded(
    'R002-5.7.5',
    'photo and seal are put on the plastic by hand: no picture of a face lies in the program',
    cy.badge,
    u.badgeCard,
  ),
  done('R002-5.8.2', e.archive, e.trace, u.archivePage),
  done('R002-5.9.2', e.appointment),
  done('R002-7.2.2', e.delivery, s.signedByCode),
  done('R002-7.2.1', e.delivery, e.appointment, e.receipts),
  bounded(
    'R002-5.9.3-6',
    'conduct inside the home is seen by whoever lives there, who is asked',
    e.delivery,
    u.conduct,
    u.callBacks,
  ),

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
  done('R002-5.8.1', h.account, u.payOnline, d.complaints, d.messages),
  done('R002-5.8.3', h.account, u.accountPages, u.warnings, h.published),
  done('R002-5.9.8 / 5.10.5', h.care),
  done('R002-5.11.1-4', u.visitTold, h.plan, e.unsafeHome),
  done('R002-5.11.5', u.hiddenJoints, h.plan),
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
  done('R002-9.4.5', u.satisfaction, k.kpis),
  done('R002-5.9.1', u.conduct, u.managementPublished),
  bounded(
    'R002-7.2.3',
    'how a cylinder is carried is seen by whoever stands there: an item of the survey',
    u.conduct,
  ),
)
