import { problem } from '#api/problem.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { duty } from '#rules/rule.ts'
import type { SaleRefusal } from '#rules/sale-gate.ts'

/** What the worker saw of a full cylinder that leaves; absent = nobody looked. */
export type Seen = {
  readonly appearanceOk?: boolean | undefined
  readonly leakFree?: boolean | undefined
}

type Checked = { readonly appearanceOk: boolean; readonly leakFree: boolean }

const checks = [
  ['appearanceOk', 'R000-4.3.3.5a', '外观检查', 'its appearance'],
  ['leakFree', 'R000-4.3.3.5b', '检漏', 'whether it leaks'],
] as const

/** R000-4.3.3.5: both are looked at before a full one leaves. @throws INCONSISTENT_REQUEST */
export const refuseUnchecked = (code: string, seen: Seen, path: string): Checked => {
  const { appearanceOk, leakFree } = seen
  if (appearanceOk !== undefined && leakFree !== undefined) return { appearanceOk, leakFree }
  const [field, clause, zh, en] = appearanceOk === undefined ? checks[0] : checks[1]
  throw problem('INCONSISTENT_REQUEST', {
    path: `${path}/${field}`,
    clause,
    detail: {
      zh: `满瓶 ${code} 出库前须${zh}，请填写检查结果`,
      en: `before the full cylinder ${code} leaves, look at ${en} and say what you found`,
    },
  })
}

/** What was seen forbids it to leave full (R000-4.3.3.5b), whatever the books say. */
export const seenWrong = (seen: Seen, profile: ResolvedProfile): SaleRefusal | null => {
  const wrong = seen.leakFree === false ? 'LEAKING' : null
  const code = seen.appearanceOk === false ? 'DAMAGED' : wrong
  if (code === null) return null
  const { clause, force } = duty(profile, code)
  return { code, clause, force }
}
