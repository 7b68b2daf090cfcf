import type { RegisteredFacts } from '#domain/event-types.ts'
import type { Finding } from '#domain/finding.ts'
import { valueAt } from '#domain/registry.ts'
import { type FillLimits, fillLimits } from '#rules/fill-limits.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { duty, finding, rule } from '#rules/rule.ts'

/** Overfill is judged with the smaller tare, underfill with the larger one: whichever is wrong, the worse case counts. */
type Tares = { readonly smallerG: number; readonly largerG: number }

const taresOf = (
  registeredG: number | undefined,
  eventG: number | undefined,
): Tares | undefined => {
  const a = registeredG ?? eventG
  const b = eventG ?? registeredG
  if (a === undefined || b === undefined) return undefined
  return { smallerG: Math.min(a, b), largerG: Math.max(a, b) }
}

const overfill = (
  netG: number,
  limits: FillLimits,
  profile: ResolvedProfile,
): Finding | undefined => {
  if (netG <= limits.upperG) return undefined
  const { upperG, upperFrom, standard } = limits
  const citation =
    upperFrom === 'tolerance' && standard !== null ? standard : duty(profile, 'OVERFILL')
  return finding(
    profile,
    ['OVERFILL', 'block'],
    { measured: netG, limit: upperG, unit: 'g', limitFrom: upperFrom },
    citation,
  )
}

const underfill = (
  netG: number,
  { lowerG, standard }: FillLimits,
  profile: ResolvedProfile,
): Finding | undefined =>
  lowerG === null || standard === null || netG >= lowerG
    ? undefined
    : finding(
        profile,
        ['UNDERFILL', 'block'],
        { measured: netG, limit: lowerG, unit: 'g', limitFrom: 'tolerance' },
        standard,
      )

type Weighed = {
  readonly facts: RegisteredFacts | null
  readonly grossG: number
  readonly registeredTareG: number | undefined
  readonly eventTareG: number | undefined
  /** A fill that was broken off is not short: it goes on. */
  readonly complete: boolean
}

/** Net against both limits; one finding at most, since one weighing cannot sensibly be both. */
const judgeNet = (weighed: Weighed, profile: ResolvedProfile): Finding | undefined => {
  const { facts, grossG } = weighed
  const tares = taresOf(weighed.registeredTareG, weighed.eventTareG)
  const limits = facts === null ? null : fillLimits(facts, profile)
  if (tares === undefined || limits === null) return undefined
  const over = overfill(grossG - tares.smallerG, limits, profile)
  if (over !== undefined || !weighed.complete) return over
  return underfill(grossG - tares.largerG, limits, profile)
}

/** OVERFILL, UNDERFILL (超装、欠装) of a fill: everything in the cylinder counts, residual included. */
export const netOfFill = rule({
  codes: ['OVERFILL', 'UNDERFILL'],
  on: ['fill.completed', 'fill.aborted'],
  needs: ['fill'],
  judge: ({ event, registry, profile }) =>
    judgeNet(
      {
        facts: registry.facts,
        grossG: event.body.grossG,
        registeredTareG: valueAt(registry.tare, event.effectiveAt),
        eventTareG: event.body.tareG,
        complete: event.type === 'fill.completed',
      },
      profile,
    ),
})

/** The check-weigh (复秤) is judged alike, with the tare that the fill used. */
export const netOfCheckWeigh = rule({
  codes: ['OVERFILL', 'UNDERFILL'],
  on: ['postfill.checked'],
  needs: ['fill'],
  judge: ({ before, event, registry, profile }) =>
    event.body.checkWeighG === undefined
      ? undefined
      : judgeNet(
          {
            facts: registry.facts,
            grossG: event.body.checkWeighG,
            registeredTareG: valueAt(registry.tare, event.effectiveAt),
            eventTareG: before.lastFill?.eventTareG,
            complete: true,
          },
          profile,
        ),
})

/** A size without a row in the fill table is judged by its cap alone, and says so. */
export const noFillStandard = rule({
  codes: ['NO_FILL_STANDARD'],
  on: ['fill.completed'],
  needs: ['fill'],
  judge: ({ registry, profile }) => {
    if (registry.facts === null) return undefined
    const limits = fillLimits(registry.facts, profile)
    if (limits !== null && limits.standard !== null) return undefined
    return finding(profile, ['NO_FILL_STANDARD', 'warn'], { measured: registry.facts.model })
  },
})
