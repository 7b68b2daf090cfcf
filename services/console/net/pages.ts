import {
  type InfiniteData,
  keepPreviousData,
  type Query,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { get, query } from './call.ts'

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

export type Filter = Readonly<Record<string, string | number | boolean | null | undefined>>

type Pages<T> = InfiniteData<Page<T>, string | null>

/** A list that somebody has scrolled that far is not asked anew by the way: it would be a request a page. */
const FAR = 10

/** Of a query whose pages are that many. */
export const isFar = ({ state: { data } }: Pick<Query, 'state'>): boolean =>
  ((data as Partial<Pages<unknown>> | undefined)?.pages?.length ?? 0) > FAR

/** A list of the API, page by page as it is scrolled: `first` rows, then `later` at a time. */
export const usePages = <T>(
  path: string,
  filter: Filter = {},
  first: number = 100,
  later: number = first,
) => {
  const queries = useQueryClient()
  const queryKey = ['list', path, filter, first]
  const pages = useInfiniteQuery<Page<T>, Error, Pages<T>, readonly unknown[], string | null>({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      get<Page<T>>(
        path + query({ ...filter, limit: pageParam === null ? first : later, cursor: pageParam }),
        signal,
      ),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: (asked) => !isFar(asked),
    refetchOnReconnect: (asked) => !isFar(asked),
    // To compare what is known with what came costs more than to draw it, when it is 100 000 rows.
    structuralSharing: false,
  })
  const name = JSON.stringify(queryKey)
  // Who comes back begins at the top: what was loaded far below is forgotten.
  useEffect(
    () => () => {
      queries.setQueryData<Pages<T>>(JSON.parse(name) as unknown[], (known) =>
        known === undefined || known.pages.length <= 1
          ? known
          : { pages: known.pages.slice(0, 1), pageParams: known.pageParams.slice(0, 1) },
      )
    },
    [queries, name],
  )
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data])
  return { ...pages, rows }
}
