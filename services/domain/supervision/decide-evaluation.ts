import {
  type CaseRefusal,
  type Decided,
  decided,
  refuse,
  wrongStep,
} from '#domain/service/case-step.ts'
import type { EpochMs } from '#domain/units.ts'
import { type Evaluation, type ItemScore, type ScoreValue, suggestionOf } from './evaluation.ts'
import { type Measure, POINT_STEP, type ScoreSheet, type SheetItem } from './score-sheet.ts'

export type ScoreGiven = {
  readonly no: string
  readonly value: ScoreValue
  readonly reason: string | null
}

export type EvaluationCommand =
  | { readonly type: 'score'; readonly items: readonly ScoreGiven[] }
  | { readonly type: 'collect'; readonly evidence: Evaluation['evidence'] }
  | {
      readonly type: 'attach'
      readonly item: string
      readonly object: string
      readonly note: string | null
    }
  | {
      readonly type: 'veto'
      readonly code: string
      readonly reason: string
      readonly objects: readonly string[]
    }
  | { readonly type: 'withdraw-veto'; readonly code: string; readonly reason: string }
  | { readonly type: 'sign'; readonly object: string }
  | { readonly type: 'finalise' }

type Context = { readonly now: EpochMs; readonly by: string }
type Outcome = Decided<Evaluation>

const wrong = (path: string, zh: string, en: string, clause?: string): CaseRefusal => ({
  code: 'INCONSISTENT_REQUEST',
  path,
  zh,
  en,
  ...(clause === undefined ? {} : { clause }),
})

export const sameValue = (a: ScoreValue, b: ScoreValue): boolean => {
  if ('points' in a) return 'points' in b && a.points === b.points
  if ('met' in a) return 'met' in b && a.met === b.met
  return 'all' in b && a.good === b.good && a.all === b.all
}

const isNothing = (value: ScoreValue): boolean =>
  'points' in value ? value.points === 0 : 'met' in value ? !value.met : value.all === 0

const refuseValue = (item: SheetItem, value: ScoreValue, path: string): CaseRefusal | null => {
  const { scoring, clause } = item
  if (scoring.kind === 'points') {
    const fits = 'points' in value && value.points >= 0 && value.points <= scoring.max
    if (fits && Number.isInteger(value.points / POINT_STEP)) return null
    const en = `0 to ${scoring.max} points, in halves`
    return wrong(`${path}/points`, `应为0至${scoring.max}分，以0.5分为一档`, en, clause)
  }
  if (scoring.kind === 'yes-no') {
    if ('met' in value) return null
    return wrong(`${path}/met`, '该项为定性评价，应填是或否', 'this item is a yes or no', clause)
  }
  if ('all' in value && value.good <= value.all) return null
  const en = 'a rate: good of all, good not above all'
  return wrong(`${path}/good`, '该项为比率，应填合格数和总数，合格数不大于总数', en, clause)
}

const refuseReason = (
  state: Evaluation,
  item: SheetItem,
  { value, reason }: ScoreGiven,
  path: string,
): CaseRefusal | null => {
  if (reason !== null) return null
  const suggested = suggestionOf(item, state.evidence[item.no] ?? [])
  if (suggested !== null) {
    if (sameValue(suggested, value)) return null
    const en = 'it differs from what was counted: say why'
    return wrong(`${path}/reason`, '与系统建议不一致，应写明理由', en, item.clause)
  }
  const shown = state.attachments.some((one) => one.item === item.no)
  if (shown || isNothing(value)) return null
  const en = 'nothing was counted for this item: attach the evidence first, or say what was seen'
  return wrong(`${path}/reason`, '系统无此项记录，应先上传证据或写明所见', en, 'R004-5.3')
}

const statusOf = (sheet: ScoreSheet, scores: Evaluation['scores']): 'draft' | 'scored' =>
  sheet.items.every(({ no }) => scores[no] !== undefined) ? 'scored' : 'draft'

const score = (
  sheet: ScoreSheet,
  state: Evaluation,
  given: readonly ScoreGiven[],
  { now, by }: Context,
): Outcome => {
  const scores: Record<string, ItemScore> = { ...state.scores }
  for (const [i, one] of given.entries()) {
    const path = `/items/${i}`
    const item = sheet.items.find(({ no }) => no === one.no)
    if (item === undefined) {
      return refuse(wrong(`${path}/no`, `评价表无第${one.no}项`, `the sheet has no item ${one.no}`))
    }
    const refusal = refuseValue(item, one.value, path) ?? refuseReason(state, item, one, path)
    if (refusal !== null) return refuse(refusal)
    scores[one.no] = { value: one.value, reason: one.reason, by, at: now }
  }
  const body = { items: given }
  return decided(
    { ...state, scores, status: statusOf(sheet, scores) },
    { type: 'score', at: now, body },
  )
}

