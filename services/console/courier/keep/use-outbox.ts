import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { useSession } from '#console/net/session.ts'
import { sendAll } from './outbox.ts'
import { type Outgoing, phoneStore } from './phone-store.ts'
import { useStored } from './use-stored.ts'

const FIRST_WAIT_MS = 3_000
const LAST_WAIT_MS = 60_000

/** Everything that was told from this phone and is still kept, newest first. */
export const useOutbox = (): readonly Outgoing[] => {
  const username = useSession()?.username
  const read = useCallback(async () => {
    const rows = await phoneStore.outbox.orderBy('seq').reverse().toArray()
    return rows.filter((row) => row.username === username)
  }, [username])
  return useStored(read) ?? []
}

/** Sends whenever something waits: at once, when the network comes back, and patiently in between. */
export const useSender = (): void => {
  const queries = useQueryClient()
  const waiting = useOutbox().filter(({ state }) => state === 'waiting').length
  useEffect(() => {
    if (waiting === 0) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let wait = FIRST_WAIT_MS
    let ended = false
    const attempt = async (): Promise<void> => {
      clearTimeout(timer)
      const done = await sendAll().catch(() => false)
      if (ended) return
      if (done) void queries.invalidateQueries({ queryKey: ['courier'] })
      timer = setTimeout(() => void attempt(), wait)
      wait = Math.min(wait * 2, LAST_WAIT_MS)
    }
    const now = (): void => void attempt()
    now()
    window.addEventListener('online', now)
    document.addEventListener('visibilitychange', now)
    return () => {
      ended = true
      clearTimeout(timer)
      window.removeEventListener('online', now)
      document.removeEventListener('visibilitychange', now)
    }
  }, [waiting, queries])
}
