import { z } from 'zod'
import { readingGrams } from './grams.ts'
import { permitName, scaleName, uuid } from './identifiers.ts'
import type { Known } from './known.ts'
import { whole } from './quantity.ts'
import { instant } from './time.ts'
import { must } from './wording.ts'

/** 5 000 readings of seven digits fit a frame of 256 KiB six times over. */
const MAX_READINGS = 5000

/**
 * A slice of a weight curve on the `samples` topic: reading n was taken at `from` + n × `stepMs`. Readings may lie below
 * zero, as those of an unloaded scale do.
 */
export const samplesSchema = z.looseObject({
  id: uuid,
  scale: scaleName,
  permitId: permitName.optional(),
  from: instant,
  stepMs: whole(10, 60_000, 'ms'),
  grossG: z
    .array(readingGrams, must('a list of readings'))
    .min(1, must(`1 to ${MAX_READINGS} readings`))
    .max(MAX_READINGS, must(`1 to ${MAX_READINGS} readings`)),
})

export type Samples = Known<z.infer<typeof samplesSchema>>
