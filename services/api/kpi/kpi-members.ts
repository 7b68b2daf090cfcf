import type { ApiDeps } from '#api/api-deps.ts'
import type { ProfileAt } from '#api/sales/profile-at.ts'
import { epochMs } from '#domain/units.ts'
import { connectedAtAll } from '#rules/kpi-table.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { CallRule, KpiAsk } from '#store/queries/kpi/kpi-sources.ts'

/** An enterprise with its rules on the last day of the period. */
export type KpiMember = { readonly id: string; readonly profile: ResolvedProfile }

/** Enterprises in reach that have a station. */
export const membersOf = async (
  { queries }: ApiDeps,
  profileOf: ProfileAt,
  ask: Omit<KpiAsk, 'calls'>,
): Promise<readonly KpiMember[]> => {
  const found = await queries.kpis.enterprises(ask.scope, ask)
  return Promise.all(
    found.map(async ({ id, region }) => ({
      id,
      profile: await profileOf(region, epochMs(Math.max(ask.from, ask.to - 1)), id),
    })),
  )
}

/** What "connected in time" means for each of them. */
export const callRulesOf = (members: readonly KpiMember[]): readonly CallRule[] =>
  members.flatMap(({ id, profile: { id: profileId, single } }) => {
    const rule = single.phoneAnswer?.value
    return rule === undefined
      ? []
      : [{ enterpriseId: id, ...rule, any: connectedAtAll.includes(profileId) }]
  })
