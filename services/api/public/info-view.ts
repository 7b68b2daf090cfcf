import type { ApiDeps } from '#api/api-deps.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { type PublicLanguage, publicLanguages } from '#domain/public-languages.ts'
import { epochMs } from '#domain/units.ts'
import type {
  PublicNoticeRow,
  PublicProfileRow,
  Published,
} from '#store/queries/public/public-info.ts'
import type { WarningRow } from '#store/queries/public/supply-warnings.ts'
import { publishedRules, type PublishedRules } from './published-rules.ts'

export const noticeView = ({ content, ...row }: PublicNoticeRow) => ({
  ...row,
  ...content,
  publishedAt: timeText(row.publishedAt),
  withdrawnAt: timeTextOrNull(row.withdrawnAt),
})

export const profileView = ({ body, ...row }: PublicProfileRow) => ({ ...row, ...body })

/** Why something came late is the office's word to the authority. */
const openNotice = (row: PublicNoticeRow) => {
  const { lateReason: _lateReason, ...rest } = noticeView(row)
  return rest
}

const openProfile = (row: PublicProfileRow | null) => {
  if (row === null) return null
  const { lateReason: _lateReason, ...rest } = profileView(row)
  return rest
}

/** Languages in which something was reviewed; Chinese and English always have the frame. */
const languagesOf = ({ texts }: Published): readonly PublicLanguage[] => {
  const found = new Set<string>(['zh', 'en', ...texts.map(({ lang }) => lang)])
  return (Object.keys(publicLanguages) as PublicLanguage[]).filter((lang) => found.has(lang))
}

/** Each topic in the language that was asked for, where it was reviewed, else in Chinese: never an unread translation. */
const textsIn = ({ texts }: Published, lang: PublicLanguage) => {
  const topics = [...new Set(texts.map(({ topic }) => topic))]
  return topics.flatMap((topic) => {
    const own = texts.find((text) => text.topic === topic && text.lang === lang)
    const shown = own ?? texts.find((text) => text.topic === topic && text.lang === 'zh')
    if (shown === undefined) return []
    const { dir } = publicLanguages[shown.lang as PublicLanguage]
    return [{ topic, lang: shown.lang, dir, body: shown.body }]
  })
}

/** What everybody may read of a warning: a list of fields, never a filter. */
export const openWarning = ({
  kind,
  level,
  area,
  title,
  cause,
  advice,
  startsAt,
  endsAt,
}: WarningRow) => ({
  kind,
  level,
  area,
  title,
  cause,
  advice,
  startsAt: timeText(startsAt),
  endsAt: timeTextOrNull(endsAt),
})

export type InfoView = ReturnType<typeof view>

const view = (found: Published, rules: readonly PublishedRules[], asked: PublicLanguage) => {
  const languages = languagesOf(found)
  const lang = languages.includes(asked) ? asked : 'zh'
  return {
    enterprise: { id: found.id, name: found.name },
    lang,
    dir: publicLanguages[lang].dir,
    languages: languages.map((code) => ({
      lang: code,
      name: publicLanguages[code].name,
      dir: publicLanguages[code].dir,
    })),
    stations: found.stations.map(({ id: _id, ...station }) => station),
    prices: found.prices.map(({ id: _id, enterpriseId: _enterpriseId, ...price }) => price),
    profile: openProfile(found.profile),
    nextProfile: openProfile(found.nextProfile),
    notices: found.notices.map(openNotice),
    texts: textsIn(found, lang),
    warnings: found.warnings.map(openWarning),
    rules: [...rules],
  }
}

/** What anybody may know of an enterprise, in a language; null = no such enterprise. */
export const infoView = (deps: ApiDeps) => {
  const rulesIn = publishedRules(deps)
  return async (enterpriseId: string, lang: PublicLanguage): Promise<InfoView | null> => {
    const now = epochMs(deps.clock())
    const found = await deps.queries.publicInfo.published(enterpriseId, dayOf(now), now)
    if (found === null) return null
    const regions = found.stations.map(({ region }) => region)
    return view(found, await rulesIn(enterpriseId, regions, now), lang)
  }
}
