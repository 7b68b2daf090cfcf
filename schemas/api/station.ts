import { z } from 'zod'
import { reference, stationId } from '#schemas/identifiers.ts'
import { region } from '#schemas/region.ts'
import { quantity } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { calendarDate } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'

/** Where a site stands, WGS 84. */
export const location = z.object(
  { lat: quantity(-90, 90, 'degrees'), lon: quantity(-180, 180, 'degrees') },
  must('a location with lat and lon'),
)

const stationFields = {
  id: stationId,
  name: text(200),
  region,
  enterpriseId: reference,
  /** 充装许可证; without one the gate answers `STATION_UNLICENSED`. */
  licenceNo: text(64).optional(),
  licenceUntil: calendarDate.optional(),
  location: location.optional(),
}

export const stationCreate = z.object(stationFields)
export const station = z.looseObject(stationFields)

export type StationCreate = z.infer<typeof stationCreate>
export type Station = z.infer<typeof station>

/** `GET /v1/stations/{id}/prefill-items`: what is looked at before a fill, by the rules in force there. */
export const prefillList = z.looseObject({
  profile: z.string(),
  items: z.array(
    z.looseObject({
      item: z.string(),
      zh: z.string(),
      en: z.string(),
      clauses: z.array(z.string()),
    }),
  ),
})
