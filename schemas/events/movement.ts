import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { reference, siteName } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { cylinderEvent } from './envelope.ts'

/** What the store keeper takes the cylinder for. */
export const stockCondition = choice(['full', 'empty'])

/** A scan with nothing else to report, for example `prefill`, `inventory`, `portal`. */
export const cylinderScanned = z.looseObject({
  ...cylinderEvent('cylinder.scanned'),
  purpose: text(64),
})

const stockFields = {
  siteId: siteName,
  condition: stockCondition,
  appearanceOk: flag,
  leakFree: flag.optional(),
  vehicle: text(64).optional(),
}

/** 入库. */
export const stockIn = z.looseObject({ ...cylinderEvent('stock.in'), ...stockFields })

/** 出库. */
export const stockOut = z.looseObject({
  ...cylinderEvent('stock.out'),
  ...stockFields,
  /** The order that it leaves for, where a person stocked it out for one. */
  orderId: reference.optional(),
})
