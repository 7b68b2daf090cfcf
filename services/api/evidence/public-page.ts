import { createHash } from 'node:crypto'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import type { PublicView } from './public-view.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => entities[char] ?? '')

/** No script, no font, no image: one request, readable on any phone. */
const PAGE_STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1d2733;background:#f3f5f7}
main{max-width:32rem;margin:0 auto;padding:1rem}
.verdict{border-radius:.75rem;padding:1rem 1.25rem;color:#fff;background:#1a7f4b}
.verdict.bad{background:#b3261e}.verdict b{font-size:1.6rem;display:block}
dl{background:#fff;border-radius:.75rem;padding:.5rem 1.25rem;display:grid;grid-template-columns:auto 1fr;gap:.35rem 1rem}
dt{color:#5b6876}dd{margin:0;text-align:right;overflow-wrap:anywhere}small{color:#5b6876}`

const styleHash = createHash('sha256').update(PAGE_STYLE).digest('base64')

/** What the pages for everybody may load: their own style, known by its hash. */
export const PAGE_CSP = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** A page for everybody; `body` is HTML, the title is text. */
export const publicHtml = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${PAGE_STYLE}</style></head><body><main>${body}</main></body></html>`

const serviceWords: Readonly<Record<string, string>> = {
  'in-service': '在用 in service',
  quarantined: '隔离待处理 quarantined',
  'at-inspection': '送检中 at inspection',
  idle: '停用 idle',
  lost: '已挂失 reported lost',
  retired: '已报废 retired',
}

const rowsOf = (view: PublicView): readonly (readonly [string, string | null])[] => [
  ['气瓶编号 Code', view.code],
  ['型号 Model', view.model],
  ['状态 State', serviceWords[view.service] ?? view.service],
  ['充装单位 Filled by', view.lastFill?.stationName ?? null],
  [
    '充装日期 Filled on',
    view.lastFill === null ? null : dayOf(epochMs(Date.parse(view.lastFill.at))),
  ],
  [
    '充装量 Net content',
    view.lastFill === null ? null : `${(view.lastFill.netG / 1000).toFixed(2)} kg`,
  ],
  ['下次检验 Inspection due', view.nextInspectionOn],
  ['使用年限至 Service life until', view.retireOn],
  ['产权单位 Owner', view.owner],
  ['服务电话 Service', view.servicePhone],
  ['监督电话 Supervision', view.supervisionPhone],
  ['制造单位 Maker', view.manufacturer],
  ['出厂编号 Serial no.', view.serialNo],
  ['制造日期 Made', view.madeOn],
]

export const publicPage = (view: PublicView): string => {
  const facts = rowsOf(view)
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value ?? '—')}</dd>`)
    .join('')
  const verdict = view.inDate
    ? '<div class="verdict"><b>✓ 合格在用</b>In date and in service</div>'
    : '<div class="verdict bad"><b>✗ 请勿使用</b>Do not use: not in date, or held back. 请联系供应站 Ask your supplier.</div>'
  return publicHtml(
    `气瓶 ${view.code}`,
    `<h1>液化石油气瓶<br><small>LPG cylinder</small></h1>${verdict}<dl>${facts}</dl>`,
  )
}

export const unknownPage = (): string =>
  publicHtml(
    '未登记的气瓶',
    '<h1>未登记的气瓶<br><small>Unknown cylinder</small></h1><div class="verdict bad"><b>✗ 请勿使用</b>No cylinder is registered under this code. 请勿使用来源不明的气瓶。</div>',
  )
