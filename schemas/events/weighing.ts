import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { grams, readingGrams } from '#schemas/grams.ts'
import { scaleName } from '#schemas/identifiers.ts'
import { quantity } from '#schemas/quantity.ts'
import { cylinderEvent, stationEvent } from './envelope.ts'

/** Why the cylinder came back: decides whether gas in it is residual, a refund, or evidence. */
export const returnReason = choice(['used-up', 'unused-gas', 'faulty', 'recall'])

/** 检斤: a returned cylinder on the scale. */
export const residualWeighed = z.looseObject({
  ...cylinderEvent('residual.weighed'),
  grossG: grams,
  tareG: grams.optional(),
  returnReason: returnReason.optional(),
  ambientC: quantity(-60, 80, '°C').optional(),
  scale: scaleName.optional(),
})

/** 倒残: residual taken out; `grossG` is what is left on the scale. */
export const residualRemoved = z.looseObject({
  ...cylinderEvent('residual.removed'),
  grossG: grams,
  scale: scaleName.optional(),
})

/** The check of a scale with a test mass before a shift. */
export const scaleChecked = z.looseObject({
  ...stationEvent('scale.checked'),
  scale: scaleName,
  testMassG: grams,
  readG: readingGrams,
})
