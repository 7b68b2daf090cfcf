import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

const KEY = 'lpg.language'

const isLanguage = (value: string | null): value is Language =>
  languages.includes(value as Language)

/** Chinese unless somebody chose otherwise: in the address (`?lang=en`) or before in this browser. */
const firstLanguage = (): Language => {
  const asked = new URLSearchParams(location.search).get('lang')
  if (isLanguage(asked)) {
    localStorage.setItem(KEY, asked)
    return asked
  }
  const kept = localStorage.getItem(KEY)
  return isLanguage(kept) ? kept : 'zh'
}

void i18next.use(initReactI18next).init({
  lng: firstLanguage(),
  fallbackLng: false,
  resources: {},
  interpolation: { escapeValue: false },
  returnNull: false,
})

const show = (language: string): void => {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}
show(i18next.language)
i18next.on('languageChanged', show)

export const currentLanguage = (): Language => (i18next.language === 'en' ? 'en' : 'zh')

export const chooseLanguage = (language: Language): void => {
  localStorage.setItem(KEY, language)
  void i18next.changeLanguage(language)
}
