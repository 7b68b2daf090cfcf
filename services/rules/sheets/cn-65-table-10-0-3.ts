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

type Row = readonly [no: string, scoring: Scoring, evidence: EvidenceName | null, reading?: Words]

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

const rows: readonly Row[] = [
  ['3.3', rate(null), 'ratings'],
  ['3.7', yesNo, null, safety],
  ['4.1.1', rate(null), 'gas-quality'],
  ['4.1.3', yesNo, 'contracts'],
  ['4.3.1a', rate(null), 'fills'],
  ['4.3.1b', yesNo, 'leak-checks'],
  ['4.3.2', yesNo, 'delivery-checks'],
  ['5.1', yesNo, 'price-notices'],
  ['5.2a', yesNo, 'home-checks'],
  ['5.2b', rate(70), 'home-success'],
  ['5.4', yesNo, null],
  ['6.1', rate(null), null],
  ['6.2a', rate(null), null],
  ['6.2b', rate(80, true), 'calls', strictly],
  ['6.3', rate(null), 'appointments'],
  ['6.4', yesNo, null],
  ['7', rate(null), 'certified', staff],
  ['8', rate(90), 'complaints'],
  ['9.1', yesNo, 'accident-plans'],
  ['9.2', rate(null), 'arrivals'],
]

const items: readonly SheetItem[] = rows.map(([no, scoring, evidence, reading]) => ({
  no,
  clause: `R000-10.0.3-${no}`,
  group: '',
  scoring,
  evidence,
  ...(reading === undefined ? {} : { reading }),
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
      about: '4.2.1, 4.2.2',
      words: { zh: '管道燃气条目不适用。', en: 'Rows of pipeline gas are left out.' },
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
