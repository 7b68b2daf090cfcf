import type { FastifyRequest } from 'fastify'
import type { ApiDeps } from '#api/api-deps.ts'
import { addDays, dayOf } from '#domain/calendar.ts'
import { type Evaluation, resultOf, type ScoreValue } from '#domain/supervision/evaluation.ts'
import type { Measure, ScoreSheet, SheetItem } from '#domain/supervision/score-sheet.ts'
import { day, epochMs } from '#domain/units.ts'
import type { EvaluationRow } from '#store/queries/supervision/evaluations.ts'
import { measureText } from './evaluation-evidence.ts'
import { itemText, sheetOf } from './evaluation-view.ts'
import { drawPaper, type Paper } from './paper.ts'
import { type NamedPerson, namesOf } from './person-names.ts'
import { signaturePicture } from './signature-picture.ts'

const KIND = { self: '企业自评', supervision: '监督评价', 'third-party': '第三方评价' } as const
const STATUS = { draft: '草稿', scored: '已评分', signed: '已签字', final: '已定稿' } as const

const valueText = (value: ScoreValue): string => {
  if ('points' in value) return String(value.points)
  if ('met' in value) return value.met ? '是' : '否'
  const share = value.all === 0 ? '' : ` (${((value.good / value.all) * 100).toFixed(1)}%)`
  return `${value.good}/${value.all}${share}`
}

const mostText = ({ scoring }: SheetItem): string => {
  if (scoring.kind === 'points') return String(scoring.max)
  if (scoring.kind === 'yes-no') return '是/否'
  const { target } = scoring
  return target === null ? '比率' : `${target.strictly ? '大于' : '不低于'}${target.percent}%`
}

const evidenceText = (measures: readonly Measure[]): string =>
  measures.map(({ name, good, all }) => `${measureText(name).zh} ${good}/${all}`).join('；')

const rowOf = (item: SheetItem, { scores, evidence, attachments }: Evaluation) => {
  const score = scores[item.no]
  const shown = attachments.filter((one) => one.item === item.no).length
  const notes = [
    evidenceText(evidence[item.no] ?? []),
    shown === 0 ? '' : `附件${shown}份`,
    score?.reason ?? '',
  ]
  return [
    item.no,
    itemText(item).zh,
    notes.filter((note) => note !== '').join('\n'),
    mostText(item),
    score === undefined ? '' : valueText(score.value),
  ]
}

/** Lines for remarks, and experts of a group. */
const OPINION_LINES = 2
const EXPERT_LINES = 3

const COLUMNS = [
  { title: '序号', width: 0.08 },
  { title: '评价内容', width: 0.4 },
  { title: '依据', width: 0.32 },
  { title: '评价分值', width: 0.1 },
  { title: '实得分值', width: 0.1 },
] as const

const drawItems = (paper: Paper, sheet: ScoreSheet, state: Evaluation): void => {
  const groups =
    sheet.groups.length === 0
      ? [{ name: '', title: '' }]
      : sheet.groups.map(({ name, words, points }) => ({
          name,
          title: points === null ? words.zh : `${words.zh}（${points}分）`,
        }))
  for (const { name, title } of groups) {
    if (title !== '') paper.heading(title)
    const items = sheet.items.filter(({ group }) => group === name)
    paper.table(
      COLUMNS,
      items.map((item) => rowOf(item, state)),
    )
  }
}

const drawResult = (paper: Paper, sheet: ScoreSheet, state: Evaluation): void => {
  const { total, most, band, vetoed, met, unmet, recorded } = resultOf(sheet, state)
  paper.heading('总评')
  if (most !== null) {
    paper.text(`得分：${total ?? '未评完'} / ${most}　等次：${band?.words.zh ?? '—'}`)
  } else {
    paper.text(`达标 ${met} 项，不达标 ${unmet} 项，仅记录（无目标值）${recorded} 项`)
  }
  if (vetoed) paper.text('存在一票否决情形：')
  for (const veto of state.vetoes) {
    const words = sheet.vetoes.find(({ code }) => code === veto.code)?.words.zh ?? veto.code
    const gone = veto.withdrawn === null ? '' : `（已撤销：${veto.withdrawn.reason}）`
    paper.text(`· ${words}。理由：${veto.reason}${gone}`)
  }
}

/** R004 annexes: 专家签字 at the foot. A printed sheet that nobody signed yet has room for it, and for what an expert has to say. */
const drawToSign = (paper: Paper): void => {
  paper.heading('评价意见')
  for (let line = 0; line < OPINION_LINES; line += 1) paper.blanks([''])
  paper.heading('专家签字')
  for (let line = 0; line < EXPERT_LINES; line += 1) {
    paper.blanks(['专家（签字）', '单位、职称', '日期'])
  }
  paper.blanks(['被评价单位（签字、盖章）', '日期'])
}

const drawSignatures = (
  paper: Paper,
  { signatures }: Evaluation,
  people: ReadonlyMap<string, NamedPerson>,
  pictures: ReadonlyMap<string, Buffer>,
): void => {
  if (signatures.length === 0) {
    drawToSign(paper)
    return
  }
  paper.heading('专家签字')
  for (const { by, object, at } of signatures) {
    const bytes = pictures.get(object)
    if (bytes !== undefined) paper.picture(bytes)
    paper.text(`${people.get(by)?.label ?? by}　${dayOf(at)}　签名文件 SHA-256：${object}`)
  }
}

/** The sheet as the annex prints it: header, rows, total, vetoes, experts, and how gaps of the source were read. */
export const evaluationPdf = async (
  deps: ApiDeps,
  request: FastifyRequest,
  row: EvaluationRow,
): Promise<Buffer> => {
  const sheet = sheetOf(row)
  const { state } = row
  const people = await namesOf(
    deps,
    state.signatures.map(({ by }) => by),
  )
  const pictures = new Map<string, Buffer>()
  for (const { object } of state.signatures) {
    const bytes = await signaturePicture(deps, request, row.enterpriseId, object)
    if (bytes !== null) pictures.set(object, bytes)
  }
  return drawPaper(sheet.words.zh, (paper) => {
    paper.title(sheet.words.zh)
    paper.text(`被评价单位：${row.enterpriseName}（${row.enterpriseId}）`)
    const to = addDays(day(row.to), -1)
    paper.text(
      `评价期：${row.from} 至 ${to}　${KIND[row.kind]}　编号 ${row.no}　第${row.version}版　${STATUS[state.status]}`,
    )
    paper.text(`系统数据采集于 ${dayOf(epochMs(state.collectedAt))}`)
    if (row.correctionReason !== null) paper.text(`更正理由：${row.correctionReason}`)
    drawItems(paper, sheet, state)
    drawResult(paper, sheet, state)
    drawSignatures(paper, state, people, pictures)
    paper.heading('原文缺漏的处理')
    for (const { words } of sheet.readings) paper.text(`· ${words.zh}`)
    for (const { no, reading } of sheet.items) {
      if (reading !== undefined) paper.text(`· 第${no}项：${reading.zh}`)
    }
  })
}
