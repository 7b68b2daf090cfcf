import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { call, type Method } from './call.ts'
import { newKey } from './new-key.ts'
import { isFar } from './pages.ts'
import { RequestFailed } from './problem.ts'

export type Send = <T = unknown>(method: Method, path: string, body?: unknown) => Promise<T>

/** Nobody knows whether it was done: the same key must go with the repeat. */
const isUndecided = (error: unknown): boolean =>
  !(error instanceof RequestFailed) || error.status === 0 || error.status >= 500

/** Changes something through the API: one `Idempotency-Key` an intent, and all that is shown is asked anew afterwards. */
export const useSend = (): Send => {
  const queries = useQueryClient()
  const undecided = useRef<{ readonly print: string; readonly key: string } | null>(null)
  return useCallback(
    async <T>(method: Method, path: string, body?: unknown): Promise<T> => {
      const print = JSON.stringify([method, path, body])
      const key = undecided.current?.print === print ? undecided.current.key : newKey()
      undecided.current = null
      try {
        const answer = await call<T>(method, path, body === undefined ? { key } : { key, body })
        void queries.invalidateQueries({ predicate: (asked) => !isFar(asked) })
        return answer
      } catch (error) {
        if (isUndecided(error)) undecided.current = { print, key }
        throw error
      }
    },
    [queries],
  )
}
