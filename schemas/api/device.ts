import { z } from 'zod'
import { deviceId, stationId } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'

const deviceFields = {
  stationId,
  deviceId,
  /** `scale`, `portal`, `hand-scanner` … as the station calls it. */
  kind: text(32),
}

export const deviceCreate = z.object(deviceFields)

/** How long the password before is good beside the new one; 0 ends it, and what it opened, at once. */
export const deviceRotate = z.object({ overlapHours: z.int().min(0).max(168).optional() })

export const device = z.looseObject({
  ...deviceFields,
  state: z.enum(['online', 'offline', 'never']).optional(),
  firmware: z.string().nullable().optional(),
  seenAt: instant.nullable().optional(),
})

/** MQTT credentials, shown once. */
export const deviceCredentials = z.looseObject({ username: z.string(), password: z.string() })

export type DeviceCreate = z.infer<typeof deviceCreate>
export type Device = z.infer<typeof device>
export type DeviceCredentials = z.infer<typeof deviceCredentials>
