import { z } from 'zod'
import { cylinderCode } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { must } from '#schemas/wording.ts'

const MOST = 200

const words = must(`codes with commas between, at most ${MOST}`)

/** `GET /v1/labels.{pdf,zpl}?codes=`: labels of many cylinders in one file, in the order of the codes. */
export const labelsQuery = z.object({
  codes: text(8000)
    .transform((list) => list.split(',').map((code) => code.trim()))
    .pipe(z.array(cylinderCode, words).min(1, words).max(MOST, words)),
})

/** `sheet` = A4 to be cut, `roll` = a page a label. */
export const labelSheetQuery = labelsQuery.extend({
  layout: z.enum(['sheet', 'roll']).default('sheet'),
})
