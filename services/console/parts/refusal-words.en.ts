import type { Translated } from '#console/i18n/texts.ts'
import type { zh } from './refusal-words.zh.ts'

export const en: Translated<typeof zh> = {
  'outside-area': 'Outside of the area',
  'pipe-area': 'Area with piped gas',
  unsafe: 'Unsafe place',
  identity: 'Identity',
  'no-capacity': 'No capacity',
  other: 'Other',
  CUSTOMER_ERASED: 'Customer erased',
  IDENTITY_REFUSED: 'Identity refused',
  IDENTITY_MISMATCH: 'Not the person of the paper',
  IDENTITY_UNVERIFIED: 'Identity not verified',
  REVERIFICATION_DUE: 'To be verified again',
  ID_NUMBER_MISSING: 'No number of a paper',
  AUTHORISATION_MISSING: 'No authorisation to buy',
  PREMISES_CLOSED: 'Place given up',
  NO_BOTTLED_GAS_HERE: 'No bottled gas allowed there',
  PREMISES_UNSUITABLE: 'Place unsuitable',
  OUTDOORS_ONLY: 'Outdoors only',
  TOO_MANY_CYLINDERS: 'Too many cylinders',
  TOO_MUCH_GAS: 'Too much gas',
  TOO_MANY_A_DAY: 'Too many on one day',
  UNSAFE_HOME: 'Hazard not mended',
  SUPPLY_SUSPENDED: 'Supply suspended',
  CONTRACT_MISSING: 'No supply contract',
}
