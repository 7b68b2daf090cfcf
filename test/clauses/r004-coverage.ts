import { done, joined } from './coverage-row.ts'
import { deskEvidence as d } from './desk-evidence.ts'
import { dutyEvidence as u } from './duty-evidence.ts'
import { cylinderEvidence as cy } from './cylinder-evidence.ts'
import { evidence as e } from './evidence.ts'
import { homeEvidence as h } from './home-evidence.ts'
import { saleEvidence as s } from './sale-evidence.ts'
import { supervisionEvidence as v } from './supervision-evidence.ts'

const items = (...numbers: readonly number[]): string =>
  numbers.map((n) => `R004-A2-${n}`).join(', ')

/** Zaozhuang's evaluation scheme: an item is carried out when the sheet scores it; what it scores stands before. */
export const r004Coverage = joined(
  done('R004-4.1', v.sheet, v.signed),
  done('R004-4.1b', v.bands),
  done('R004-4.2', v.vetoes),
  done('R004-4.3', v.keySupervision),
  done('R004-5.3', v.sheet, v.signed),
  done(items(1), v.sheet, cy.licence),
  done(items(2), v.sheet, v.returns),
  done(items(3), v.sheet, v.cases),
  done(items(5), v.sheet, cy.gas),
  done(items(4, 12, 13), v.sheet, cy.operator, cy.training),
  // Nothing of these is in a register: the company attaches its papers, the expert says what was seen.
  done(items(6, 7, 24), v.sheet, v.signed),
  done(items(14), v.sheet, u.publicity),
  done(items(21), v.sheet, u.warnings),
  done(items(8, 9), v.sheet, d.companyHazards),
  done(items(10), v.sheet, d.patrols),
  done(items(11), v.sheet, h.plan, h.hazards),
  done(items(15, 35), v.sheet, e.manual),
  done(items(16, 17, 18, 20), v.sheet, d.plans),
  done(items(19), v.sheet, cy.training),
  done(items(22, 23), v.sheet, d.atTheScene),
  done(items(25), v.sheet, cy.inspection, cy.life),
  done(items(26), v.sheet, cy.owned),
  done(items(27), v.sheet, cy.scale),
  done(items(28), v.sheet, s.contract),
  done(items(29), v.sheet, e.tags, e.trace),
  done(items(30), v.sheet, e.paymentWays, e.receipts),
  done(items(31), v.sheet, e.identityOnly, e.archive),
  done(items(32), v.sheet, d.complaints, d.complaintTerms),
  done(items(33), v.sheet, v.appointments, e.delivery, e.appointment),
  done(items(34), v.sheet, e.delivery, s.courierTrained),
)
