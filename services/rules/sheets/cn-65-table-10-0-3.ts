import type {
  EvidenceName,
  ScoreSheet,
  Scoring,
  SheetItem,
  Words,
} from '#domain/supervision/score-sheet.ts'

const yesNo: Scoring = { kind: 'yes-no' }
const rate = (percent: number | null, strictly = false): Scoring => ({
  kind: 'rate',
  target: percent === null ? null : { percent, strictly },
})

type Source = { readonly evidence?: EvidenceName; readonly kpi?: string; readonly reading?: Words }

type Row = readonly [no: string, scoring: Scoring, source?: Source]

const safety: Words = {
  zh: '原表引“3.7 安全性”，正文3.0.7无此标准（A9）；按表内文字评价。是否达到伤亡和损失数额由监管部门认定。',
  en: 'The table cites "3.7", a criterion that clause 3.0.7 does not have (A9): taken as the table says. A person decides whether the figures were reached.',
}

const strictly: Words = {
  zh: '“应大于80%”不含80%；15秒内由人工接听。',
  en: '"More than 80 %" leaves 80 % out; answered by a person within 15 s.',
}

const staff: Words = {
  zh: '原表引7.2、7.3，正文为7.0.x（A9）。',
  en: 'The table cites 7.2 and 7.3; the text has 7.0.x (A9).',
}

const person: Words = {
  zh: '系统内无对应记录，由专家查看并上传证据。',
  en: 'No register of ours shows it: seen by the expert, with evidence attached.',
}

const seen: Source = { reading: person }
const kpi = (id: string, reading?: Words): Source => ({
  kpi: id,
  ...(reading === undefined ? {} : { reading }),
})
const counted = (evidence: EvidenceName): Source => ({ evidence })

/** In the order of the table; numbers as printed, a letter for each further row under the same number. */
const rows: readonly Row[] = [
  ['3.1', yesNo, seen],
  ['3.2a', yesNo, seen],
  ['3.2b', yesNo, seen],
  ['3.3', rate(null), kpi('satisfaction')],
  ['3.3b', yesNo, seen],
  ['3.3c', yesNo, seen],
  ['3.3d', yesNo, seen],
  ['3.4a', yesNo, seen],
  ['3.4b', yesNo, seen],
  ['3.5', yesNo, seen],
  ['3.7', yesNo, { reading: safety }],
  ['3.8a', yesNo, seen],
  ['3.8b', yesNo, seen],
  ['3.8c', yesNo, seen],
  ['3.10', yesNo, counted('publicity')],
  ['3.11', yesNo, seen],
  ['4.1.1', rate(null), kpi('gas-quality')],
  ['4.1.1b', yesNo, seen],
  ['4.1.3', yesNo, counted('contracts')],
  ['4.3.1c', yesNo, counted('licences')],
  ['4.3.1a', rate(null), kpi('filling-pass')],
  ['4.3.1b', yesNo, kpi('leak-free')],
  ['4.3.2', yesNo, counted('deliveries')],
  ['4.3.3', yesNo, counted('cylinder-inspections')],
  ['5.1', yesNo, seen],
  ['5.1b', yesNo, counted('receipts')],
  ['5.1c', yesNo, counted('price-notices')],
  ['5.2a', yesNo, counted('home-checks')],
  ['5.2c', yesNo, counted('home-hazards')],
  ['5.2b', rate(70), kpi('home-success')],
  ['5.2d', yesNo, counted('delivery-checks')],
  ['5.3', yesNo, seen],
  ['5.4d', yesNo, seen],
  ['5.4e', yesNo, seen],
  ['5.4', yesNo, kpi('alteration-reply')],
  ['5.4b', yesNo, kpi('alteration-work')],
  ['5.4c', yesNo, seen],
  ['5.4f', yesNo, seen],
  ['6.1', rate(null), kpi('window-compliance')],
  ['6.2c', yesNo, counted('hotline')],
  ['6.2a', rate(null), kpi('hotline-compliance')],
  ['6.2b', rate(80, true), kpi('phone-connection', strictly)],
  ['6.3', rate(null), kpi('on-site-compliance')],
  ['6.3b', rate(null), kpi('on-site-punctuality')],
  ['6.3c', yesNo, seen],
  ['6.4', yesNo, seen],
  ['6.4b', yesNo, seen],
  ['6.4c', yesNo, seen],
  ['6.4d', yesNo, kpi('message-answer')],
  ['6.4e', yesNo, seen],
  ['7b', yesNo, counted('certificates')],
  ['7', rate(null), kpi('staff-compliance', staff)],
  ['8b', yesNo, seen],
  ['8', rate(90), kpi('complaint-timeliness')],
  ['9.1', yesNo, counted('hotline')],
  ['9.1b', yesNo, seen],
  ['9.1c', yesNo, counted('accident-plans')],
  ['9.1d', yesNo, seen],
  ['9.2b', yesNo, counted('incidents')],
  ['9.2', rate(null), kpi('emergency-arrival')],
  ['9.3', yesNo, counted('incident-reviews')],
]

const items: readonly SheetItem[] = rows.map(([no, scoring, { evidence, ...source } = {}]) => ({
  no,
  clause: `R000-10.0.3-${no}`,
  group: '',
  scoring,
  evidence: evidence ?? null,
  ...source,
}))

/** 新疆《燃气服务标准》表 10.0.3, the rows of bottled gas: qualities and rates, no points. */
export const table1003: ScoreSheet = {
  id: 'cn-65-table-10-0-3',
  version: 1,
  document: 'R000',
  words: { zh: '燃气服务质量评价表（表10.0.3）', en: 'Gas service quality (table 10.0.3)' },
  groups: [],
  items,
  bands: [],
  vetoes: [],
  readings: [
    {
      about: '4.2, 4.4, 5.1',
      words: {
        zh: '管道燃气、车用燃气和抄表条目不适用。',
        en: 'Rows of pipeline gas, vehicle gas and meter reading are left out.',
      },
    },
    {
      about: 'KPI',
      words: {
        zh: '表中列有计算公式的比率，与指标（/v1/kpis）同一口径：首次检测、期限已到的事项。',
        en: 'Rates with a formula are the figures of /v1/kpis: first tests, deadlines that have come.',
      },
    },
    {
      about: 'total',
      words: {
        zh: '原表无分值和等次：逐项给出“是/否”或比率，有目标值的判定是否达标，不计总分。',
        en: 'The table has no points and no bands: each row is a yes or no or a rate, compared where there is a target; no total.',
      },
    },
  ],
}
