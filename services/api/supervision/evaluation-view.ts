import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { isMet, resultOf, suggestionOf } from '#domain/supervision/evaluation.ts'
import type { ScoreSheet, SheetItem, Words } from '#domain/supervision/score-sheet.ts'
import { clauseById } from '#rules/clauses/clause-by-id.ts'
import { sheetById } from '#rules/sheets/sheet-by-id.ts'
import type { EvaluationRow, EvaluationStepRow } from '#store/queries/supervision/evaluations.ts'
import { measureText } from './evaluation-evidence.ts'

/** The sheet that an evaluation began with. Every version that was shipped is there. */
export const sheetOf = ({
  sheet,
  sheetVersion,
}: Pick<EvaluationRow, 'sheet' | 'sheetVersion'>): ScoreSheet => {
  const found = sheetById(sheet, sheetVersion)
  if (found === undefined) throw new Error(`no sheet ${sheet}@${sheetVersion}`)
  return found
}

/** What an item says: the text of its clause. */
export const itemText = ({ clause }: SheetItem): Words => {
  const found = clauseById(clause)
  if (found === undefined) throw new Error(`no clause ${clause}`)
  return { zh: found.zh, en: found.en }
}

export const sheetView = (sheet: ScoreSheet) => ({
  ...sheet,
  groups: sheet.groups.map((group) => ({ ...group })),
  items: sheet.items.map((item) => ({ ...item, text: itemText(item) })),
  bands: sheet.bands.map((band) => ({ ...band })),
  vetoes: sheet.vetoes.map((veto) => ({ ...veto })),
  readings: sheet.readings.map((reading) => ({ ...reading })),
})

export const evaluationView = (row: EvaluationRow) => {
  const { state, ...header } = row
  const result = resultOf(sheetOf(row), state)
  return {
    ...header,
    status: state.status,
    ...result,
    createdAt: timeText(row.createdAt),
    changedAt: timeText(row.changedAt),
    collectedAt: timeText(state.collectedAt),
    finalAt: timeTextOrNull(state.finalAt),
  }
}

const itemView = (item: SheetItem, { state }: EvaluationRow) => {
  const score = state.scores[item.no]
  const evidence = state.evidence[item.no] ?? []
  return {
    ...item,
    text: itemText(item),
    evidenceName: item.evidence,
    evidence: evidence.map((measure) => ({ ...measure, words: measureText(measure.name) })),
    suggested: suggestionOf(item, evidence),
    value: score === undefined ? null : score.value,
    isMet: score === undefined ? null : isMet(item, score.value),
    reason: score?.reason ?? null,
    scoredBy: score?.by ?? null,
    scoredAt: score === undefined ? null : timeText(score.at),
    attachments: state.attachments
      .filter((one) => one.item === item.no)
      .map(({ object, note, by, at }) => ({ object, note, by, at: timeText(at) })),
  }
}

/** With every item, what was counted for it, and who did what when. */
export const evaluationDetailView = (row: EvaluationRow, steps: readonly EvaluationStepRow[]) => {
  const sheet = sheetOf(row)
  const { vetoes, signatures } = row.state
  return {
    ...evaluationView(row),
    items: sheet.items.map((item) => itemView(item, row)),
    vetoes: vetoes.map(({ at, objects, withdrawn, ...veto }) => ({
      ...veto,
      objects: [...objects],
      at: timeText(at),
      withdrawn: withdrawn === null ? null : { ...withdrawn, at: timeText(withdrawn.at) },
    })),
    signatures: signatures.map(({ at, ...signature }) => ({ ...signature, at: timeText(at) })),
    steps: steps.map(({ at, ...step }) => ({ ...step, at: timeText(at) })),
  }
}
