import { joined, notYet, partly } from './coverage-row.ts'
import { deskEvidence as d } from './desk-evidence.ts'
import { evidence as e } from './evidence.ts'
import { homeEvidence as h } from './home-evidence.ts'
import { saleEvidence as s } from './sale-evidence.ts'

const SHEET = [5, 'the score sheet with its evidence'] as const

const items = (...numbers: readonly number[]): string =>
  numbers.map((n) => `R004-A2-${n}`).join(', ')

/** Zaozhuang's evaluation scheme: an item is carried out when the sheet scores it; what it scores may stand before. */
export const r004Coverage = joined(
  partly(items(1), SHEET, e.licence),
  partly(items(5), SHEET, e.gas),
  partly(items(4, 12, 13), SHEET, e.operator, e.training),
  partly(items(25), SHEET, e.inspection, e.life),
  partly(items(26), SHEET, e.owned),
  partly(items(27), SHEET, e.scale),
  partly(items(29), SHEET, e.tags, e.trace),
  partly(items(31), SHEET, e.identityOnly, e.archive),
  notYet(
    5,
    'the scheme: routine and yearly evaluation, bands, vetoes, list of supervision, experts',
    'R004-4.1, R004-4.1b, R004-4.2, R004-4.3, R004-5.3',
  ),
  notYet(
    5,
    'evidence from registers that do not stand yet, and the score sheet',
    items(2, 3, 6, 7, 14, 15, 19, 21, 24, 30),
  ),
  partly(items(8, 9), SHEET, d.companyHazards),
  partly(items(10), SHEET, d.patrols),
  partly(items(11), SHEET, h.plan, h.hazards),
  partly(items(16, 17, 18, 20), SHEET, d.plans),
  partly(items(22, 23), SHEET, d.atTheScene),
  partly(items(32), SHEET, d.complaints, d.complaintTerms),
  partly(items(28), SHEET, s.contract),
  partly(items(33), SHEET, e.delivery, e.appointment),
  partly(items(34), SHEET, e.delivery, s.courierTrained),
  partly(items(35), SHEET, e.manual),
)
