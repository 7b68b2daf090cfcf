import { z } from 'zod'
import { flag } from '#schemas/flag.ts'
import { tankGrams } from '#schemas/grams.ts'
import { operator, scaleName } from '#schemas/identifiers.ts'
import { quantity } from '#schemas/quantity.ts'
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

const gasFields = {
  tank: text(64),
  massG: tankGrams.optional(),
  supplier: text(200).optional(),
  certificateNo: text(64).optional(),
  composition: composition.optional(),
  odorant: z.union([text(64), z.number(), z.boolean()]).optional(),
  passed: flag.optional(),
}

/** Gas delivered into a tank (储罐). */
export const gasReceived = z.looseObject({ ...stationEvent('gas.received'), ...gasFields })

/** Gas in a tank tested; `passed` releases it for filling. */
export const gasTested = z.looseObject({ ...stationEvent('gas.tested'), ...gasFields })
