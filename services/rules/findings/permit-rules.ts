import type { OpenPermit } from '#domain/cylinder.ts'
import { type Case, type EventOf, finding, rule } from '#rules/rule.ts'

type Fill = Case<EventOf<'fill.completed'>>

const permitOf = ({ before, event }: Fill): OpenPermit | undefined => {
  const { permitId } = event.body
  if (permitId === undefined) return undefined
  return before.permits.find((permit) => permit.permitId === permitId)
}

/** The cylinder for which the named permit was given, where that is another one. */
const otherCylinder = ({ event, registry }: Fill): string | undefined => {
  const { permitOf: code } = event.context
  return code === registry.facts?.code ? undefined : code
}

/** No permit named, or one that was never given for this cylinder or was used before: a permit is good for one fill. */
export const fillWithoutPermit = rule({
  codes: ['FILL_WITHOUT_PERMIT'],
  on: ['fill.completed'],
  judge: (facts) => {
    if (permitOf(facts) !== undefined || otherCylinder(facts) !== undefined) return undefined
    const { permitId } = facts.event.body
    const measure = permitId === undefined ? {} : { measured: permitId }
    return finding(facts.profile, ['FILL_WITHOUT_PERMIT', 'warn'], measure)
  },
})

export const permitExpired = rule({
  codes: ['PERMIT_EXPIRED'],
  on: ['fill.completed'],
  judge: (facts) => {
    const permit = permitOf(facts)
    if (permit === undefined || facts.event.effectiveAt <= permit.expiresAt) return undefined
    const measured = facts.event.effectiveAt - permit.at
    const limit = permit.expiresAt - permit.at
    return finding(facts.profile, ['PERMIT_EXPIRED', 'warn'], { measured, limit, unit: 'ms' })
  },
})

/** The fill was not the one permitted: other cylinder, station, scale or tare, or more than the permit's maximum. */
export const permitMismatch = rule({
  codes: ['PERMIT_MISMATCH'],
  on: ['fill.completed'],
  judge: (facts) => {
    const permit = permitOf(facts)
    const other = otherCylinder(facts)
    if (permit === undefined && other === undefined) return undefined
    const { event, profile, registry } = facts
    const { scale, tareG, grossG } = event.body
    const differs = (measured: number | string, limit: number | string, limitFrom: string) =>
      finding(profile, ['PERMIT_MISMATCH', 'warn'], {
        measured,
        limit,
        limitFrom,
        ...(typeof measured === 'number' ? { unit: 'g' as const } : {}),
      })
    if (permit === undefined) {
      return differs(registry.facts?.code ?? 'unregistered', other ?? 'none', 'cylinder')
    }
    if (permit.stationId !== event.stationId) {
      return differs(event.stationId ?? 'none', permit.stationId ?? 'none', 'station')
    }
    if (permit.scale !== scale) return differs(scale, permit.scale, 'scale')
    if (permit.tareG !== tareG) return differs(tareG, permit.tareG, 'tare')
    const netG = grossG - permit.tareG
    return netG > permit.maxNetG ? differs(netG, permit.maxNetG, 'target') : undefined
  },
})
