import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { get } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import type { MyStops } from '#schemas/api/stop.ts'
import { dayStore, type KeptDay } from './phone-store.ts'
import { useStored } from './use-stored.ts'

/** A working day and its evening; then the names go. */
const KEEP_MS = 18 * 3_600_000
const FRESH_MS = 60_000

const refresh = async (username: string): Promise<KeptDay> => {
  const kept = { username, at: Date.now(), day: await get<MyStops>('/v1/me/stops') }
  await dayStore.days.clear()
  await dayStore.days.put(kept)
  return kept
}

/** The courier's day: what the phone knows at once, and what the API says as soon as it answers. */
export const useDay = () => {
  const username = useSession()?.username ?? ''
  const read = useCallback(async () => {
    const kept = await dayStore.days.get(username)
    return kept !== undefined && Date.now() - kept.at < KEEP_MS ? kept : null
  }, [username])
  const kept = useStored(read)
  const asked = useQuery({
    queryKey: ['courier', 'day', username],
    queryFn: () => refresh(username),
    networkMode: 'always',
    staleTime: FRESH_MS,
    retry: false,
    refetchOnReconnect: 'always',
  })
  return { ...asked, data: kept ?? undefined }
}
