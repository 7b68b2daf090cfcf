import { useQuery } from '@tanstack/react-query'
import { get } from '#console/net/call.ts'
import type { Me } from '#schemas/api/account.ts'

/** Who the customer is, starred out, and where they use gas. */
export const useMe = () =>
  useQuery({
    queryKey: ['my', 'self'],
    queryFn: ({ signal }) => get<Me>('/v1/me', signal),
    staleTime: 60_000,
  })
