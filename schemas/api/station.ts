import { z } from 'zod'
import { reference, stationId } from '#schemas/identifiers.ts'
import { region } from '#schemas/region.ts'
import { text } from '#schemas/text.ts'
import { calendarDate } from '#schemas/time.ts'

const stationFields = {
  id: stationId,
  name: text(200),
  region,
  enterpriseId: reference,
  /** 充装许可证; without one the gate answers `STATION_UNLICENSED`. */
  licenceNo: text(64).optional(),
  licenceUntil: calendarDate.optional(),
}

export const stationCreate = z.object(stationFields)
export const station = z.looseObject(stationFields)

export type StationCreate = z.infer<typeof stationCreate>
export type Station = z.infer<typeof station>