/** What was given without a reason because it was what the counts said goes when they say otherwise. */
const collect = (
  sheet: ScoreSheet,
  state: Evaluation,
  evidence: Readonly<Record<string, readonly Measure[]>>,
  now: EpochMs,
): Outcome => {
  const kept = sheet.items.flatMap((item): [string, ItemScore][] => {
    const found = state.scores[item.no]
    if (found === undefined) return []
    const counted = (item.evidence ?? item.kpi) !== undefined && found.reason === null
    const suggested = counted ? suggestionOf(item, evidence[item.no] ?? []) : null
    const stands = !counted || (suggested !== null && sameValue(suggested, found.value))
    return stands ? [[item.no, found]] : []
  })
  const scores = Object.fromEntries(kept)
  const next = { ...state, evidence, collectedAt: now, scores, status: statusOf(sheet, scores) }
  return decided(next, { type: 'collect', at: now, body: {} })
}

const veto = (
  sheet: ScoreSheet,
  state: Evaluation,
  command: Extract<EvaluationCommand, { type: 'veto' }>,
  { now, by }: Context,
): Outcome => {
  const { code, reason, objects } = command
  if (!sheet.vetoes.some((one) => one.code === code)) {
    const words = sheet.vetoes.map((one) => one.code).join(', ')
    return refuse(wrong('/code', '评价表无此否决项', `the sheet has ${words || 'no vetoes'}`))
  }
  if (state.vetoes.some((one) => one.code === code && one.withdrawn === null)) {
    return refuse(wrong('/code', '该否决项已成立', 'it stands already', 'R004-4.2'))
  }
  const vetoes = [...state.vetoes, { code, reason, objects, by, at: now, withdrawn: null }]
  const body = { code, reason, objects }
  return decided({ ...state, vetoes }, { type: 'veto', at: now, body })
}

const withdraw = (
  state: Evaluation,
  { code, reason }: { readonly code: string; readonly reason: string },
  { now, by }: Context,
): Outcome => {
  const standing = state.vetoes.find((one) => one.code === code && one.withdrawn === null)
  if (standing === undefined) {
    return refuse(wrong('/code', '该否决项未成立', 'no such veto stands', 'R004-4.2'))
  }
  const withdrawn = { reason, by, at: now }
  const vetoes = state.vetoes.map((one) => (one === standing ? { ...one, withdrawn } : one))
  return decided({ ...state, vetoes }, { type: 'withdraw-veto', at: now, body: { code, reason } })
}

const sign = (state: Evaluation, object: string, { now, by }: Context): Outcome => {
  if (state.status === 'draft') {
    return refuse(wrongStep('draft', '所有项目评分后方可签字', 'score every item first'))
  }
  if (state.signatures.some((one) => one.by === by)) {
    return refuse(wrongStep(state.status, '您已签字', 'you signed it before'))
  }
  const signatures = [...state.signatures, { by, object, at: now }]
  return decided(
    { ...state, signatures, status: 'signed' },
    { type: 'sign', at: now, body: { object } },
  )
}

const change = (
  sheet: ScoreSheet,
  state: Evaluation,
  command: Exclude<EvaluationCommand, { type: 'sign' | 'finalise' }>,
  context: Context,
): Outcome => {
  const { now, by } = context
  if (state.status === 'signed') {
    const en = 'an expert has signed it; a correction is a new version'
    return refuse(wrongStep(state.status, '专家已签字，更正应另建新版本', en))
  }
  switch (command.type) {
    case 'score':
      return score(sheet, state, command.items, context)
    case 'collect':
      return collect(sheet, state, command.evidence, now)
    case 'attach': {
      const { item, object, note } = command
      if (!sheet.items.some(({ no }) => no === item)) {
        return refuse(wrong('/item', `评价表无第${item}项`, `the sheet has no item ${item}`))
      }
      const attachments = [...state.attachments, { item, object, note, by, at: now }]
      const body = { item, object, note }
      return decided({ ...state, attachments }, { type: 'attach', at: now, body })
    }
    case 'veto':
      return veto(sheet, state, command, context)
    case 'withdraw-veto':
      return withdraw(state, command, context)
  }
}

/**
 * Decides a step of an evaluation: draft → scored (every item has its value) → signed (by one expert or several) → final. After the
 * first signature nothing changes; a correction is a new version.
 */
export const decideEvaluation = (
  sheet: ScoreSheet,
  state: Evaluation,
  command: EvaluationCommand,
  context: Context,
): Outcome => {
  if (state.status === 'final') {
    const en = 'a final evaluation stands; a correction is a new version'
    return refuse(wrongStep('final', '评价已定稿，更正应另建新版本', en))
  }
  if (command.type === 'sign') return sign(state, command.object, context)
  if (command.type !== 'finalise') return change(sheet, state, command, context)
  if (state.status !== 'signed') {
    return refuse(wrongStep(state.status, '专家签字后方可定稿', 'an expert signs it first'))
  }
  return decided(
    { ...state, status: 'final', finalAt: context.now },
    { type: 'finalise', at: context.now, body: {} },
  )
}
