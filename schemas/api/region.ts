import { z } from 'zod'

/** 2 to 12 digits: a region, or the first digits that several have in common. */
export const regionCode = z.string().regex(/^\d{2,12}$/)

/** A region (行政区划) and what it is called, as `山东省淄博市淄川区`; `null` for a code without a name in GB/T 2260. */
export const regionName = z.looseObject({ code: z.string(), name: z.string().nullable() })
