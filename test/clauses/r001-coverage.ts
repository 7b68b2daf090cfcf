import { deskEvidence as d } from './desk-evidence.ts'
import { homeEvidence as h } from './home-evidence.ts'
import { bounded, done, joined, outside } from './coverage-row.ts'
import { dutyEvidence as u } from './duty-evidence.ts'
import { cylinderEvidence as cy, draftRows } from './cylinder-evidence.ts'
import { evidence as e } from './evidence.ts'
import { warehouseEvidence as w } from './warehouse-evidence.ts'
import { kpiEvidence as k } from './kpi-evidence.ts'
import { saleEvidence as s } from './sale-evidence.ts'
import { supervisionEvidence as v } from './supervision-evidence.ts'

/** The national draft without a number. */
export const r001Coverage = joined(
  done('R001-6.1-4', cy.inspection, cy.life, cy.lab),
  done('R001-6.2-cl', cy.inspection, cy.prefill, cy.people),
  done('R001-6.2-cn', cy.appearance, cy.prefill),
  done('R001-6.2-co, R001-6.4-2', cy.vacuum),
  done('R001-6.2-3', cy.fillWeight),
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
  done('R001-6.2-8', cy.seal),
  done('R001-6.4-6', cy.leakCheck),
  done(
    'R001-6.2-cm, R001-6.2-cp, R001-6.2-cq, R001-6.2-cr, R001-6.2-cs',
    u.prefillList,
    cy.prefill,
  ),
  done('R001-4.1.2-3', cy.gas),
  done('R001-6.2-6', cy.claimOpened, e.claimPaid),
  done('R001-6.2-7', e.claimPaid),
  done('R001-6.2-10', cy.ownedUnlessMarked, u.freeChoice),
  bounded('R001-6.2-11', 'carrying is done by hand; that it was is noted', u.weighedForCustomer),
  // Counters, signs, alarms and fire gear are physical.
  done('R001-6.5-5', cy.scale, w.zones),
  done('R001-8.3-1', cy.operator, cy.training),
  bounded(
    'R001-6.2-ck',
    'what is painted on the container is paint; its code leads to the same, which is always current',
    e.tags,
    e.publicPage,
    u.containerPhones,
  ),

  done('R001-4.1.4', e.privacy),
  done('R001-6.1-3', e.archive, u.manualHanded, u.manualItself),
  done('R001-6.1-1', u.universal),
  done('R001-8.2-2', e.archive, u.archivePage),
  done('R001-6.3-3', e.delivery),
  done('R001-6.3-1', e.delivery, e.appointment, e.receipts),
  bounded(
    'R001-8.3-4',
    'photo and seal are put on the plastic by hand: no picture of a face lies in the program',
    cy.badge,
    u.badgeCard,
  ),
  done('R001-8.1-11-12', u.topics, h.care),

  done('R001-6.1-5', s.contract, h.proof),
  done('R001-6.2-9', e.receipts),
  done('R001-6.3-2', e.receipts, e.freeDelivery),
  done('R001-4.2, R001-6.5-6', h.published, h.texts),
  done('R001-6.2-1', h.moving),
  done('R001-6.5-2', h.hours, h.published),
  done('R001-6.4-1, R001-8.1-8..10', u.publicity, u.manualItself, u.manualHanded, h.texts),
  done('R001-6.4-5', h.plan, h.hazards),
  done('R001-6.4-3', d.repairs),
  done('R001-6.4-4', d.leakCall),
  done('R001-4.1.1', d.leakCall, v.signed),
  done('R001-8.1-fq-ft', d.plans, d.leakCall, h.published),
  done('R001-6.5-7, R001-8.1-fa…ff', d.messages),
  done('R001-8.1-1', u.managementPublished, h.texts),
  done('R001-8.1-4, R001-8.1-fh, R001-8.1-fk-fm', d.complaints),
  done('R001-8.1-fg', d.complaintTerms),
  done('R001-8.1-fi', d.forwarded),
  done('R001-8.1-fj', d.extension),
  done('R001-8.1-fn', d.secrecy),
  done('R001-8.1-fo-fp', u.callBacks, d.feedback),
  done('R001-8.2-4', d.messages),
  done('R001-8.3-5', d.calls),
  done('R001-8.2-1', h.account, u.accountPages),
  done('R001-8.2-3', h.account, u.accountPages, u.payOnline, d.complaints),
  bounded(
    'R001-8.4-1..9',
    'conduct inside the home is seen by whoever lives there, who is asked',
    e.appointment,
    u.conduct,
    u.callBacks,
    h.care,
  ),
  done('R001-4.4', k.kpis, v.signed, v.cases),
  done('R001-9.1-3', k.kpis, v.signed),
  done('R001-9.4.1-10, R001-9.4.1-12', k.tests),
  done('R001-9.4-1', k.calls),
  done('R001-9.4.1', k.waits),
  done('R001-9.4.1-6, R001-9.4.1-8, R001-9.4.1-14', k.kpis),
  done('R001-9.4.2', u.satisfaction, k.kpis),
  bounded(
    'R001-6.3-4',
    'how a cylinder is carried is seen by whoever stands there: an item of the survey',
    u.conduct,
  ),
  outside('keeping supply up on holidays is the work of the company', 'R001-6.5-1'),
  bounded('R001-6.5-4', 'furniture and equipment of an office: items of the survey', u.conduct),
)
