import type { Remedy } from '#domain/codes.ts'
import { type ErrorCode, errorCodes } from './error-codes.ts'
import type { ProblemDetails, Said } from './problem.ts'
import { problemWords } from './problem-words.ts'

const limits = ({ measured, limit, unit }: ProblemDetails) => {
  if (measured === undefined && limit === undefined) return undefined
  const of = unit === undefined ? '' : ` ${unit}`
  if (measured === undefined) return { zh: `限值 ${limit}${of}`, en: `limit ${limit}${of}` }
  const both = `${measured}${limit === undefined ? '' : ` / ${limit}`}${of}`
  return { zh: both, en: both }
}

/** The rule and its clause; a rule that is the problem itself says nothing more. */
const rule = (problem: ErrorCode, { rule: code, clause }: ProblemDetails): string | undefined => {
  const named = [code === problem ? undefined : code, clause].filter((one) => one !== undefined)
  return named.length === 0 ? undefined : named.join(', ')
}

/** What ends a standing block (`Remedy` in the domain), as a worker reads it. */
const remedyWords: { readonly [R in Remedy]: Said } = {
  removal: {
    zh: '请抽出超装燃气，再合格充装或复秤',
    en: 'take gas out, then a good fill or check-weigh',
  },
  'top-up': { zh: '请补充充装', en: 'top it up' },
  repair: {
    zh: '请送充装站维修并检查合格',
    en: 'have it repaired and checked at the filling station',
  },
  check: { zh: '请补做充装后检查', en: 'do what the check after the fill left out' },
  tare: { zh: '请重新称皮重并更正', en: 'weigh it again and correct the tare' },
  inspection: { zh: '请送检', en: 'send it to periodic inspection' },
  found: { zh: '请先登记寻回', en: 'report it found first' },
  'good-fill': { zh: '请重新合格充装', en: 'fill it well once' },
  return: { zh: '请召回到站', en: 'bring it back to the station' },
  release: { zh: '请由有权人员说明原因后解除', en: 'have it released by somebody who may' },
  never: { zh: '请报废，不可解除', en: 'retire it: nothing lifts this' },
}

const todo = (code: ErrorCode, { remedy }: ProblemDetails): Said => {
  if (typeof remedy === 'object') return remedy
  if (remedy !== undefined) return remedyWords[remedy]
  const [, zh, en] = problemWords[code] ?? [code, '', '']
  return { zh, en }
}

const said = (parts: readonly (string | undefined)[], joint: string): string =>
  parts.filter((part) => part !== undefined).join(joint)

/** What is wrong, in which field, by which rule, and what to do: a sentence in each language, for whoever reads it. */
export const problemMessage = (code: ErrorCode, details: ProblemDetails): Said => {
  const { path, detail } = details
  const measured = limits(details)
  const cited = rule(code, details)
  const zh = [
    problemWords[code]?.[0] ?? code,
    path === undefined ? undefined : `字段 ${path}`,
    detail?.zh,
    measured?.zh,
    cited === undefined ? undefined : `依据 ${cited}`,
  ]
  const en = [
    errorCodes[code].title,
    detail?.en ?? (path === undefined ? undefined : `field ${path}`),
    measured?.en,
    cited,
  ]
  const after = todo(code, details)
  return { zh: `${said(zh, '；')}。${after.zh}。`, en: `${said(en, '; ')}. To do: ${after.en}.` }
}
