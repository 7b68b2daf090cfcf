import { DAY_MS } from '#domain/calendar.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import type { MismatchRow } from '#store/queries/evidence/mismatch-reports.ts'
import { publicView } from './public-view.ts'

export type Mismatch = {
  readonly differs: MismatchRow['differs']
  readonly stamped?: string | undefined
}

/** No text sets one: a copy goes on being sold and filled, so as long as a recall may take. */
const LOOKED_INTO_WITHIN_MS = DAY_MS

/** So many from one address in ten minutes: a building has one, and nobody compares more cylinders than that. */
export const mismatchLimit = { max: 10, timeWindow: '10 minutes' } as const

/** Keeps what a resident tells of the cylinder behind a code or a QR value. @returns its code; null = unknown, or of no known owner */
export const tellMismatch = async (
  deps: Pick<ApiDeps, 'queries' | 'profiles' | 'clock' | 'newId'>,
  codeOrQr: string,
  { differs, stamped }: Mismatch,
): Promise<string | null> => {
  const at = deps.clock()
  const view = await publicView(deps, codeOrQr, at)
  if (view === null) return null
  const told = await deps.queries.mismatches.told({
    id: deps.newId(),
    code: view.code,
    differs,
    stamped: stamped?.toUpperCase() ?? null,
    at,
    dueAt: at + LOOKED_INTO_WITHIN_MS,
  })
  return told ? view.code : null
}
