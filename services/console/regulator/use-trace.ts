import { useInfiniteQuery } from '@tanstack/react-query'
import type { Trace, TraceEvent } from '#schemas/api/trace.ts'
import { get, query } from '#console/net/call.ts'

/** One page holds most lives whole; the rest comes when it is scrolled to. */
const PAGE = 200

export type LifeEvent = TraceEvent & { readonly body?: Readonly<Record<string, unknown>> }

/** A cylinder's life in effective order; with `asOf`, what was known then. */
export const useTrace = (code: string, asOf: string | null) => {
  const pages = useInfiniteQuery({
    queryKey: ['trace', code, asOf],
    queryFn: ({ pageParam, signal }) =>
      get<Trace>(
        `/v1/cylinders/${encodeURIComponent(code)}/trace${query({ asOf, limit: PAGE, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  const [first] = pages.data?.pages ?? []
  return {
    ...pages,
    data: first?.cylinder,
    locks: pages.data?.pages.flatMap((page) => page.locks) ?? [],
    events: (pages.data?.pages.flatMap((page) => page.events) ?? []) as readonly LifeEvent[],
  }
}
