import type { FastifyRequest } from 'fastify'
import type { ApiDeps } from '#api/api-deps.ts'
import { timeText } from '#api/time-text.ts'
import { HOUR_MS } from '#domain/calendar.ts'
import type { SampleVerdict } from '#rules/net-content-plan.ts'
import type { SpotCheckRow, SpotItemRow } from '#store/queries/supervision/spot-checks.ts'
import { drawPaper, type Paper } from './paper.ts'
import { namesOf } from './person-names.ts'
import { signaturePicture } from './signature-picture.ts'
import { findingZh } from './spot-verdict.ts'

const COLUMNS = [
  { title: '气瓶编号', width: 0.18 },
  { title: '毛重 g', width: 0.1, align: 'right' },
  { title: '皮重 g', width: 0.1, align: 'right' },
  { title: '净重 g', width: 0.1, align: 'right' },
  { title: '标注 g', width: 0.1, align: 'right' },
  { title: '检漏/封口/标签', width: 0.14 },
  { title: '判定', width: 0.28 },
] as const

const yes = (value: unknown): string => (value === true ? '合格' : '不合格')
const mass = (value: unknown): string => (typeof value === 'number' ? String(value) : '—')

const rowOf = ({ code, seen, netG, findings }: SpotItemRow): readonly string[] => [
  code,
  mass(seen['grossG']),
  mass(seen['tareG']),
  mass(netG),
  mass(seen['labelledNetG']),
  [seen['leakFree'], seen['sealed'], seen['labelled']].map(yes).join('/'),
  findings.length === 0
    ? '合格'
    : findings
        .map(({ code: name, measured, limit, clause }) => {
          const figures = measured === null ? '' : ` ${measured}（限值 ${limit}）`
          return `${findingZh(name)}${figures} ${clause}`
        })
        .join('\n'),
]

/** Printed before the check begins: room to write by hand. */
const HAND_ROWS = Array.from({ length: 10 }, () => COLUMNS.map(() => '\n'))

const drawLot = (paper: Paper, verdict: SpotCheckRow['verdict']): void => {
  const lot = verdict?.['lot'] as
    | (SampleVerdict & { lotSize: number; labelledG: number })
    | undefined
  if (lot === undefined) return
  paper.heading('净含量抽样')
  paper.text(
    `批量 ${lot.lotSize}，应抽 ${lot.required}，实抽 ${lot.n}；标注净含量 ${lot.labelledG} g`,
  )
  const mean = `${lot.meanG.toFixed(1)} g，标准偏差 ${lot.deviationG.toFixed(1)} g`
  paper.text(`平均实际含量 ${mean}，修正后 ${lot.correctedMeanG.toFixed(1)} g`)
  paper.text(
    `允许短缺量 ${lot.allowanceG} g；超过1倍 ${lot.shortOver1} 件（允许 ${lot.shortAllowed} 件），超过2倍 ${lot.shortOver2} 件（允许 0 件）`,
  )
  const reasons = lot.reasons.map(findingZh).join('、')
  paper.text(`结论：${lot.passed ? '合格' : `不合格（${reasons}）`}`)
  paper.text('抽样方案按 JJF 1070（2005年版数值，凭记忆录入，2023年版是否沿用待核实）。')
}

/** Asia/Shanghai, to the minute: UTC + 8 h all year. */
const localTime = (at: number): string =>
  timeText(at + 8 * HOUR_MS)
    .slice(0, 16)
    .replace('T', ' ')

/** 抽查记录单: what was weighed and seen, the verdict, and the signatures of both sides. */
export const spotCheckPdf = async (
  deps: ApiDeps,
  request: FastifyRequest,
  row: SpotCheckRow,
): Promise<Buffer> => {
  const items = await deps.queries.spotChecks.items(row.id)
  const people = await namesOf(deps, [row.openedBy])
  const { signatures, enterpriseId } = row
  const picture = (hash: string | undefined) =>
    hash === undefined ? null : signaturePicture(deps, request, enterpriseId, hash)
  const company = signatures?.company
  const [ours, theirs] = [
    await picture(signatures?.inspector.object),
    await picture(company?.kind === 'signature' ? company.object : undefined),
  ]
  return drawPaper('监督抽查记录单', (paper) => {
    paper.title('监督抽查记录单')
    paper.text(
      `编号 ${row.no}　被检单位：${row.enterpriseName}　站点：${row.stationName}（${row.place}）`,
    )
    paper.text(`检查时间：${localTime(row.openedAt)}　计量器具：${row.instrument}`)
    paper.text(
      `检查人：${people.get(row.openedBy)?.label ?? row.openedBy}　适用规则：${row.profile}`,
    )
    paper.table(COLUMNS, items.length > 0 || row.passed !== null ? items.map(rowOf) : HAND_ROWS)
    drawLot(paper, row.verdict)
    const result = row.passed === null ? '未结束' : row.passed ? '合格' : '不合格'
    paper.heading(`检查结论：${result}`)
    if (signatures === null) {
      paper.blanks(['检查人（签字）', '被检单位（签字）', '日期'])
      return
    }
    paper.heading('检查人签字')
    if (ours !== null) paper.picture(ours)
    paper.text(`签名文件 SHA-256：${signatures.inspector.object}`)
    paper.heading('被检单位签字')
    if (theirs !== null) paper.picture(theirs)
    if (company?.kind === 'signature') paper.text(`签名文件 SHA-256：${company.object}`)
    if (company?.kind === 'refused') paper.text(`被检单位拒签：${company.reason}`)
  })
}
