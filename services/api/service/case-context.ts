import type { ApiDeps } from '#api/api-deps.ts'
import { type ProfileAt, profileAt } from '#api/sales/profile-at.ts'
import type { CaseContext, ServiceTermName } from '#domain/service/case-step.ts'
import { epochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'

/** Without a profile that says so, an extension is explained and moves nothing (R002-5.5.4). */
const EXPLAINED = {
  moves: false,
  clause: 'R002-5.5.4',
  force: 'recommended',
  certainty: 'document',
} as const

type Where = { readonly region: string; readonly enterpriseId: string }

type By = CaseContext['by']

const termsOf =
  ({ single }: ResolvedProfile): CaseContext['termOf'] =>
  (name: ServiceTermName) => {
    const found = single[name]
    if (found === undefined) return null
    const { value: term, clause, force, certainty } = found
    return { term, clause, force, certainty }
  }

/** What a decision about a case knows: the profile in force at its place now, the calendar, the clock. */
export const caseContexts = (
  deps: ApiDeps,
): ((where: Where, by: By) => Promise<CaseContext & { readonly profile: string }>) => {
  const profileOf: ProfileAt = profileAt(deps)
  return async ({ region, enterpriseId }, by) => {
    const now = epochMs(deps.clock())
    const [profile, { calendar }] = await Promise.all([
      profileOf(region, now, enterpriseId),
      deps.queries.calendar.load(),
    ])
    const extension = profile.single.agreedExtension
    const agreedExtension =
      extension === undefined ? EXPLAINED : { ...extension, moves: extension.value }
    return { now, by, calendar, termOf: termsOf(profile), agreedExtension, profile: profile.ref }
  }
}
