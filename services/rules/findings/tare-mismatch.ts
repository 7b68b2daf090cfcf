import { valueAt } from '#domain/registry.ts'
import { tareBand } from '#rules/fill-limits.ts'
import { finding, rule } from '#rules/rule.ts'

/** The tare that the scale used against the registered one: a small difference warns, a large one blocks (by size). */
export const tareMismatch = rule({
  codes: ['TARE_MISMATCH'],
  on: ['fill.completed', 'fill.aborted', 'residual.weighed'],
  needs: ['tare'],
  judge: ({ event, registry, profile }) => {
    const registeredG = valueAt(registry.tare, event.effectiveAt)
    const usedG = event.body.tareG
    if (registry.facts === null || registeredG === undefined || usedG === undefined)
      return undefined
    const band = tareBand(registry.facts, profile)
    const differenceG = Math.abs(usedG - registeredG)
    if (band === undefined || differenceG <= band.value.warnG) return undefined
    const blocking = differenceG > band.value.blockG
    return finding(
      profile,
      ['TARE_MISMATCH', blocking ? 'block' : 'warn'],
      {
        measured: differenceG,
        limit: blocking ? band.value.blockG : band.value.warnG,
        unit: 'g',
        limitFrom: blocking ? 'block' : 'warn',
      },
      band,
    )
  },
})
