import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { ruleProfile } from '#schemas/api/rule-profile.ts'
import { shownDay } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'

type Profile = z.infer<typeof ruleProfile>

/** `cn-3703@2021-06-11` → the name of the profile (规则集) and since when that version of it holds. */
export const useProfileName = (): ((ref: string) => string) => {
  const language = useLanguage()
  const { data } = useQuery({
    queryKey: ['rule-profiles'],
    queryFn: ({ signal }) => get<Page<Profile>>('/v1/rule-profiles?limit=100', signal),
    staleTime: 60_000,
  })
  return (ref) => {
    const [id = '', from] = ref.split('@')
    const name = data?.items.find((one) => one.id === id)?.name[language] ?? id
    return from === undefined ? name : `${name} ${shownDay(from)}`
  }
}
