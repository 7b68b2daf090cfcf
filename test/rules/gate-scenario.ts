import type { DenyCode } from '#domain/codes.ts'
import { type Story, story } from './story.ts'

/**
 * A deny code, the clause beside it in `clauses.md` or `facts.md`, and two stories that differ by one day, gram or field: the
 * first is refused for that code, the second is not. `emptyG` = net on the scale when the fill is asked for.
 */
export type GateScenario = {
  readonly code: DenyCode
  readonly clause: string
  readonly name: string
  readonly bad: () => Story
  readonly near: () => Story
  readonly emptyG?: { readonly bad: number; readonly near: number }
}

/** Registered and checked before the fill. */
export const ready = (): Story => story().registered().prefill()

export const pair = (make: (bad: boolean) => Story): Pick<GateScenario, 'bad' | 'near'> => ({
  bad: () => make(true),
  near: () => make(false),
})
