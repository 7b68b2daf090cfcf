import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { get, query } from '#console/net/call.ts'
import type { Kpis } from './figure.ts'
import type { Asked } from './use-asked.ts'

/** All figures of a period; `by` adds them enterprise by enterprise. */
export const useKpis = (asked: Asked, by: 'enterprise' | null = null) =>
  useQuery({
    queryKey: ['kpis', asked, by],
    queryFn: ({ signal }) => get<Kpis>(`/v1/kpis${query({ ...asked, by })}`, signal),
    placeholderData: keepPreviousData,
  })
