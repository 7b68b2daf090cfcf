import { z } from 'zod'
import { choice } from './choice.ts'
import { flag } from './flag.ts'
import { grams } from './grams.ts'
import { cylinderCode, reference } from './identifiers.ts'
import { whole } from './quantity.ts'
import { text } from './text.ts'
import { calendarDate, dateOrMonth } from './time.ts'

/** Who has the cylinder: the kind, and which one of that kind. */
export const custody = z.looseObject({
  kind: choice(['station', 'vehicle', 'customer', 'lab', 'scrap', 'unknown']),
  id: text(64).optional(),
})

export const contentState = choice(['empty', 'partial', 'full', 'unknown'])

/** 托管: an entrustment counts only with its contract, and on the days from the first to the last. */
export const entrustment = {
  entrustedTo: reference.optional(),
  entrustContractNo: text(64).optional(),
  entrustedFrom: calendarDate.optional(),
  entrustedUntil: calendarDate.optional(),
}

/**
 * What metal and papers say about a cylinder (气瓶登记信息); only code, model and owner are always known. `model` is free
 * text here: the domain parses its closed list, so that `YSP-12` and `YSP12` are told apart in one place.
 */
export const cylinderFacts = {
  code: cylinderCode,
  model: text(32),
  ownerId: reference,
  waterVolumeMl: whole(500, 200_000, 'ml').optional(),
  stampedMaxG: grams.optional(),
  tareG: grams.optional(),
  medium: text(32).optional(),
  madeOn: dateOrMonth.optional(),
  designLifeYears: whole(1, 30, 'years').optional(),
  manufacturer: text(200).optional(),
  serialNo: text(64).optional(),
  ...entrustment,
  inspectedOn: calendarDate.optional(),
  nextInspectionOn: calendarDate.optional(),
  retireOn: calendarDate.optional(),
  content: contentState.optional(),
  custody: custody.optional(),
  needsVacuum: flag.optional(),
}
