/** A word of the field: the only English word for it in code and console, its Chinese term, and words never used for it. */
export type Term = {
  readonly en: string
  readonly zh: string
  readonly never?: readonly string[]
}

const term = (en: string, zh: string, ...never: string[]): Term =>
  never.length === 0 ? { en, zh } : { en, zh, never }

/** The words of `style.md`, "Names", in its order; the console's labels come from here. */
export const glossary = {
  cylinder: term('cylinder', '气瓶', 'bottle', 'tank'),
  tag: term('tag', '电子标签、二维码'),
  tank: term('tank', '储罐'),
  tare: term('tare', '皮重', 'weight'),
  gross: term('gross', '毛重', 'weight'),
  net: term('net', '净重', 'weight'),
  residual: term('residual', '残液', 'leftover'),
  remainingGas: term('remaining gas', '余气', 'leftover'),
  removeResidual: term('remove residual', '倒残', 'drain', 'evacuate'),
  vacuum: term('vacuum', '抽真空', 'drain', 'evacuate'),
  fill: term('fill', '充装', 'refill', 'load'),
  nominalFill: term('nominal fill', '规定充装量'),
  stampedMaximum: term('stamped maximum', '允许充装量'),
  overfill: term('overfill', '超装'),
  underfill: term('underfill', '欠装'),
  checkWeigh: term('check-weigh', '复秤'),
  customerWeighing: term('customer weighing', '检斤'),
  leakCheck: term('leak check', '检漏'),
  seal: term('seal', '封口'),
  fillLabel: term('fill label', '充装合格标签'),
  periodicInspection: term('periodic inspection', '定期检验', 'retest'),
  safetyInspection: term('safety inspection', '入户安检', 'retest'),
  fillingStation: term('filling station', '充装站'),
  supplyStation: term('supply station', '供应站'),
  scale: term('scale', '灌装秤'),
  nozzle: term('nozzle', '充装枪'),
  owner: term('owner', '产权单位'),
  entrusted: term('entrusted', '托管'),
  assign: term('assign', '派单', 'dispatch'),
  stockOut: term('stock out', '出库', 'dispatch'),
  stockIn: term('stock in', '入库', 'dispatch'),
  deliver: term('deliver', '配送', 'dispatch'),
  return: term('return', '回收', 'dispatch'),
  quarantine: term('quarantine', '隔离待处理', 'block', 'delete'),
  idle: term('idle', '停用', 'block', 'delete'),
  retire: term('retire', '报废', 'block', 'delete'),
  destroy: term('destroy', '去功能化', 'block', 'delete'),
  finding: term('finding', '判定'),
  limit: term('limit', '限值'),
  clause: term('clause', '条款'),
  profile: term('profile', '规则集'),
  force: term('force', '效力'),
} as const satisfies Readonly<Record<string, Term>>
