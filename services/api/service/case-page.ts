import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import type { Complaint } from '#domain/service/complaint.ts'
import type { Incident } from '#domain/service/incident.ts'
import type { Repair } from '#domain/service/repair.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { CaseArea, CaseRow } from '#store/queries/service/case-rows.ts'
import type { CaseFilter } from '#store/queries/service/cases.ts'
import { scopeOfRequest } from './case-scope.ts'

const newestKey = z.tuple([cursorTime, uuid])

/** What `caseQueryOf` reads of an address. */
type Asked = Omit<CaseFilter, 'kinds' | 'open' | 'care'> & {
  readonly care?: 'true' | undefined
  readonly limit: number
  readonly cursor?: string | undefined
  readonly kind?: string | undefined
  readonly state?: 'open' | 'ended' | undefined
}

/** One page of the cases of an area that whoever asks may see, the newest first. */
export const casePage = async <S extends Complaint | Repair | Incident, V>(
  deps: ApiDeps,
  request: FastifyRequest,
  area: CaseArea,
  { limit, cursor, kind, state, care, ...filter }: Asked,
  view: (row: CaseRow<S>, now: number) => V,
) => {
  const key = decodeCursor(cursor, newestKey)
  const rows = await deps.queries.cases.list<S>(
    [scopeOfRequest(request), area],
    {
      ...filter,
      care: care === 'true',
      kinds: kind === undefined ? undefined : [kind],
      open: state === undefined ? undefined : state === 'open',
    },
    limit + 1,
    key === null ? null : { at: key[0], id: key[1] },
  )
  const now = deps.clock()
  return pageFrom(
    rows,
    limit,
    (row) => [row.openedAt, row.id],
    (row) => view(row, now),
  )
}
