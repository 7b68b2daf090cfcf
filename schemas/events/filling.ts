import { z } from 'zod'
import { flag } from '#schemas/flag.ts'
import { grams } from '#schemas/grams.ts'
import { permitName, scaleName } from '#schemas/identifiers.ts'
import { quantity } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { must } from '#schemas/wording.ts'
import { cylinderEvent } from './envelope.ts'

/** One atmosphere below zero to 10 MPa; a negative value is a gauge reading, any other is absolute. */
const pressurePa = quantity(-101_325, 10_000_000, 'Pa')

/** Names of defects as the check list words them. */
export const defects = z
  .array(text(64), must('a list of defect names'))
  .max(64, must('at most 64 defects'))

/** 抽真空. */
export const vacuumCompleted = z.looseObject({
  ...cylinderEvent('vacuum.completed'),
  pressurePa,
  method: text(64),
})

/** 充装前检查: one scan passes all; defects and single items are named only where something is wrong. */
export const prefillChecked = z.looseObject({
  ...cylinderEvent('prefill.checked'),
  passed: flag,
  defects: defects.optional(),
  items: z.record(text(64), flag, must('an object of check items, each true or false')).optional(),
})

/** The scale asks whether it may fill; answered on `down` with a permit or a denial. */
export const fillRequested = z.looseObject({
  ...cylinderEvent('fill.requested'),
  scale: scaleName,
  emptyGrossG: grams.optional(),
  tank: text(64).optional(),
})

const fillFields = {
  scale: scaleName,
  grossG: grams,
  tareG: grams,
  residualG: grams.optional(),
  permitId: permitName.optional(),
  tank: text(64).optional(),
}

/** 充装完成. */
export const fillCompleted = z.looseObject({ ...cylinderEvent('fill.completed'), ...fillFields })

/** 充装中止: broken off before the target, whatever is in the cylinder now. */
export const fillAborted = z.looseObject({ ...cylinderEvent('fill.aborted'), ...fillFields })

/** 充装后复查: check-weigh, leak check, seal and label. `checkWeighG` is a gross mass. */
export const postfillChecked = z.looseObject({
  ...cylinderEvent('postfill.checked'),
  checkWeighG: grams.optional(),
  checkScale: scaleName.optional(),
  leakFree: flag,
  sealed: flag,
  sealNo: text(64).optional(),
  labelled: flag.optional(),
  labelledNetG: grams.optional(),
})
