import type { FindingCode } from '#domain/codes.ts'
import { GOOD, type Story, story } from './story.ts'

/** A finding in the last event of one story, and a story one gram, millisecond or field away without it. */
export type FindingScenario = {
  readonly code: FindingCode
  readonly clause: string
  readonly severity: 'block' | 'warn'
  readonly name: string
  readonly bad: () => Story
  readonly near: () => Story
  readonly measure?: object
}

/** A pair of stories by one maker: `bad` true and false. */
export const at = (
  [code, severity, clause]: readonly [FindingCode, 'block' | 'warn', string],
  name: string,
  make: (bad: boolean) => Story,
  measure?: object,
): FindingScenario => ({
  code,
  severity,
  clause,
  name,
  bad: () => make(true),
  near: () => make(false),
  ...(measure === undefined ? {} : { measure }),
})

/** A cylinder filled as it should be, or to another gross. */
export const filled = (grossG: number = GOOD): Story => story().registered().filled(grossG)
