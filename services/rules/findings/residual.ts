import { valueAt } from '#domain/registry.ts'
import { fillLimits } from '#rules/fill-limits.ts'
import { residualLimit } from '#rules/residual-limit.ts'
import { allowedShortage } from '#rules/shortage.ts'
import { type Case, type EventOf, finding, rule } from '#rules/rule.ts'

type Weighed = Case<EventOf<'residual.weighed'>>

/** Residual of a used-up return, g; undefined for gas that came back on purpose, or without a tare. */
const residualOf = ({ event, after, registry }: Weighed): number | undefined => {
  const reason = event.body.returnReason ?? after.lastReturn?.reason ?? 'used-up'
  const tareG = valueAt(registry.tare, event.effectiveAt) ?? event.body.tareG
  return reason !== 'used-up' || tareG === undefined ? undefined : event.body.grossG - tareG
}

/** Above a fifth of the nominal fill it is no residual, and a person decides. */
const implausibleFrom = ({ registry, profile }: Weighed): number | undefined => {
  const share = profile.single.residualImplausible
  const limits = registry.facts === null ? null : fillLimits(registry.facts, profile)
  if (share === undefined || limits === null) return undefined
  return Math.floor((limits.targetG * share.value.permille) / 1000)
}

/** Who was the last customer of the gas that was weighed? Unknown when it was filled again since the return. */
const claimant = ({ after }: Weighed): string | undefined => {
  const { lastReturn, lastFill } = after
  if (lastReturn === null || (lastFill !== null && lastFill.at > lastReturn.at)) return undefined
  return lastReturn.customerRef
}

/** Labelled mass less what the customer could use, in g above the allowance; undefined without a shortage rule or fill. */
const shortAtReturn = (facts: Weighed, residualG: number) => {
  const { lastFill } = facts.before
  const rows = facts.profile.single.shortage
  if (rows === undefined || lastFill === null || facts.registry.facts === null) return undefined
  const labelledG =
    lastFill.labelledNetG ??
    fillLimits(facts.registry.facts, facts.profile)?.standard?.value.nominalG
  const limit = labelledG === undefined ? undefined : allowedShortage(rows.value, labelledG)
  if (labelledG === undefined || limit === undefined) return undefined
  const measured = labelledG - (lastFill.netG - residualG)
  return measured > limit ? { measured, limit } : undefined
}

/** Residual above the limit, or under Order 70 net content short: opens a claim, of the last customer where he is known. */
export const residualClaim = rule({
  codes: ['RESIDUAL_OVER_LIMIT', 'RESIDUAL_IMPLAUSIBLE', 'NET_CONTENT_SHORT', 'CLAIM_UNATTRIBUTED'],
  on: ['residual.weighed'],
  needs: ['residual', 'residualShare', 'residualImplausible', 'shortage', 'fill'],
  atPremises: true,
  judge: (facts) => {
    const { profile, before, registry } = facts
    const residualG = residualOf(facts)
    if (residualG === undefined || registry.facts === null) return undefined
    const implausible = implausibleFrom(facts)
    if (implausible !== undefined && residualG > implausible) {
      const measure = { measured: residualG, limit: implausible, unit: 'g' } as const
      return finding(profile, ['RESIDUAL_IMPLAUSIBLE', 'warn'], measure)
    }
    const found = []
    const limit = residualLimit(registry.facts, before.lastFill, profile)
    if (limit !== null && residualG > limit.limitG) {
      const measure = {
        measured: residualG,
        limit: limit.limitG,
        unit: 'g',
        limitFrom: limit.limitFrom,
      } as const
      found.push(finding(profile, ['RESIDUAL_OVER_LIMIT', 'warn'], measure, limit.citation))
    }
    const short = shortAtReturn(facts, residualG)
    if (short !== undefined) {
      const measure = { ...short, unit: 'g', limitFrom: 'return' } as const
      found.push(finding(profile, ['NET_CONTENT_SHORT', 'warn'], measure, profile.single.shortage))
    }
    if (found.length === 0) return undefined
    if (claimant(facts) === undefined) found.push(finding(profile, ['CLAIM_UNATTRIBUTED', 'warn']))
    return found
  },
})
