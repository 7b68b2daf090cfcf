import { useRegions } from './use-regions.ts'

/** A region's name and code. */
export const Region = ({ code }: { readonly code: string }) => <>{useRegions([code])(code)}</>
