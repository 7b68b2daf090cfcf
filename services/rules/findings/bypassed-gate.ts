import { type DenyCode, denyCodes, type FillFindingCode } from '#domain/codes.ts'
import { HOUR_MS } from '#domain/calendar.ts'
import { arrive } from '#domain/arrive.ts'
import { gateCase } from '#rules/gate/gate-case.ts'
import { refusals } from '#rules/gate/refusals.ts'
import { type Case, type EventOf, finding, rule } from '#rules/rule.ts'

/** An expired request is no property of a fill. */
const fillCode = (code: DenyCode): FillFindingCode | undefined =>
  code === 'REQUEST_EXPIRED' ? undefined : `FILL_${code}`

/** A weighing this old says less about what came to the scale than the residual that the fill itself reports. */
const RECENT_MS = 12 * HOUR_MS

const beforeFill = (facts: Case<EventOf<'fill.completed'>>) => {
  const { before, event } = facts
  const cylinder = arrive(before, event)
  const { weighing, permits } = cylinder
  const { residualG, permitId } = event.body
  const old = weighing !== null && event.effectiveAt - weighing.at > RECENT_MS
  const permit = permits.find((open) => open.permitId === permitId)
  return gateCase({
    at: event.effectiveAt,
    cylinder,
    registry: facts.registry,
    context: event.context,
    profile: facts.profile,
    // Once the tag is bound again, its fills belong to that cylinder.
    tagConflict: event.context.tagReleased === true && facts.registry.facts === null,
    grossBeforeG: old && residualG !== undefined ? undefined : weighing?.grossG,
    residualG,
    ...(permit === undefined ? {} : { checkedAt: permit.at }),
  })
}

/** `FILL_` + deny code: the gate's own predicates over a fill that happened, permit or not. */
export const bypassedGate = rule({
  codes: denyCodes.flatMap((code) => fillCode(code) ?? []),
  on: ['fill.completed'],
  needs: ['prefillValidH', 'inspectionCycle', 'life', 'residual', 'residualShare', 'fill', 'tare'],
  judge: (facts) => {
    const found = refusals(beforeFill(facts))
    if (found.length === 0) return undefined
    return found.flatMap(({ code, citation, ...measure }) => {
      const own = fillCode(code)
      return own === undefined ? [] : [finding(facts.profile, [own, 'block'], measure, citation)]
    })
  },
})
