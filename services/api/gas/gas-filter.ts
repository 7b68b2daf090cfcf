import { z } from 'zod'
import { cursorTime, decodeCursor } from '#api/page.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import type { gasTestQuery } from '#schemas/api/gas.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { GasFilter } from '#store/queries/gas/gas-log.ts'

const newestKey = z.tuple([cursorTime, uuid])

/** Which receipts or tests a list asks for. */
export const gasFilter = ({
  stationId,
  tank,
  from,
  to,
  result,
}: z.infer<typeof gasTestQuery>): GasFilter => ({
  stationId,
  tank,
  result,
  from: from === undefined ? undefined : instantOf(from, 'from'),
  to: to === undefined ? undefined : instantOf(to, 'to'),
})

/** Where its last page ended. */
export const gasBefore = (cursor: string | undefined) => {
  const key = decodeCursor(cursor, newestKey)
  return key === null ? null : { at: key[0], id: key[1] }
}
