import { instantOf, type Machine, stay } from './machine.ts'
import type { Tag } from './scale-state.ts'

/** A gate reads a tag many times while the cylinder passes; within this time it is one passage. */
const PASSAGE_MS = 5000

export interface PortalConfig {
  readonly siteId: string
  readonly operator?: string
  /** Shorter in scenarios that run faster than life. */
  readonly passageMs?: number
}

export interface PortalState {
  /** Tags in the gate and when they were last read. */
  readonly passing: ReadonlyMap<string, number>
}

export interface PortalInput {
  readonly on: 'read'
  readonly tag: Tag
  readonly direction: 'in' | 'out'
  readonly condition: 'full' | 'empty'
  readonly appearanceOk: boolean
  readonly leakFree?: boolean
  readonly vehicle?: string
}

/** 出入库通道门: one `stock.in` or `stock.out` per passage, however often the tag is read. */
export function rfidPortal(config: PortalConfig): Machine<PortalState, PortalInput> {
  const passageMs = config.passageMs ?? PASSAGE_MS
  return {
    initial: { passing: new Map() },
    wakeAt: () => null,
    step: (state, input, { now, newId }) => {
      if (input.on !== 'read') return stay(state)
      const key = `${input.direction} ${input.tag.scheme} ${input.tag.value}`
      const seen = state.passing.get(key)
      const recent = [...state.passing].filter(([, at]) => now - at < passageMs)
      const next = { passing: new Map(recent).set(key, now) }
      if (seen !== undefined && now - seen < passageMs) return stay(next)
      const { tag, direction, condition, appearanceOk, leakFree, vehicle } = input
      const event = {
        id: newId(),
        type: direction === 'in' ? ('stock.in' as const) : ('stock.out' as const),
        at: instantOf(now),
        tag,
        siteId: config.siteId,
        condition,
        appearanceOk,
        ...(leakFree === undefined ? {} : { leakFree }),
        ...(vehicle === undefined ? {} : { vehicle }),
        ...(config.operator === undefined ? {} : { operator: config.operator }),
      }
      return { state: next, effects: [{ do: 'event', event }] }
    },
  }
}
