import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { currentLanguage, type Language } from './language.ts'

/** Texts of one area, a flat table: key → text with `{{parameters}}`. */
export type Table = Readonly<Record<string, string>>

/** The same keys, other words. */
export type Translated<T extends Table> = { readonly [K in keyof T]: string }

export type Say<T extends Table> = (
  key: keyof T & string,
  parameters?: Readonly<Record<string, string | number>>,
) => string

export type Texts<T extends Table> = {
  /** In a component: it renders anew when the language changes. */
  readonly useTexts: () => Say<T>
  /** Elsewhere. */
  readonly say: Say<T>
  /** Is that one of the keys? For codes that come from outside. */
  readonly has: (key: string) => key is keyof T & string
}

/** Registers an area's texts; they travel with the area's own chunk. */
export const defineTexts = <T extends Table>(area: string, zh: T, en: Translated<T>): Texts<T> => {
  i18next.addResourceBundle('zh', area, zh)
  i18next.addResourceBundle('en', area, en)
  const say: Say<T> = (key, parameters) => i18next.t(key, { ns: area, ...parameters })
  return {
    say,
    useTexts: () => {
      const { t } = useTranslation(area)
      return (key, parameters) => t(key, { ...parameters })
    },
    has: (key): key is keyof T & string => Object.hasOwn(zh, key),
  }
}

/** The language of the page, for values that carry both (`{"zh","en"}`). */
export const useLanguage = (): Language => {
  useTranslation()
  return currentLanguage()
}
