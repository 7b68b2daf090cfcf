import { z } from 'zod'
import { cylinderFacts, entrustment } from '#schemas/cylinder-facts.ts'
import { choice } from '#schemas/choice.ts'
import { grams } from '#schemas/grams.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { cylinderEvent } from './envelope.ts'

/** Fields of an event that a signed-in person caused; `by` is the user id. */
export function personEvent<const T extends string>(type: T) {
  return { ...cylinderEvent(type), by: reference }
}

const reason = text(500)
/** From when a correction holds; absent: from the event on. */
const validFrom = instant.optional()

/** 登记. Never resets content, custody or quarantine of a life that has begun. */
export const cylinderRegistered = z.looseObject({
  ...personEvent('cylinder.registered'),
  ...cylinderFacts,
})

const boundTag = { scheme: choice(['code', 'qr', 'epc']), value: text(256), validFrom }

/** A tag fixed to the cylinder; events that were kept under it join the life. */
export const tagBound = z.looseObject({ ...personEvent('tag.bound'), ...boundTag })

/** A tag taken off. */
export const tagReleased = z.looseObject({ ...personEvent('tag.released'), ...boundTag })

/** 皮重更正. */
export const tareCorrected = z.looseObject({
  ...personEvent('tare.corrected'),
  tareG: grams,
  validFrom,
  reason: reason.optional(),
})

/** 产权转移; `entrustedTo` absent ends an entrustment (托管). */
export const ownershipTransferred = z.looseObject({
  ...personEvent('ownership.transferred'),
  ownerId: reference,
  ...entrustment,
  validFrom,
  reason: reason.optional(),
})

/** Sets an event aside; it stays readable. */
export const eventAnnulled = z.looseObject({
  ...personEvent('event.annulled'),
  eventId: uuid,
  reason,
})
