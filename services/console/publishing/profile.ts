import { useQuery } from '@tanstack/react-query'
import { get } from '#console/net/call.ts'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const PHONES = ['business', 'repair', 'complaint', 'supervision'] as const
export const PAYMENTS = ['cash', 'card', 'wechat', 'alipay', 'transfer', 'other'] as const

type Day = (typeof DAYS)[number]

/** What an office publishes from a day on; `POST /v1/public-profiles` takes the same. */
export type Profile = {
  readonly validFrom: string
  readonly hours: readonly {
    readonly days: readonly Day[]
    readonly from: string
    readonly to: string
  }[]
  readonly phones: Readonly<Record<(typeof PHONES)[number], string>>
  readonly gas: {
    readonly type: string
    readonly composition: string
    readonly calorificMjM3: number
    readonly pressurePa: number
  }
  readonly payment: readonly (typeof PAYMENTS)[number][]
  readonly emergencyMinutes?: number
  readonly late: boolean
}

type Published = { readonly profile: Profile | null; readonly nextProfile: Profile | null }

/** As everybody reads it. */
export const usePublished = (enterpriseId: string) =>
  useQuery({
    queryKey: ['published', enterpriseId],
    queryFn: ({ signal }) =>
      get<Published>(`/v1/public/enterprises/${encodeURIComponent(enterpriseId)}`, signal),
  })
