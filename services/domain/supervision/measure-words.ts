import type { Words } from './score-sheet.ts'

const words = (zh: string, en: string): Words => ({ zh, en })

/** What is counted as evidence, in words: so many of so many. */
export const measureWords = {
  'staff-certified': words('持有效证书的从业人员', 'staff with a valid certificate'),
  'staff-trained': words('期内培训合格的从业人员', 'staff who passed a training in the period'),
  'trainings-recorded': words('有考核结果的培训', 'trainings with results'),
  'emergency-trainings': words('应急技能培训', 'trainings for emergencies'),
  'stations-licensed': words('许可证有效的站点', 'stations with a valid licence'),
  'orders-rectified-in-time': words('按期整改并验收的监管指令', 'orders rectified in time'),
  'hazards-removed-or-controlled': words('已消除或已控制的隐患', 'hazards removed or controlled'),
  'hazards-closed-in-time': words('按期闭环的隐患', 'hazards closed in time'),
  'patrol-rounds': words('已完成的计划巡检', 'planned patrols walked'),
  'plans-filed': words('已备案的预案', 'plans that were filed'),
  'plans-reviewed': words('未逾评估期的预案', 'plans within their review'),
  'repair-number-published': words('已公布24小时抢修电话', 'a 24 h repair number is published'),
  'half-years-with-drill': words('有演练的半年度', 'half-years with a drill'),
  'emergencies-ended': words('已处置的突发事件', 'emergencies that were ended'),
  'emergencies-reviewed': words(
    '已作事后分析的突发事件',
    'emergencies that were reviewed afterwards',
  ),
  'arrived-in-time': words('按承诺时间到场', 'arrivals within the promise'),
  'complaints-in-time': words('按期答复、办结的投诉', 'complaints answered and resolved in time'),
  'calls-answered-by-a-person-in-15-s': words(
    '15秒内人工接听',
    'calls answered by a person in 15 s',
  ),
  'price-changes-told': words('已公告的调价', 'price changes that were told'),
  'gas-tests-passed': words('合格的气质检测', 'gas tests passed'),
  'fills-within-limits': words('未超装、欠装的充装', 'fills without over- or underfill'),
  'fills-without-leak': words('未检出泄漏的充装', 'fills without a leak'),
  'scales-verified': words('检定有效的灌装秤', 'scales within their verification'),
  'cylinders-within-inspection': words(
    '在检验有效期内的自有气瓶',
    'own cylinders within inspection',
  ),
  'cylinders-at-stations-own': words(
    '在站气瓶中的自有气瓶',
    'own ones among cylinders at stations',
  ),
  'cylinders-tagged': words('有电子标签的自有气瓶', 'own cylinders with a tag'),
  'planned-checks-done': words('按期完成的入户安检', 'planned home checks done in time'),
  'hazards-in-homes-closed': words('已整改的用户隐患', 'hazards in homes closed'),
  'homes-entered': words('成功入户的计划用户', 'planned homes that were entered'),
  'visits-with-manual': words('发放安全手册的配送', 'visits with the safety manual'),
  'customers-with-contract': words('签有合同的用户', 'customers with a contract'),
  'visits-with-receipt': words('开具收据的配送', 'visits with a receipt'),
  'customers-verified': words('实名用户', 'customers whose identity was verified'),
  'appointments-kept': words('按约定时间送达', 'appointments kept'),
  'visits-with-check': words('附安全检查的配送', 'visits with a safety check'),
  'public-publicity': words('面向社会的安全宣传', 'safety publicity for the public'),
  'warnings-told': words(
    '已告知用户、重要的已上报的预警',
    'warnings told to customers, important ones reported',
  ),
  'customers-satisfied': words('评价满意的用户（4分及以上）', 'ratings of 4 or 5'),
} as const satisfies Record<string, Words>

export type MeasureName = keyof typeof measureWords

/** Of a stored evaluation, whose counts keep the names of their day. */
export const wordsOfMeasure = (name: string): Words =>
  (measureWords as Readonly<Record<string, Words>>)[name] ?? { zh: name, en: name }
