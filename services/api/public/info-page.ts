import { createHash } from 'node:crypto'
import { escapeHtml } from '#api/evidence/public-frame.ts'
import { publicLanguages, type PublicLanguage } from '#domain/public-languages.ts'
import type { InfoView } from './info-view.ts'
import { type InfoWords, infoWords } from './info-words.ts'

/** No script, no font, no image; logical sides, so that it turns round for scripts that run from right to left. */
const STYLE = `body{font:16px/1.6 system-ui,sans-serif;margin:0;color:#1d2733;background:#f3f5f7}
main{max-width:46rem;margin:0 auto;padding:1rem}
section{background:#fff;border-radius:.75rem;padding:.5rem 1.25rem;margin-block:1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:start;padding:.3rem .5rem;border-block-end:1px solid #e1e6eb}
h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.1rem;margin:.5rem 0}small{color:#5b6876}nav a{margin-inline-end:1rem}.late{color:#b3261e}p{white-space:pre-wrap}`

/** What the page may load: its own style, known by its hash. */
export const INFO_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** A number stays with its unit, and the name of a size in one line. */
const kg = (grams: number): string => `${(grams / 1000).toFixed(2)}\u00a0kg`
const whole = (model: string): string => model.replaceAll('-', '\u2011')
const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`
const text = (value: unknown): string => escapeHtml(typeof value === 'string' ? value : '—')
const cite = ({ clause }: { readonly clause: string }): string =>
  `<small>${escapeHtml(clause)}</small>`

const table = (rows: readonly (readonly string[])[]): string =>
  `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`

const section = (title: string, body: string): string =>
  body === '' ? '' : `<section><h2>${escapeHtml(title)}</h2>${body}</section>`

const rulesPart = (view: InfoView, words: InfoWords): string =>
  view.rules
    .map((rules) => {
      const residual = rules.residual.map((row) => [
        row.model === null ? words.allSizes : whole(row.model),
        row.limitG === null ? `${(row.permille ?? 0) / 10} %` : `≤ ${kg(row.limitG)}`,
        cite(row),
      ])
      const filling = rules.filling.map((row) => [
        whole(row.model),
        `${kg(row.nominalG)} ±\u00a0${kg(row.toleranceG)}`,
        cite(row),
      ])
      const periods = [
        ...(rules.inspection === null
          ? []
          : [
              [
                words.inspection,
                `${rules.inspection.months} ${words.months}`,
                cite(rules.inspection),
              ],
            ]),
        ...(rules.life?.regimes ?? []).map((regime) => [
          `${words.life} ${regime.madeFrom ?? '…'} – ${regime.madeUntil ?? '…'}`,
          regime.endYears === null ? words.stamped : `${regime.endYears} ${words.years}`,
          rules.life === null ? '' : cite(rules.life),
        ]),
      ]
      const shortage =
        rules.shortage === null ? '' : `<p>${words.shortage} ${cite(rules.shortage)}</p>`
      return (
        section(`${words.residual} ${rules.region}`, table(residual) + shortage) +
        section(`${words.filling} ${rules.region}`, table(filling)) +
        section(`${words.periods} ${rules.region}`, table(periods))
      )
    })
    .join('')

type Facts = {
  readonly hours?: readonly { days: readonly string[]; from: string; to: string }[]
  readonly phones?: Readonly<Record<string, string>>
  readonly gas?: Readonly<Record<string, string | number>>
  readonly payment?: readonly string[]
}

const factsPart = (view: InfoView, words: InfoWords): string => {
  if (view.profile === null) return ''
  const { hours = [], phones = {}, gas = {} } = view.profile as Facts
  const open = hours.map(({ days, from, to }) => [
    days.map((one) => escapeHtml(words.days[one] ?? one)).join(' '),
    `<bdi dir="ltr">${from}–${to}</bdi>`,
  ])
  const called = Object.entries(phones).map(([name, number]) => [
    escapeHtml(words.phones[name] ?? name),
    `<bdi dir="ltr">${escapeHtml(number)}</bdi>`,
  ])
  const quality = [
    [words.gasType, text(gas['type'])],
    [words.composition, text(gas['composition'])],
    [words.calorific, `${Number(gas['calorificMjM3'])} MJ/m³`],
    [words.pressure, `${Number(gas['pressurePa'])} Pa`],
  ]
  const next = view.nextProfile as (Facts & { validFrom: string; late: boolean }) | null
  const coming =
    next === null
      ? ''
      : `<p>${words.changesOn} ${next.validFrom}${next.late ? ` <b class="late">${words.late}</b>` : ''}</p>`
  return (
    section(words.hours, table(open) + coming) +
    section(words.phonesTitle, table(called)) +
    section(words.gas, table(quality))
  )
}

const noticesPart = (view: InfoView, words: InfoWords): string =>
  view.notices
    .map((notice) => {
      const { arrangement, newPlace } = notice as {
        arrangement?: string
        newPlace?: Readonly<Record<string, string | number>>
      }
      const where =
        newPlace === undefined
          ? ''
          : `<p>${text(newPlace['name'])} · ${text(newPlace['address'])} · <bdi dir="ltr">${text(newPlace['phone'])}</bdi> · <a href="geo:${Number(newPlace['latitude'])},${Number(newPlace['longitude'])}">${words.map}</a></p>`
      const late = notice.late ? ` <b class="late">${words.late}</b>` : ''
      const title = `${words.notices[notice.kind] ?? notice.kind} ${notice.effectiveOn}`
      return section(
        title,
        `<p>${text(notice.stationName ?? view.enterprise.name)}${late}</p><p>${text(arrangement)}</p>${where}`,
      )
    })
    .join('')

const warningsPart = (view: InfoView, words: InfoWords): string =>
  view.warnings
    .map(({ level, title, cause, advice }) =>
      section(
        title,
        `<p><b class="late">${words.levels[level] ?? level}</b> ${text(cause)}</p><p>${text(advice)}</p>`,
      ),
    )
    .join('')

const tail = (view: InfoView, words: InfoWords): string => {
  const stations = view.stations.map((one) => [
    escapeHtml(one.name),
    text(one.licenceNo),
    one.licenceUntil ?? '—',
  ])
  const prices = view.prices.map((one) => [
    whole(one.model),
    kg(one.labelledNetG),
    yuan(one.gasFen),
    `${words.delivery} ${yuan(one.deliveryFeeFen)}`,
    one.validFrom,
  ])
  const texts = view.texts.map(
    ({ topic, lang, dir, body }) =>
      `<section lang="${publicLanguages[lang as PublicLanguage].html}" dir="${dir}"><h2>${escapeHtml(words.topics[topic] ?? topic)}</h2><p>${escapeHtml(body)}</p></section>`,
  )
  return (
    section(words.prices, table(prices)) + texts.join('') + section(words.stations, table(stations))
  )
}

/** What an enterprise publishes, for anybody, without a script. Frame in Chinese or English; texts in the language asked for. */
export const infoPage = (view: InfoView): string => {
  const lang = view.lang as PublicLanguage
  const words = infoWords[lang === 'en' ? 'en' : 'zh']
  const name = escapeHtml(view.enterprise.name)
  const nav = view.languages
    .map(
      (one) =>
        `<a href="?lang=${one.lang}" lang="${publicLanguages[one.lang].html}" dir="${one.dir}">${one.name}</a>`,
    )
    .join('')
  const body = `<nav>${nav}</nav><h1>${name}<br><small>${words.title}</small></h1>${warningsPart(view, words)}${noticesPart(view, words)}${factsPart(view, words)}${rulesPart(view, words)}${tail(view, words)}`
  return `<!doctype html><html lang="${publicLanguages[lang].html}" dir="${view.dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${name}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`
}

export const unknownEnterprisePage = (): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>404</title><style>${STYLE}</style></head><body><main><h1>查无此企业<br><small>No such enterprise</small></h1></main></body></html>`
