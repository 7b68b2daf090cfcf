import { bounded, done, joined } from './coverage-row.ts'
import { deskEvidence as d } from './desk-evidence.ts'
import { dutyEvidence as u } from './duty-evidence.ts'
import { cylinderEvidence as cy } from './cylinder-evidence.ts'
import { evidence as e } from './evidence.ts'
import { homeEvidence as h } from './home-evidence.ts'
import { kpiEvidence as k } from './kpi-evidence.ts'
import { saleEvidence as s } from './sale-evidence.ts'
import { supervisionEvidence as v } from './supervision-evidence.ts'

/** Zibo 2021. */
export const r003Coverage = joined(
  done('R003-7.1.2', cy.inspection, cy.life, cy.lab),
  // Instruments for leaks are equipment: attached to the evaluation.
  done('R003-7.1.3', cy.scale, cy.checkWeigh, v.signed),
  done('R003-7.1.4', cy.owned, e.ownSale),
  done('R003-7.1.6', cy.fillWeight, cy.label),
  done('R003-7.1.9', cy.vacuum),
  done('R003-7.1.14a', cy.cylinderStandard, cy.life),
  done('R003-7.1.14c', cy.residualShare),
  bounded(
    'R003-7.1.14b',
    'SY 5985 4.4.3 was not found anywhere: the national table judges and is cited as national; whoever has it enters it as a profile',
    cy.fillWeight,
    u.activation,
  ),
  done('R003-5.1.3', cy.gas),
  done('R003-5.6.1', cy.operator, cy.training),
  done('R003-7.1.5', s.wholeLife, e.tags, e.trace),
  done('R003-7.1.8', cy.leakCheck, e.delivery),
  done('R003-7.1.15', cy.life, cy.destruction),
  done('R003-4.2.5', e.trace, e.tags, u.console, k.kpis),

  done('R003-7.1.1', e.pipeArea),
  done('R003-5.3.3', s.contract),
  bounded(
    'R003-5.6.4',
    'photo and seal are put on the plastic by hand: no picture of a face lies in the program',
    cy.badge,
    u.badgeCard,
  ),
  done('R003-5.10.1', u.manualItself, u.manualHanded, e.manual),
  done('R003-7.2.1', e.delivery, e.appointment, e.receipts),
  done('R003-7.2.2', e.delivery, e.manual, s.courierTrained, s.signedByCode),
  bounded(
    'R003-5.9.1-7',
    'conduct inside the home is seen by whoever lives there, who is asked',
    e.delivery,
    e.appointment,
    u.conduct,
    u.callBacks,
  ),
  done('R003-9.2.2', d.repairers),

  done('R003-5.1.8, R003-5.4.5, R003-7.1.13', h.published, h.texts),
  done('R003-7.1.7', e.paymentWays, e.receipts),
  done('R003-5.5.1', d.messages),
  done('R003-5.5.3', d.calls),
  done('R003-5.7.1', d.complaints),
  done('R003-5.7.2', d.complaintTerms),
  done('R003-5.7.3-6', d.extension, d.secrecy),
  done('R003-5.7.7', d.feedback),
  done('R003-5.9.8', d.feedback, u.callBacks),
  done('R003-5.8.1-2', h.account, u.payOnline, e.archive, u.archivePage, d.complaints),
  done('R003-5.8.3', h.account, u.accountPages, u.warnings, h.published),
  done('R003-5.9.9', h.care),
  done('R003-5.11.1', h.plan),
  done('R003-5.11.2-5', u.visitTold, h.plan, e.unsafeHome),
  done('R003-5.11.6', h.hazards, e.unsafeHome),
  done('R003-5.11.7', d.charges, h.proof),
  done('R003-5.11.8', h.refusals),
  done('R003-5.11.9', u.community, h.refusals, h.suspension),
  done('R003-5.11.10', d.patrols, h.report),
  done('R003-5.12.1-2, R003-5.12.4', d.plans),
  done('R003-4.2.2, R003-5.12.3', d.plans, d.leakCall, h.published),
  done('R003-5.12.9', d.atTheScene),
  done('R003-5.12.5', u.leakPublicity),
  done('R003-5.12.6-8', u.warnings, u.outages, d.atTheScene),
  done('R003-7.1.10', d.repairs),
  done('R003-7.1.11', d.leakCall),
  done('R003-7.1.12', d.repairs, d.repairers),
  done('R003-9.2.3', d.feedback),
  done('R003-9.3.1', u.guidance, d.feedback),
  done('R003-9.2.5a, R003-9.2.5b', d.repairs),
  done('R003-9.2.5c', d.broughtIn),
  done('R003-9.2.6', d.charges),
  done('R003-9.2.7', d.repairCertificate),
  done('R003-9.2.8', d.charges, d.repairCertificate),
  done('R003-11.1', d.insurance),
  done('R003-11.2-4', d.insurance, u.assessedLoss),
  done('R003-12.1-3', k.kpis, v.signed),
  done('R003-12.4.1.1', k.calls),
  done('R003-12.4.1.2', k.waits),
  done('R003-12.4.3.1, R003-12.4.3.2', k.tests),
  done('R003-12.4.1.3, R003-12.4.1.4, R003-12.4.3.3-4', k.kpis),
  bounded(
    'R003-7.2.3',
    'how a cylinder is carried is seen by whoever stands there: an item of the survey',
    u.conduct,
  ),
  bounded(
    'R003-9.2.9',
    'what is sold along is seen by whoever buys: an item of the survey',
    u.conduct,
  ),
)
