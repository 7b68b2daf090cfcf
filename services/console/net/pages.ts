import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { get, query } from './call.ts'

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

export type Filter = Readonly<Record<string, string | number | boolean | null | undefined>>

/** A list of the API, page by page as it is scrolled. */
export const usePages = <T>(path: string, filter: Filter = {}, limit: number = 100) => {
  const pages = useInfiniteQuery<
    Page<T>,
    Error,
    InfiniteData<Page<T>>,
    readonly unknown[],
    string | null
  >({
    queryKey: ['list', path, filter, limit],
    queryFn: ({ pageParam, signal }) =>
      get<Page<T>>(path + query({ ...filter, limit, cursor: pageParam }), signal),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  return { ...pages, rows: pages.data?.pages.flatMap((page) => page.items) ?? [] }
}
