import type { Certainty, Force } from '#domain/finding.ts'
import { type Day, day } from '#domain/units.ts'
import type { Citation, Cited } from './profile.ts'

type Weight = readonly [Force, Certainty]

/** Citations of one document, all valid from one day. */
export const citing =
  (from: string) =>
  (clause: string, [force, certainty]: Weight): Citation => ({
    clause,
    from: day(from) satisfies Day,
    force,
    certainty,
  })

export const cited = <T>(value: T, citation: Citation): Cited<T> => ({ value, ...citation })
