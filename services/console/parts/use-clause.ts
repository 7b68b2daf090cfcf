import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { clause } from '#schemas/api/clause.ts'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'

export type Clause = z.infer<typeof clause>

const MOST = 500

let asked = new Set<string>()
let waiting: Promise<ReadonlyMap<string, Clause>> | null = null

/** All that a screen asks for in one moment is asked in one request. */
const askedTogether = (): Promise<ReadonlyMap<string, Clause>> => {
  waiting ??= new Promise<void>((resolve) => setTimeout(resolve)).then(async () => {
    const ids = [...asked].join(',')
    asked = new Set()
    waiting = null
    const { items } = await get<Page<Clause>>(`/v1/clauses${query({ ids, limit: MOST })}`)
    return new Map(items.map((one) => [one.id, one]))
  })
  return waiting
}

/** A clause by its id; null: none of ours, undefined: not known yet. Texts of the law do not change while somebody reads. */
export const useClause = (id: string): Clause | null | undefined =>
  useQuery({
    queryKey: ['clause', id],
    queryFn: async () => {
      asked.add(id)
      return (await askedTogether()).get(id) ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
  }).data
