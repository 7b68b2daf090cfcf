import { type Kpi, atLeast, over, within } from './kpi.ts'
import { kpiTerms } from './kpi-terms.ts'

const RECOMMENDED = 'recommended'
const DRAFT = 'draft'
/** A scored item is no duty by itself. */
const SCORED = 'unconfirmed'

const surveyed = (id: string, zh: string, en: string, clause: string): Kpi => ({
  id,
  name: { zh: `${zh}符合率`, en: `${en}: share of conforming items` },
  numerator: { zh: '符合要求的项目数', en: 'items that conform' },
  denominator: { zh: '调查的项目数', en: 'items surveyed' },
  cohort: 'survey',
  unit: 'share',
  clauses: [clause],
  targets: {},
  source: {
    nobody: {
      zh: '没有逐项调查的记录；评价表按分数记录，不能换算为项目数',
      en: 'nobody records a survey item by item; evaluation sheets hold points, which are no items',
    },
  },
})

/** Profiles that count a call as connected however late it was, or by whom (R001-9.4-1). */
export const connectedAtAll: readonly string[] = ['cn-draft']

/** Every KPI of clauses.md §6; the deadlines of the same section are `kpiTerms`. */
export const kpiTable: readonly Kpi[] = [
  {
    id: 'filling-pass',
    name: { zh: '满瓶充装量合格率', en: 'filling pass rate of full cylinders' },
    numerator: {
      zh: '首次复秤合格的实瓶',
      en: 'full cylinders that passed their first check-weigh',
    },
    denominator: { zh: '复秤检测的实瓶（不是充装数）', en: 'full cylinders tested, not filled' },
    cohort: 'test',
    unit: 'share',
    clauses: ['R000-10.0.3-4.3.1a', 'R001-9.4.1-12', 'R002-9.4.3.2', 'R003-12.4.3.2'],
    targets: {
      'cn-base': atLeast(980, 'R002-9.4.3.2', RECOMMENDED),
      'cn-draft': atLeast(980, 'R001-9.4.1-12', DRAFT),
    },
    source: { of: 'tests', part: 'fill' },
  },
  {
    id: 'leak-free',
    name: { zh: '出站满瓶检漏合格率', en: 'leak-free rate of full cylinders leaving the station' },
    numerator: { zh: '首次检漏不漏的实瓶', en: 'full cylinders tight at their first leak check' },
    denominator: { zh: '检漏的实瓶', en: 'full cylinders checked for leaks' },
    cohort: 'test',
    unit: 'share',
    clauses: ['R000-10.0.3-4.3.1b', 'R001-9.4.1-10', 'R002-9.4.3.1', 'R003-12.4.3.1'],
    targets: {
      'cn-base': atLeast(1000, 'R002-9.4.3.1', RECOMMENDED),
      'cn-draft': atLeast(1000, 'R001-9.4.1-10', DRAFT),
    },
    source: { of: 'tests', part: 'leak' },
  },
  {
    id: 'complaint-timeliness',
    name: { zh: '投诉处理及时率', en: 'complaint timeliness' },
    numerator: { zh: '期限内答复的投诉', en: 'complaints answered in time' },
    denominator: {
      zh: '答复期限在期间内的投诉',
      en: 'complaints whose answer fell due in the period',
    },
    cohort: 'deadline',
    unit: 'share',
    clauses: ['R000-10.0.3-8', 'R001-9.4.1-6', 'R002-9.4.1.3', 'R003-12.4.1.3'],
    targets: {
      'cn-base': atLeast(990, 'R002-9.4.1.3', RECOMMENDED),
      'cn-65': atLeast(900, 'R000-10.0.3-8', DRAFT),
      'cn-draft': atLeast(990, 'R001-9.4.1-6', DRAFT),
    },
    source: { of: 'deadlines', part: 'complaint-answer' },
  },
  {
    id: 'complaint-closure',
    name: { zh: '投诉办结率', en: 'complaint closure in time' },
    numerator: { zh: '期限内办结的投诉', en: 'complaints resolved in time' },
    denominator: {
      zh: '办结期限在期间内的投诉',
      en: 'complaints to be resolved by a day in the period',
    },
    cohort: 'deadline',
    unit: 'share',
    clauses: ['R001-9.4.1-8', 'R002-9.4.1.4', 'R003-12.4.1.4', 'R004-A2-32'],
    targets: {
      'cn-base': atLeast(1000, 'R002-9.4.1.4', RECOMMENDED),
      'cn-3704': atLeast(1000, 'R004-A2-32', SCORED),
      'cn-draft': atLeast(1000, 'R001-9.4.1-8', DRAFT),
    },
    source: { of: 'deadlines', part: 'complaint-resolution' },
  },
  {
    id: 'repair-response',
    name: { zh: '报修响应率', en: 'repair response' },
    numerator: { zh: '期限内上门的报修', en: 'repairs visited in time' },
    denominator: { zh: '上门期限在期间内的报修', en: 'repairs whose visit fell due in the period' },
    cohort: 'deadline',
    unit: 'share',
    clauses: ['R002-9.4.3.3', 'R003-12.4.3.3-4'],
    targets: { 'cn-base': atLeast(1000, 'R002-9.4.3.3', RECOMMENDED) },
    source: { of: 'deadlines', part: 'repair-visit' },
  },
  {
    id: 'repair-timeliness',
    name: { zh: '报修处理及时率', en: 'repair timeliness' },
    numerator: { zh: '期限内修好的报修', en: 'repairs done in time' },
    denominator: { zh: '修理期限在期间内的报修', en: 'repairs to be done by a time in the period' },
    cohort: 'deadline',
    unit: 'share',
    clauses: ['R001-9.4.1-14', 'R002-9.4.3.4', 'R003-12.4.3.3-4'],
    targets: {
      'cn-base': atLeast(980, 'R002-9.4.3.4', RECOMMENDED),
      'cn-draft': atLeast(980, 'R001-9.4.1-14', DRAFT),
    },
    source: { of: 'deadlines', part: 'repair-done' },
  },
  {
    id: 'phone-connection',
    name: { zh: '电话及时接通率', en: 'phone connection' },
    numerator: { zh: '及时接通的来电', en: 'calls connected as the rules in force ask' },
    denominator: { zh: '全部来电', en: 'all calls that came in' },
    cohort: 'call',
    unit: 'share',
    clauses: ['R000-10.0.3-6.2b', 'R001-9.4-1', 'R002-9.4.1.1', 'R003-12.4.1.1'],
    targets: {
      'cn-base': over(800, 'R002-9.4.1.1', RECOMMENDED),
      'cn-65': over(800, 'R000-10.0.3-6.2b', DRAFT),
      'cn-draft': over(800, 'R001-9.4-1', DRAFT),
    },
    source: { of: 'calls', part: 'phone' },
  },
  {
    id: 'window-wait',
    name: { zh: '窗口平均等候时间', en: 'average wait at the window' },
    numerator: { zh: '等候时间之和（秒）', en: 'sum of waits, seconds' },
    denominator: { zh: '抽样人数', en: 'sampled persons' },
    cohort: 'call',
    unit: 'minutes',
    clauses: ['R001-9.4.1', 'R002-9.4.1.2', 'R003-12.4.1.2'],
    targets: {
      'cn-base': within(900, 'R002-9.4.1.2', RECOMMENDED),
      'cn-3703': within(900, 'R003-12.4.1.2', RECOMMENDED),
      'cn-draft': within(900, 'R001-9.4.1', DRAFT),
    },
    source: { of: 'waits', part: 'window' },
  },
  {
    id: 'on-site-punctuality',
    name: { zh: '上门服务准时率', en: 'on-site punctuality' },
    numerator: { zh: '不晚于预约时间到达', en: 'appointments kept, not later than agreed' },
    denominator: {
      zh: '预约时间在期间内的配送和维修',
      en: 'deliveries and repairs agreed for the period',
    },
    cohort: 'deadline',
    unit: 'share',
    clauses: ['R000-10.0.3-6.3'],
    targets: {},
    source: { of: 'appointments', part: 'agreed' },
  },
  {
    id: 'emergency-arrival',
    name: { zh: '抢险准时到达率', en: 'emergency arrival on time' },
    numerator: { zh: '承诺时间内到达', en: 'arrived within the promised time' },
    denominator: { zh: '有承诺时限的出动', en: 'dispatches with a promised time' },
    cohort: 'deadline',
    unit: 'share',
    clauses: ['R000-10.0.3-9.2'],
    targets: {},
    source: { of: 'deadlines', part: 'emergency-arrival' },
  },
  {
    id: 'home-success',
    name: { zh: '入户安检成功率', en: 'in-home inspection success' },
    numerator: {
      zh: '计划期内完成的入户',
      en: 'planned inspections made within their part of the plan',
    },
    denominator: {
      zh: '计划期末在期间内的计划入户（一年一次时即计划户数）',
      en: 'planned inspections due in the period; the planned users where the plan is yearly',
    },
    cohort: 'plan',
    unit: 'share',
    clauses: ['R000-10.0.3-5.2b'],
    targets: { 'cn-65': atLeast(700, 'R000-10.0.3-5.2b', DRAFT) },
    source: { of: 'homes', part: 'planned' },
  },
  {
    id: 'satisfaction',
    name: { zh: '用户满意率', en: 'user satisfaction' },
    numerator: { zh: '满意（五分制四分以上）', en: 'satisfied; four or five of five stars' },
    denominator: { zh: '评价和回访', en: 'ratings of deliveries and answers to call-backs' },
    cohort: 'survey',
    unit: 'share',
    clauses: ['R000-10.0.3-3.3', 'R001-9.4.2', 'R002-9.4.5'],
    targets: {},
    source: { of: 'satisfaction', part: 'asked' },
  },
  {
    id: 'gas-quality',
    name: { zh: '气质合格率', en: 'gas-quality pass rate' },
    numerator: { zh: '首次检测合格', en: 'first tests passed' },
    denominator: { zh: '有结论的首次检测', en: 'first tests with a verdict' },
    cohort: 'test',
    unit: 'share',
    clauses: ['R000-10.0.3-4.1.1', 'R004-A2-5'],
    targets: {},
    source: { of: 'gas', part: 'quality' },
  },
  {
    id: 'staff-certificates',
    name: { zh: '持证上岗率', en: 'staff certificate rate' },
    numerator: { zh: '持有效证书的在册人员', en: 'registered staff with a certificate in force' },
    denominator: { zh: '在册操作人员', en: 'registered staff' },
    cohort: 'end-of-period',
    unit: 'share',
    clauses: ['R004-A2-13'],
    targets: { 'cn-3704': atLeast(1000, 'R004-A2-13', SCORED) },
    source: { of: 'certificates', part: 'held' },
  },
  surveyed('window-compliance', '窗口服务', 'Window service', 'R000-10.0.3-6.1'),
  surveyed('hotline-compliance', '热线服务', 'Hotline service', 'R000-10.0.3-6.2a'),
  surveyed('on-site-compliance', '上门服务', 'On-site service', 'R000-10.0.3-6.3'),
  surveyed('staff-compliance', '服务人员', 'Staff', 'R000-10.0.3-7'),
  ...kpiTerms,
]
