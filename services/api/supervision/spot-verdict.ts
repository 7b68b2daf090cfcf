import { problem } from '#api/problem.ts'
import { clauseById } from '#rules/clauses/clause-by-id.ts'
import { orderSeventy } from '#rules/order-seventy.ts'
import { judgeSample, netContentPlan, samplePlan } from '#rules/net-content-plan.ts'
import { allowedShortage } from '#rules/shortage.ts'
import type {
  Conclusion,
  SpotCheckRow,
  SpotItemRow,
} from '#store/queries/supervision/spot-checks.ts'

/** Wordings of a case that a failed check opens: the law's own terms. */
const CODE_ZH: Readonly<Record<string, string>> = {
  OVERFILL: '超装',
  UNDERFILL: '欠装',
  NET_CONTENT_SHORT: '净含量短缺',
  LEAKING: '泄漏',
  UNSEALED: '未封口',
  UNLABELLED: '无标签',
  MEAN_SHORT: '平均实际含量不足',
  TOO_MANY_SHORT: '短缺件数超过允许件数',
  ONE_FAR_SHORT: '有单件短缺超过允许短缺量两倍',
}

export const findingZh = (code: string): string => CODE_ZH[code] ?? code

const failing = (items: readonly SpotItemRow[]) =>
  items.filter(({ findings }) => findings.length > 0)

const lotVerdict = (
  lotSize: number,
  labelledG: number,
  items: readonly SpotItemRow[],
): { readonly passed: boolean; readonly [field: string]: unknown } => {
  const { n } = samplePlan(lotSize)
  if (items.length < n) {
    const detail = {
      zh: `样本量不足，尚须抽取 ${n - items.length} 只`,
      en: `weigh ${n - items.length} more of the lot`,
    }
    throw problem('CASE_STATE', { detail })
  }
  // The profile's own finding at the item is one thing, Order 70 for the lot another; its table ends at 50 kg.
  const allowanceG = allowedShortage(orderSeventy, labelledG)
  if (allowanceG === undefined) {
    throw problem('INCONSISTENT_REQUEST', {
      path: '/labelledNetG',
      detail: { zh: '超过 50 kg', en: 'above 50 kg' },
    })
  }
  const nets = items.flatMap(({ netG }) => netG ?? [])
  const { clause, force, certainty } = netContentPlan
  const verdict = judgeSample(nets, { size: lotSize, labelledG, allowanceG })
  return { ...verdict, lotSize, labelledG, clause, force, certainty }
}

/** What a check comes to. Of a lot the sample decides; but a cylinder that leaks or is overfilled fails it as well. */
export const concludedOf = (
  { kind, lotSize, labelledNetG }: SpotCheckRow,
  items: readonly SpotItemRow[],
  { at, signatures }: Pick<Conclusion, 'at' | 'signatures'>,
): Conclusion => {
  if (items.length === 0) {
    throw problem('CASE_STATE', { detail: { zh: '尚未检查气瓶', en: 'nothing was looked at yet' } })
  }
  const lot =
    kind === 'net-content' && lotSize !== null && labelledNetG !== null
      ? lotVerdict(lotSize, labelledNetG, items)
      : null
  const single = failing(items).filter(
    ({ findings }) => lot === null || findings.some(({ code }) => code !== 'NET_CONTENT_SHORT'),
  )
  const verdict = { items: items.length, failed: single.length, ...(lot === null ? {} : { lot }) }
  return { at, passed: single.length === 0 && lot?.passed !== false, verdict, signatures }
}

/** What the case says, and by which clauses. */
export const caseFinding = (
  { no, stationName, verdict }: SpotCheckRow,
  items: readonly SpotItemRow[],
): { readonly finding: string; readonly clauses: readonly string[] } => {
  const lot = verdict?.['lot'] as { readonly reasons?: readonly string[] } | undefined
  const reasons = (lot?.reasons ?? []).map(findingZh)
  const failed = failing(items)
  const singles = failed.map(({ code, findings }) => {
    const words = findings.map((one) => findingZh(one.code))
    return `${code}（${words.join('、')}）`
  })
  const text = [...reasons, ...singles].join('；')
  const clauses = new Set(failed.flatMap(({ findings }) => findings.map(({ clause }) => clause)))
  if (reasons.length > 0) clauses.add(netContentPlan.clause)
  return {
    finding: `${stationName} 抽查 ${no}：${text}`.slice(0, 2000),
    clauses: [...clauses].filter((id) => clauseById(id) !== undefined).slice(0, 20),
  }
}
