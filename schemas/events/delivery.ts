import { z } from 'zod'
import { cylinderFacts, custody } from '#schemas/cylinder-facts.ts'
import { flag } from '#schemas/flag.ts'
import { grams } from '#schemas/grams.ts'
import { reference } from '#schemas/identifiers.ts'
import { region } from '#schemas/region.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { personEvent } from './registry.ts'
import { returnReason } from './weighing.ts'

/** 交接: from hand to hand inside the trade. */
export const custodyHandedOver = z.looseObject({
  ...personEvent('custody.handed-over'),
  to: custody,
  orderId: reference.optional(),
  /** What was seen of a full one that left from nobody knows where (R000-4.3.3.5a, b). */
  appearanceOk: flag.optional(),
  leakFree: flag.optional(),
})

/** 配送完成. `customerRef` is opaque: name, phone and address live encrypted elsewhere. */
export const deliveryCompleted = z.looseObject({
  ...personEvent('delivery.completed'),
  customerRef: reference,
  orderId: reference.optional(),
  premisesRef: reference.optional(),
  premisesRegion: region.optional(),
  labelledNetG: grams.optional(),
  installed: flag.optional(),
  leakFree: flag.optional(),
  /** Who sold it, where that is not the owner, and by which clause it should have been (R002-7.1.7). */
  notOwn: z.looseObject({ sellerId: reference, clause: text(64) }).optional(),
  /** What the phone said, where its clock was behind that of the stock-out: the event lies just after it. */
  toldAt: instant.optional(),
})

/** Nobody home, refused, unsafe premises. */
export const deliveryFailed = z.looseObject({
  ...personEvent('delivery.failed'),
  reason: text(500),
  customerRef: reference.optional(),
  orderId: reference.optional(),
})

/** 回收: taken back from a customer, empties of other owners too. */
export const cylinderReturned = z.looseObject({
  ...personEvent('cylinder.returned'),
  reason: returnReason.optional(),
  to: custody.optional(),
  customerRef: reference.optional(),
  orderId: reference.optional(),
  ownerId: cylinderFacts.ownerId.optional(),
})
