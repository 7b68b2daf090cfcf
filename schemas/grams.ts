import { z } from 'zod'
import { must } from './wording.ts'

/** 1 000 kg: four times the largest cylinder (YSP118) full, and far above any filling scale. */
const CYLINDER_MAX_G = 1_000_000
/** A delivery to a storage tank: up to 1 000 t. */
const TANK_MAX_G = 1_000_000_000
/** A zero that drifted, or a platform lifted off: no scale reads further below zero. */
const READING_MIN_G = -100_000

/** Mass of a cylinder or what is in it, whole grams, 0 to 1 000 000. */
export const grams = massOf(0, CYLINDER_MAX_G).describe('Mass in whole grams, 0 to 1 000 000.')

/** Mass received into a tank, whole grams, 0 to 1 000 000 000. */
export const tankGrams = massOf(0, TANK_MAX_G).describe('Mass in whole grams, up to 1 000 t.')

/** What a scale's display read, whole grams; an unloaded scale may read below zero. */
export const readingGrams = massOf(READING_MIN_G, CYLINDER_MAX_G).describe(
  'What the display read, in whole grams; an unloaded scale may read below zero.',
)

function massOf(least: number, most: number) {
  const words = must(`whole grams from ${least} to ${most}`)
  return z.int(words).min(least, words).max(most, words)
}
