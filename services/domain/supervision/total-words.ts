import type { Words } from './score-sheet.ts'

const words = (zh: string, en: string, unit: Words): { words: Words; unit: Words } => ({
  words: { zh, en },
  unit,
})

const PIECES: Words = { zh: '个', en: 'pcs' }
const CYLINDERS: Words = { zh: '只', en: 'cylinders' }
const HOMES: Words = { zh: '户', en: 'homes' }
const PEOPLE: Words = { zh: '人', en: 'people' }
const TIMES: Words = { zh: '次', en: 'times' }
const KG: Words = { zh: 'kg', en: 'kg' }

/**
 * Figures of a statistics return (统计报表). R004-A2-2 asks for reports in time and no document says what is in them: these are the
 * totals that the registers hold; an authority's own form is filled in from them.
 */
export const totalWords = {
  stations: words('场站', 'stations', PIECES),
  staff: words('从业人员', 'staff', PEOPLE),
  customers: words('用户', 'customers', HOMES),
  'cylinders-in-service': words('在用自有气瓶', 'own cylinders in service', CYLINDERS),
  'cylinders-quarantined': words('隔离的自有气瓶', 'own cylinders in quarantine', CYLINDERS),
  'cylinders-retired': words('报废的自有气瓶', 'own cylinders retired', CYLINDERS),
  'gas-bought': words('购进液化石油气', 'LPG bought', KG),
  fills: words('充装', 'fills', TIMES),
  'gas-filled': words('充装量', 'LPG filled', KG),
  visits: words('配送', 'deliveries', TIMES),
  'refused-orders': words('被拒订单和申请', 'orders and applications refused', PIECES),
  'cylinders-delivered': words('配送气瓶', 'cylinders delivered', CYLINDERS),
  complaints: words('投诉', 'complaints', PIECES),
  emergencies: words('突发事件', 'emergencies', PIECES),
  'company-hazards': words('站内隐患', 'hazards at stations', PIECES),
  'home-hazards': words('用户隐患整改通知', 'notices of hazards in homes', PIECES),
} as const satisfies Record<string, { readonly words: Words; readonly unit: Words }>

export type TotalName = keyof typeof totalWords
