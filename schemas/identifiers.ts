import { z } from 'zod'
import { text } from './text.ts'
import { must } from './wording.ts'

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/
const CYLINDER_CODE = /^[A-Za-z0-9-]{1,32}$/
const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

const idWords = must('1 to 64 of a-z, 0-9 and "-", not starting with "-"')
/** A station; also the site id of that station. */
export const stationId = z.string(idWords).regex(ID, idWords)
/** A device of a station; unique only together with its station. */
export const deviceId = z.string(idWords).regex(ID, idWords)

const codeWords = must('1 to 32 of A-Z, a-z, 0-9 and "-"')
/** The registered cylinder code (气瓶编号). */
export const cylinderCode = z
  .string(codeWords)
  .regex(CYLINDER_CODE, codeWords)
  .describe('Registered cylinder code (气瓶编号)')

const uuidWords = must('a UUID')
/** Any version, either case; version 7 is preferred because it sorts by time. */
export const uuid = z
  .string(uuidWords)
  .regex(UUID, uuidWords)
  .describe('UUID of any version, either case; version 7 preferred.')

const referenceWords = must('1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-"')
/**
 * An id of the registry (scale, enterprise, user, order, batch …) or an opaque reference to a person. ASCII only, so that
 * a name does not slip into an event.
 */
export const reference = z.string(referenceWords).regex(REFERENCE, referenceWords)

/** A scale as a device names it. Facts from scales that nobody registered are facts too: any text. */
export const scaleName = text(64)
/** A supply station, warehouse or vehicle park as a device names it. */
export const siteName = text(64)
/** The job number a worker signed in with. */
export const operator = text(64)
/** Normally the UUID of the permit; a permit number nobody issued is a finding, not a rejection. */
export const permitName = text(64)

const tagValue = text(256)
/** What was read from the cylinder: its registered code, a QR content, or an EPC. */
export const tag = z
  .discriminatedUnion(
    'scheme',
    [
      z.looseObject({ scheme: z.literal('code'), value: cylinderCode }),
      z.looseObject({ scheme: z.enum(['qr', 'epc']), value: tagValue }),
    ],
    must('a tag with scheme code, qr or epc'),
  )
  .describe('What was read from the cylinder: its registered code, a QR content, or an EPC.')
