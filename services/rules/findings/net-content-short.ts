import type { RegisteredFacts } from '#domain/event-types.ts'
import { valueAt } from '#domain/registry.ts'
import { fillLimits } from '#rules/fill-limits.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { finding, rule } from '#rules/rule.ts'
import { allowedShortage } from '#rules/shortage.ts'

const short = (
  facts: RegisteredFacts | null,
  [netG, labelled]: readonly [number, number | undefined],
  profile: ResolvedProfile,
) => {
  const rows = profile.single.shortage
  if (rows === undefined || facts === null) return undefined
  const labelledG = labelled ?? fillLimits(facts, profile)?.standard?.value.nominalG
  const limit = labelledG === undefined ? undefined : allowedShortage(rows.value, labelledG)
  if (labelledG === undefined || limit === undefined || labelledG - netG <= limit) return undefined
  const measure = { measured: labelledG - netG, limit, unit: 'g', limitFrom: 'fill' } as const
  return finding(profile, ['NET_CONTENT_SHORT', 'warn'], measure, rows)
}

/** Order 70 at the fill: the net against the nominal fill, which the label will say (C4; needs confirmation, A5). */
export const shortAtFill = rule({
  codes: ['NET_CONTENT_SHORT'],
  on: ['fill.completed'],
  needs: ['shortage', 'fill'],
  judge: ({ event, registry, profile }) => {
    const { grossG, tareG } = event.body
    const registeredG = valueAt(registry.tare, event.effectiveAt) ?? tareG
    return short(registry.facts, [grossG - Math.max(registeredG, tareG), undefined], profile)
  },
})

/** … and again when the check says what the label really says, or weighs anew. */
export const shortAtCheck = rule({
  codes: ['NET_CONTENT_SHORT'],
  on: ['postfill.checked'],
  needs: ['shortage', 'fill'],
  judge: ({ before, event, registry, profile }) => {
    const { checkWeighG, labelledNetG } = event.body
    const { lastFill } = before
    if (lastFill === null || (checkWeighG === undefined && labelledNetG === undefined))
      return undefined
    const tareG = Math.max(lastFill.tareG, lastFill.eventTareG)
    const netG = (checkWeighG ?? lastFill.grossG) - tareG
    return short(registry.facts, [netG, labelledNetG], profile)
  },
})
