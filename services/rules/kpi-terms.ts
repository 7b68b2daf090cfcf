import type { Kpi } from './kpi.ts'

type Row = readonly [
  id: string,
  part: string,
  names: readonly [zh: string, en: string],
  clauses: readonly string[],
  source?: string,
]

/** Deadlines of clauses.md §6 that are no indicator of any document: the same figure, without a target. */
const rows: readonly Row[] = [
  ['message-answer', 'message-answer', ['留言', 'message'], ['R000-6.4.4']],
  ['letter-answer', 'letter-answer', ['来信和媒体', 'letter or other media'], ['R001-8.2-4']],
  [
    'first-asked',
    'matter-answer',
    ['首问事项', 'matter of who was asked first'],
    ['R001-8.1-fa…ff'],
  ],
  [
    'forwarded-complaint',
    'complaint-authority',
    ['转办投诉', 'forwarded complaint'],
    ['R001-8.1-fi'],
  ],
  ['alteration-reply', 'alteration-reply', ['改装答复', 'reply to an alteration'], ['R000-5.4.3']],
  ['alteration-work', 'alteration-work', ['改装施工', 'alteration'], ['R000-5.4.3']],
  ['install-visit', 'install-visit', ['安装上门', 'installation visit'], ['R003-9.2.5a']],
  ['compensation', 'paid', ['残液赔付', 'residual compensation'], ['R001-6.2-6'], 'claims'],
]

export const kpiTerms: readonly Kpi[] = rows.map(
  ([id, part, [zh, en], clauses, of = 'deadlines']) => ({
    id,
    name: { zh: `${zh}及时率`, en: `${en}: in time` },
    numerator: { zh: '期限内完成', en: 'done in time' },
    denominator: { zh: '期限在期间内', en: 'whose deadline falls in the period' },
    cohort: 'deadline',
    unit: 'share',
    clauses,
    targets: {},
    source: { of, part },
  }),
)
