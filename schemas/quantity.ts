import { z } from 'zod'
import { must } from './wording.ts'

/** A measured number that is not a mass, with its unit for the message. */
export function quantity(least: number, most: number, unit: string) {
  const words = must(`a number from ${least} to ${most} ${unit}`)
  return z.number(words).min(least, words).max(most, words)
}

/** A whole number. */
export function whole(least: number, most: number, unit: string) {
  const words = must(`a whole number from ${least} to ${most} ${unit}`)
  return z.int(words).min(least, words).max(most, words)
}
