import type { TagRef } from './store-ports.ts'

/** A tag as the key of a map. Schemes hold no blank, so no two tags share one. */
export const tagKey = ({ scheme, value }: TagRef): string => `${scheme} ${value}`
