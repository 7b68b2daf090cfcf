import { drawPaper, type Paper } from '#api/supervision/paper.ts'
import { eventNames } from '#domain/event-names.ts'
import type { MassBalance } from '#domain/anomalies/mass-balance.ts'
import type { Finding } from '#domain/finding.ts'
import { clauseById } from '#rules/clauses/clause-by-id.ts'
import { messages, sayFinding } from '#rules/messages.ts'

/** Asia/Shanghai, to the second: what a reader of the paper compares with other papers. */
export const shanghaiText = (ms: number): string =>
  new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

export type DossierEvent = {
  readonly id: string
  readonly type: string
  readonly at: number
  readonly recordedAt: number
  readonly place: string
  readonly weights: string
  /** Why a fill was denied; '' = it was not. */
  readonly refusal: string
  readonly findings: readonly Finding[]
  /** Verdicts that later knowledge replaced. */
  readonly superseded: readonly Finding[]
  readonly annulled: boolean
  readonly sha256: string
}

export type DossierFacts = {
  readonly code: string
  readonly identity: readonly (readonly [label: string, value: string])[]
  readonly standing: readonly string[]
  readonly events: readonly DossierEvent[]
  readonly partial: boolean
  readonly custody: readonly (readonly [since: string, where: string])[]
  readonly balance: MassBalance
  readonly anomalies: readonly (readonly [what: string, why: string, status: string])[]
  /** When the newest event in it was known. */
  readonly asOf: number
  readonly altered: number
}

const kg = (g: number): string => `${(g / 1000).toFixed(3)} kg`

const nameOf = (type: string): string =>
  Object.hasOwn(eventNames, type) ? eventNames[type as keyof typeof eventNames] : type

const sentence = (finding: Finding): string =>
  Object.hasOwn(messages, finding.code) ? sayFinding(finding).zh : finding.code

const EVENTS = [
  { title: '序号', width: 0.05 },
  { title: '发生时间\n记录时间', width: 0.21 },
  { title: '事件', width: 0.11 },
  { title: '地点、设备', width: 0.15 },
  { title: '称重', width: 0.17 },
  { title: '判定（条款）', width: 0.2 },
  { title: '原文指纹', width: 0.11 },
] as const

const verdictOf = ({ findings, superseded, refusal }: DossierEvent): string =>
  [
    ...(refusal === '' ? [] : [refusal]),
    ...findings.map((one) => `${sentence(one)}（${one.clause}）`),
    ...superseded.map((one) => `［已被取代］${sentence(one)}（${one.clause}）`),
  ].join('\n')

const rowOf = (event: DossierEvent, index: number): readonly string[] => [
  String(index + 1),
  `${shanghaiText(event.at)}\n${shanghaiText(event.recordedAt)}`,
  `${nameOf(event.type)}${event.annulled ? '\n［已作废］' : ''}`,
  event.place,
  event.weights,
  verdictOf(event),
  event.sha256.slice(0, 16),
]

const drawClauses = (paper: Paper, events: readonly DossierEvent[]): void => {
  const all = events.flatMap(({ findings, superseded }) => [...findings, ...superseded])
  const ids = [...new Set(all.map(({ clause }) => clause))].sort()
  if (ids.length === 0) return
  paper.heading('所引条款')
  for (const id of ids) {
    const clause = clauseById(id)
    const text = clause === undefined ? '' : (clause.zhRead ?? clause.zh)
    paper.text(clause === undefined ? id : `${id}　${clause.document.zh}　${text}`)
  }
}

const FLOWS = {
  opening: '初始',
  filled: '充装',
  gained: '来源不明',
  used: '用户用气',
  removed: '倒残',
  vented: '抽真空',
  lab: '送检时余量',
  scrapped: '报废时余量',
  lost: '去向不明',
} as const

const drawBalance = (
  paper: Paper,
  { totals, closingG, unexplainedG, fills, deliveries }: MassBalance,
): void => {
  paper.heading('一瓶一生物料平衡')
  const shown = Object.entries(FLOWS).map(([flow, name]) => {
    const massG = totals[flow as keyof typeof FLOWS]
    return `${name} ${kg(massG)}`
  })
  paper.text(`充装 ${fills} 次，配送 ${deliveries} 次。${shown.join('，')}。`)
  const now = closingG === null ? '未知' : kg(closingG)
  paper.text(
    `现存 ${now}；两次称重之间无法解释的差额合计 ${kg(unexplainedG)}（正为来源不明，负为去向不明；小额为秤的误差）。`,
  )
}

const drawIntegrity = (paper: Paper, { events, partial, altered, asOf }: DossierFacts): void => {
  paper.heading('完整性')
  paper.text(`本档案载有截至 ${shanghaiText(asOf)} 已知的 ${events.length} 条记录。`)
  if (partial) paper.text('出具人无权查看的其他单位的记录未列入。')
  paper.text(
    altered === 0
      ? '所列记录与只增账本逐条核对一致（尚未编号的新记录除外）。'
      : `注意：有 ${altered} 条记录与只增账本不一致，数据库可能被改动。`,
  )
  paper.text(
    '每条记录的“原文指纹”为设备或操作人所报原文 SHA-256 的前 16 位。本文件的 SHA-256 由系统账本密钥（Ed25519）另行签名，签名与公钥由接口 /v1/dossiers 与 /v1/ledger/keys 提供；单条记录的存在证明由 /v1/cylinders/{编号}/proof 提供，可用 lpg-trace verify 离线核验。',
  )
}

/** The dossier in Chinese. The same facts give the same bytes: who asked for it and when stands in the signed note beside it. */
export const dossierPaper = (facts: DossierFacts): Promise<Buffer> => {
  const title = `液化石油气瓶追溯档案 ${facts.code}`
  return drawPaper(
    title,
    (paper) => {
      paper.title(title)
      paper.heading('气瓶')
      paper.table(
        [
          { title: '项目', width: 0.25 },
          { title: '登记内容', width: 0.75 },
        ],
        facts.identity,
      )
      paper.heading('现状')
      for (const line of facts.standing) paper.text(line)
      paper.heading('流转记录')
      paper.table(EVENTS, facts.events.map(rowOf))
      drawClauses(paper, facts.events)
      paper.heading('保管经过')
      paper.table(
        [
          { title: '自', width: 0.3 },
          { title: '保管方', width: 0.7 },
        ],
        facts.custody,
      )
      drawBalance(paper, facts.balance)
      if (facts.anomalies.length > 0) {
        paper.heading('异常线索')
        for (const [what, why, status] of facts.anomalies)
          paper.text(`· ${what}（${status}）：${why}`)
      }
      drawIntegrity(paper, facts)
      paper.blanks(['出具单位（盖章）', '经办人（签字）', '日期'])
    },
    { madeAt: facts.asOf, footer: `气瓶 ${facts.code}` },
  )
}
