import type { ApiDeps } from '#api/api-deps.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { modelNames } from '#domain/cylinder-model.ts'
import type { EpochMs } from '#domain/units.ts'
import type { Cited, ResolvedProfile } from '#rules/profile.ts'

const cite = ({ clause, force }: Cited<unknown>) => ({ clause, force })

/** Residual above which is paid back: as a share of the fill, or by size. A profile that calls residual a shortage has no limit. */
const residual = ({ single, tables }: ResolvedProfile) => {
  const share = single.residualShare
  if (share !== undefined) {
    return [{ model: null, permille: share.value.permille, limitG: null, ...cite(share) }]
  }
  return modelNames.flatMap((model) => {
    const row = tables.residual[model]
    return row === undefined ? [] : [{ model, permille: null, limitG: row.value, ...cite(row) }]
  })
}

const filling = ({ tables }: ResolvedProfile) =>
  modelNames.flatMap((model) => {
    const row = tables.fill[model]
    return row === undefined ? [] : [{ model, ...row.value, ...cite(row) }]
  })

/** What the law wants published, as it is in force there (R001-6.5-6, R002-7.1.13): read from the profile, typed nowhere else. */
export const rulesOf = (region: string, profile: ResolvedProfile) => {
  const { inspectionCycle, life, homeInspections, shortage } = profile.single
  return {
    region,
    profile: profile.ref,
    residual: residual(profile),
    shortage:
      shortage === undefined
        ? null
        : { rows: shortage.value.map((row) => ({ ...row })), ...cite(shortage) },
    filling: filling(profile),
    inspection:
      inspectionCycle === undefined
        ? null
        : {
            months: inspectionCycle.value.months,
            exceptions: inspectionCycle.value.exceptions.map((row) => ({ ...row })),
            ...cite(inspectionCycle),
          },
    life:
      life === undefined ? null : { regimes: life.value.map((row) => ({ ...row })), ...cite(life) },
    homeInspections:
      homeInspections === undefined ? null : { ...homeInspections.value, ...cite(homeInspections) },
  }
}

export type PublishedRules = ReturnType<typeof rulesOf>

/** The rules of each region in which an enterprise has stations; without any those of the whole country. */
export const publishedRules = (deps: ApiDeps) => {
  const profileOf = profileAt(deps)
  return async (
    enterpriseId: string,
    regions: readonly string[],
    at: EpochMs,
  ): Promise<readonly PublishedRules[]> => {
    const found = []
    for (const region of regions.length === 0 ? ['000000'] : [...new Set(regions)]) {
      found.push(rulesOf(region, await profileOf(region, at, enterpriseId)))
    }
    return found
  }
}
