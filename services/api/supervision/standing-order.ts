import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import type { MeasureKind } from '#domain/supervision/supervision-case.ts'

/** What a case ordered is released by its case, where it is written down who did it and why. @throws REGULATOR_ORDER */
export const refuseStanding = async (
  { queries }: ApiDeps,
  kind: MeasureKind,
  target: string,
): Promise<void> => {
  const no = await queries.supervision.standingOn(kind, target)
  if (no === null) return
  const detail = {
    zh: `由监管案件 ${no} 采取，请在案件中解除`,
    en: `ordered by supervision case ${no}: release it there`,
  }
  throw problem('REGULATOR_ORDER', { detail })
}
