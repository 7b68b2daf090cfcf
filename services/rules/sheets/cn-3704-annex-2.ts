import type { EvidenceName, ScoreSheet, SheetItem, Words } from '#domain/supervision/score-sheet.ts'

type Row = readonly [points: number, evidence: EvidenceName | null, reading?: Words]

const lostRow: Words = {
  zh: '扫描件缺第21项。按附件1第29项、附件3第22项同位置内容推定；分值2分由总分100减去其余各项之和98得出，须经发文机关确认。',
  en: 'Row 21 is lost in the scan. Its content is that of annex 1 row 29 and annex 3 row 22 at the same place; 2 points = 100 less the 98 of all others. The issuer has to confirm it.',
}

const frequency: Words = {
  zh: '单位用户每年不低于2次、居民用户每年不低于1次；附件1另有入户率85%，附件2没有，不适用。',
  en: 'Units twice and residents once a year; the in-home rate of 85 % stands in annex 1 alone and does not apply.',
}

const ifAny: Words = {
  zh: '评价期内未发生此类事件的，由专家按预案和记录评定，原表未作规定。',
  en: 'Where nothing of the kind happened in the period the expert goes by plans and records; the sheet does not say.',
}

const byGroup: readonly (readonly [string, readonly Row[]])[] = [
  [
    'daily',
    [
      [3, 'licences'],
      [3, null],
      [3, 'rectified'],
      [3, 'certificates'],
      [3, 'gas-quality'],
    ],
  ],
  [
    'safety',
    [
      [3, null],
      [3, null],
      [4, 'hazards'],
      [4, 'hazard-loop'],
      [3, 'patrols'],
      [3, 'home-checks', frequency],
    ],
  ],
  [
    'training',
    [
      [3, 'trainings'],
      [3, 'certified'],
      [2, 'publicity'],
      [2, 'manuals'],
    ],
  ],
  [
    'emergency',
    [
      [2, 'accident-plans'],
      [2, 'event-plans'],
      [2, 'hotline'],
      [3, 'crew-training'],
      [3, 'drills'],
      [2, 'warnings', lostRow],
      [2, 'incidents', ifAny],
      [2, 'incident-reviews', ifAny],
      [2, null],
    ],
  ],
  [
    'supply',
    [
      [3, 'cylinder-inspections'],
      [4, 'own-cylinders'],
      [3, 'scales'],
      [3, 'contracts'],
      [3, 'tags'],
      [3, 'receipts'],
      [3, 'real-names'],
      [3, 'complaints'],
    ],
  ],
  [
    'delivery',
    [
      [4, 'deliveries'],
      [3, 'delivery-checks'],
      [3, 'manuals'],
    ],
  ],
]

const items: readonly SheetItem[] = byGroup
  .flatMap(([group, rows]) => rows.map((row) => [group, row] as const))
  .map(([group, [max, evidence, reading]], i) => ({
    no: String(i + 1),
    clause: `R004-A2-${i + 1}`,
    group,
    scoring: { kind: 'points', max },
    evidence,
    ...(reading === undefined ? {} : { reading }),
  }))

/** 枣庄高新区瓶装燃气经营企业服务质量评价表 (annex 2). */
export const annex2: ScoreSheet = {
  id: 'cn-3704-annex-2',
  version: 1,
  document: 'R004',
  words: {
    zh: '瓶装燃气经营企业服务质量评价表（附件2）',
    en: 'Service quality of bottled-gas companies (annex 2)',
  },
  groups: [
    { name: 'daily', words: { zh: '日常管理', en: 'Daily management' }, points: 15 },
    { name: 'safety', words: { zh: '安全运营', en: 'Safe operation' }, points: 20 },
    { name: 'training', words: { zh: '培训宣传', en: 'Training and publicity' }, points: 10 },
    { name: 'emergency', words: { zh: '应急处置', en: 'Emergency handling' }, points: 20 },
    { name: 'supply', words: { zh: '供气服务', en: 'Gas supply' }, points: 25 },
    { name: 'delivery', words: { zh: '送气服务', en: 'Delivery' }, points: 10 },
  ],
  items,
  // R004-4.1b leaves 89.x and 69.x open (C20): half-open bands, so that every total has one.
  bands: [
    { name: 'excellent', words: { zh: '优秀', en: 'excellent' }, from: 90, below: null },
    { name: 'qualified', words: { zh: '合格', en: 'qualified' }, from: 70, below: 90 },
    { name: 'unqualified', words: { zh: '不合格', en: 'unqualified' }, from: 0, below: 70 },
  ],
  vetoes: [
    {
      code: 'accident',
      clause: 'R004-4.2',
      words: { zh: '发生安全责任事故', en: 'a safety accident that it is responsible for' },
    },
    {
      code: 'violation',
      clause: 'R004-4.2',
      words: {
        zh: '有重大违法违规事件未予查处或者查处不力',
        en: 'a major violation that was not, or badly, dealt with',
      },
    },
    {
      code: 'petition',
      clause: 'R004-4.2',
      words: {
        zh: '因用户反映问题或者突发事件处置不当，导致用户群体性上访或产生严重不良后果',
        en: 'a matter of users or an emergency handled so badly that it led to a mass petition or serious harm',
      },
    },
  ],
  readings: [
    {
      about: 'C20',
      words: {
        zh: '原文“90分以上、89分至70分、69分以下”未规定89.5、69.5等分值；按[90,100]、[70,90)、[0,70)划分，不取整。',
        en: 'The text leaves 89.5 and 69.5 open: read as [90,100], [70,90), [0,70), without rounding.',
      },
    },
    {
      about: 'A18',
      words: {
        zh: '扫描件错行：“安全运营”“应急处置”两个组名缺失，“培训宣传”“送气服务”组名错位；按各组分值之和（15、20、10、20、25、10）复原分组。',
        en: 'The scan lost two group labels and shifted two others: groups are restored by their points (15, 20, 10, 20, 25, 10).',
      },
    },
    {
      about: 'A20',
      words: {
        zh: '否决项第2条“未予查处或者查处不力”的主体不明；由监管部门认定并写明理由和依据，系统不自动判定。',
        en: 'Who should have dealt with the violation is unclear: set by a person with reason and evidence, never by the system.',
      },
    },
    {
      about: 'R004-4.2',
      words: {
        zh: '原文只写“一票否决”；按等次为不合格执行，得分照常记录。',
        en: 'The text says "veto" alone: the band becomes unqualified, the points stay on record.',
      },
    },
    {
      about: 'scale',
      words: {
        zh: '原表只给满分，未给评分细则；系统按达标比例建议分值（0.5分为一档，向下取），由专家评定，与建议不同的须写明理由。',
        en: 'The sheet gives a maximum and no scale: the share that complies is suggested in halves, rounded down; the expert decides and says why it differs.',
      },
    },
  ],
}
