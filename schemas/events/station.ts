import { z } from 'zod'
import { flag } from '#schemas/flag.ts'
import { tankGrams } from '#schemas/grams.ts'
import { operator, reference, scaleName, uuid } from '#schemas/identifiers.ts'
import { choice } from '#schemas/choice.ts'
import { quantity, whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { must } from '#schemas/wording.ts'
import { stationEvent } from './envelope.ts'

/** A worker takes over a scale, or the station when no scale is named. */
export const operatorSignedIn = z.looseObject({
  ...stationEvent('operator.signed-in'),
  operator,
  scale: scaleName.optional(),
})

/** The end of it. */
export const operatorSignedOut = z.looseObject({
  ...stationEvent('operator.signed-out'),
  operator,
  scale: scaleName.optional(),
})

/** Component or contaminant to its share, in the unit of the certificate (per cent, ppm, mg/m³). */
const composition = z.record(
  text(64),
  quantity(0, 1_000_000, ''),
  must('an object of component names, each a number'),
)

/** What a laboratory measures of LPG, each in its own unit; a test that was not done is an absent field. */
export const gasValues = z.object({
  /** At 37.8 °C. */
  vapourPressureKpa: quantity(0, 10_000, 'kPa').optional(),
  c3c4Pct: quantity(0, 100, '%').optional(),
  c5PlusPct: quantity(0, 100, '%').optional(),
  residueMlPer100Ml: quantity(0, 100, 'mL').optional(),
  sulfurMgPerM3: quantity(0, 1_000_000, 'mg/m³').optional(),
  h2sMgPerM3: quantity(0, 1_000_000, 'mg/m³').optional(),
  odorantMgPerM3: quantity(0, 1_000_000, 'mg/m³').optional(),
  copperClass: whole(0, 4, '').optional(),
  freeWaterMl: quantity(0, 1000, 'mL').optional(),
})

/** Of what the composition's shares are parts. */
export const compositionBasis = choice(['mol', 'mass'])

const gasFields = {
  tank: text(64),
  massG: tankGrams.optional(),
  supplier: text(200).optional(),
  certificateNo: text(64).optional(),
  composition: composition.optional(),
  odorant: z.union([text(64), z.number(), z.boolean()]).optional(),
  passed: flag.optional(),
  basis: compositionBasis.optional(),
  values: gasValues.optional(),
}

/** Gas delivered into a tank (储罐). */
export const gasReceived = z.looseObject({
  ...stationEvent('gas.received'),
  ...gasFields,
  tankerPlate: text(32).optional(),
})

/** Gas in a tank tested; `passed` releases it for filling, unless it waits for another person (`awaitsRelease`). */
export const gasTested = z.looseObject({
  ...stationEvent('gas.tested'),
  ...gasFields,
  receiptId: uuid.optional(),
  awaitsRelease: flag.optional(),
})

/** Gas that passed its test released for filling by another person than its tester. */
export const gasReleased = z.looseObject({
  ...stationEvent('gas.released'),
  tank: text(64),
  testId: uuid,
  by: reference,
  reason: text(500).optional(),
})
