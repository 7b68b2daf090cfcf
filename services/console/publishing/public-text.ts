import type { z } from 'zod'
import { type PublicLanguage, publicLanguages } from '#domain/public-languages.ts'
import type { publicText } from '#schemas/api/public-info.ts'

export type PublicText = z.infer<typeof publicText>

export const TOPICS = [
  'about',
  'procedures',
  'promises',
  'free-services',
  'compensation',
  'complaints',
  'safety',
  'emergency',
  'first-asked',
  'supervision',
  'accountability',
  'service-catalogue',
] as const

export const LANGUAGES = Object.keys(publicLanguages) as readonly PublicLanguage[]

/** Its own name, and the way its script runs. */
export const languageOf = (lang: string) => publicLanguages[lang as PublicLanguage]
