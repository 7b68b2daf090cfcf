/** One sentence in both languages. Templates hold `{measured}` and `{limit}`. */
export type Sentence = { readonly zh: string; readonly en: string }
