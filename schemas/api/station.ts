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
