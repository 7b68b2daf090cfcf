import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { survey, surveyItemList } from '#schemas/api/survey.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { get } from '#console/net/call.ts'

export type Survey = z.infer<typeof survey>
export const KINDS = ['window', 'hotline', 'on-site', 'staff'] as const
export type SurveyKind = (typeof KINDS)[number]

export type SurveyItem = {
  readonly item: string
  readonly name: string
  readonly clauses: readonly string[]
}

/** What is looked at, by kind, in the reader's language; undefined until it is there. */
export const useSurveyItems = () => {
  const language = useLanguage()
  const { data } = useQuery({
    queryKey: ['survey-items'],
    queryFn: ({ signal }) => get<z.infer<typeof surveyItemList>>('/v1/survey-items', signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (data === undefined) return undefined
  const byKind = new Map<string, readonly SurveyItem[]>(
    data.kinds.map(({ kind, items }) => [
      kind,
      items.map((one) => ({ item: one.item, name: one[language], clauses: one.clauses })),
    ]),
  )
  const of = (kind: string): readonly SurveyItem[] => byKind.get(kind) ?? []
  return {
    of,
    name: (kind: string, item: string): string =>
      of(kind).find((one) => one.item === item)?.name ?? item,
  }
}
