import * as courierEn from '#console/courier/texts.en.ts'
import * as courierZh from '#console/courier/texts.zh.ts'
import * as customerEn from '#console/customer/texts.en.ts'
import * as customerZh from '#console/customer/texts.zh.ts'
import * as homesEn from '#console/homes/texts.en.ts'
import * as homesZh from '#console/homes/texts.zh.ts'
import * as labEn from '#console/lab/texts.en.ts'
import * as labZh from '#console/lab/texts.zh.ts'
import * as officeEn from '#console/office/texts.en.ts'
import * as officeZh from '#console/office/texts.zh.ts'
import * as publishingEn from '#console/publishing/texts.en.ts'
import * as publishingZh from '#console/publishing/texts.zh.ts'
import * as qualityEn from '#console/quality/texts.en.ts'
import * as qualityZh from '#console/quality/texts.zh.ts'
import * as regulatorEn from '#console/regulator/texts.en.ts'
import * as regulatorZh from '#console/regulator/texts.zh.ts'
import * as shellEn from '#console/shell/texts.en.ts'
import * as shellZh from '#console/shell/texts.zh.ts'
import * as stationEn from '#console/station/texts.en.ts'
import * as stationZh from '#console/station/texts.zh.ts'
import type { Language } from './browser.ts'

const tables = {
  zh: {
    courier: courierZh.zh,
    customer: customerZh.zh,
    homes: homesZh.zh,
    lab: labZh.zh,
    office: officeZh.zh,
    publishing: publishingZh.zh,
    quality: qualityZh.zh,
    regulator: regulatorZh.zh,
    shell: shellZh.zh,
    station: stationZh.zh,
  },
  en: {
    courier: courierEn.en,
    customer: customerEn.en,
    homes: homesEn.en,
    lab: labEn.en,
    office: officeEn.en,
    publishing: publishingEn.en,
    quality: qualityEn.en,
    regulator: regulatorEn.en,
    shell: shellEn.en,
    station: stationEn.en,
  },
} as const

type Tables = (typeof tables)['zh']

/** The console's own words, so that a walk goes the same way in every language. */
export const wordsOf =
  <A extends keyof Tables>(language: Language, area: A) =>
  (key: keyof Tables[A] & string, parameters: Readonly<Record<string, string | number>> = {}) =>
    ((tables[language][area] as Readonly<Record<string, string>>)[key] ?? key).replaceAll(
      /{{(\w+)}}/g,
      (_, name: string) => String(parameters[name] ?? ''),
    )
