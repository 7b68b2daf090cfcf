import { z } from 'zod'
import { operator, reference } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'

/** `POST /v1/staff`: an operator of an enterprise; a second time renews the certificate. */
export const staffPut = z.object({
  enterpriseId: reference,
  operator,
  /** Last day of the certificate (特种设备作业人员证). */
  certifiedUntil: calendarDate.optional(),
})
