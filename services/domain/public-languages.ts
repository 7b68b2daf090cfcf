/** Languages in which an enterprise may publish (R000-4.2.1.2): code, its own name, and the way its script runs. */
export const publicLanguages = {
  zh: { name: '中文', dir: 'ltr', html: 'zh-CN' },
  en: { name: 'English', dir: 'ltr', html: 'en' },
  ug: { name: 'ئۇيغۇرچە', dir: 'rtl', html: 'ug' },
  kk: { name: 'قازاقشا', dir: 'rtl', html: 'kk-Arab' },
  ky: { name: 'قىرعىزچا', dir: 'rtl', html: 'ky-Arab' },
  mn: { name: 'ᠮᠣᠩᠭᠣᠯ', dir: 'ltr', html: 'mn-Mong' },
  bo: { name: 'བོད་ཡིག', dir: 'ltr', html: 'bo' },
} as const

export type PublicLanguage = keyof typeof publicLanguages
