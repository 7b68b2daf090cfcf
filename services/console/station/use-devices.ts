import { useQuery } from '@tanstack/react-query'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'

export type Device = {
  readonly deviceId: string
  readonly kind: string
  readonly state: 'online' | 'offline' | 'never'
  readonly seenAt: string | null
  readonly firmware: string | null
  readonly disabled: boolean
}

/** The devices of a station, and which of them have a line. */
export const useDevices = (stationId: string) =>
  useQuery({
    queryKey: ['devices', stationId],
    queryFn: ({ signal }) =>
      get<Page<Device>>(`/v1/devices${query({ stationId, limit: 100 })}`, signal),
    refetchInterval: 5_000,
  })

/** Since when the controller of a scale has no line, '' = it never had one, null = it has. A controller is registered under its scale's name. */
export const offlineSince = (devices: readonly Device[], scale: string): string | null => {
  const own = devices.find(({ deviceId, disabled }) => deviceId === scale && !disabled)
  return own === undefined || own.state === 'online' ? null : (own.seenAt ?? '')
}
