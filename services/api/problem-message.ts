import { type ErrorCode, errorCodes } from './error-codes.ts'
import { fieldZh } from './field-words.ts'
import type { ProblemDetails } from './problem.ts'
import { problemWords } from './problem-words.ts'

const limits = ({ measured, limit, unit }: ProblemDetails) => {
  if (measured === undefined && limit === undefined) return undefined
  const of = unit === undefined ? '' : ` ${unit}`
  if (measured === undefined) return { zh: `限值 ${limit}${of}`, en: `limit ${limit}${of}` }
  const both = `${measured}${limit === undefined ? '' : ` / ${limit}`}${of}`
  return { zh: both, en: both }
}

const rule = ({ rule: code, clause }: ProblemDetails): string | undefined =>
  code === undefined && clause === undefined
    ? undefined
    : [code, clause].filter((one) => one !== undefined).join(', ')

/** What is wrong, in which field, by which rule, and what to do: a sentence in each language, for whoever reads it. */
export const problemMessage = (code: ErrorCode, details: ProblemDetails) => {
  const { path, detail, remedy, errors } = details
  const [titleZh, todoZh, todoEn] = problemWords[code] ?? [code, '', '']
  const first = errors?.[0]
  const measured = limits(details)
  const cited = rule(details)
  const en = [
    errorCodes[code].title,
    (typeof detail === 'object' ? detail.en : detail) ??
      (path === undefined ? undefined : `field ${path}`),
    measured?.en,
    cited,
  ]
  const zh = [
    titleZh,
    typeof detail === 'object' ? detail.zh : undefined,
    path === undefined
      ? undefined
      : `字段 ${path}${first === undefined ? '' : ` ${fieldZh(first.message)}`}`,
    measured?.zh,
    cited === undefined ? undefined : `依据 ${cited}`,
  ]
  const said = (parts: readonly (string | undefined)[], joint: string): string =>
    parts.filter((part) => part !== undefined).join(joint)
  return {
    zh: `${said(zh, '；')}。${todoZh}。`,
    en: `${said(en, '; ')}. To do: ${remedy ?? todoEn}.`,
  }
}
