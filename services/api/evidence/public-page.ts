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
dl{background:#fff;border-radius:.75rem;padding:.5rem 1.25rem;display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:.35rem 1rem}
dt{color:#5b6876}dd{margin:0;text-align:right;overflow-wrap:anywhere}small{color:#5b6876}
details,section{background:#fff;border-radius:.75rem;padding:.75rem 1.25rem;margin:1rem 0}
summary{min-height:44px;line-height:44px;font-weight:700;color:#b3261e;cursor:pointer}
h2{font-size:1.1rem;margin:.25rem 0}ul{padding-inline-start:1.2rem;margin:.25rem 0}
a.call{display:block;min-height:44px;line-height:44px;color:#0f6177;font-weight:700}`

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

const kilograms = (grams: number): string => (grams / 1000).toFixed(2)

const contentOf = ({ lastFill }: PublicView): string | null => {
  if (lastFill === null) return null
  const { netG, allowed } = lastFill
  if (allowed === null) return `${kilograms(netG)} kg`
  const { lowerG, upperG } = allowed
  const span =
    lowerG === null ? `≤ ${kilograms(upperG)}` : `${kilograms(lowerG)}–${kilograms(upperG)}`
  return `${kilograms(netG)} kg（允许 allowed ${span} kg）`
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
  ['充装量 Net content', contentOf(view)],
  ['下次检验 Inspection due', view.nextInspectionOn],
  ['使用年限至 Service life until', view.retireOn],
  ['产权单位 Owner', view.owner],
  ['服务电话 Service', view.servicePhone],
  ['监督电话 Supervision', view.supervisionPhone],
  ['制造单位 Maker', view.manufacturer],
  ['出厂编号 Serial no.', view.serialNo],
  ['制造日期 Made', view.madeOn],
]

const call = (name: string, phone: string | null): string =>
  phone === null
    ? ''
    : `<a class="call" href="tel:${escapeHtml(phone.replace(/[^+0-9]/g, ''))}">${name} ${escapeHtml(phone)}</a>`

/** Opens without a script: what to compare with the metal, and what to do when it differs. */
const mismatchOf = ({ serialNo, owner, servicePhone, supervisionPhone }: PublicView): string =>
  `<details><summary>与瓶身不符？ Does it not match?</summary><p>请核对瓶身钢印的出厂编号${serialNo === null ? '' : ` <b>${escapeHtml(serialNo)}</b>`}和产权单位${owner === null ? '' : ` <b>${escapeHtml(owner)}</b>`}。不一致时不要接收、不要使用，拍下钢印和标签，马上打电话。<br><small>Compare the stamped number and owner. If they differ, do not take or use it; photograph stamp and label, and call.</small></p>${call('服务电话 Service', servicePhone)}${call('监督电话 Supervision', supervisionPhone)}</details>`

const complaintOf = ({ servicePhone, supervisionPhone }: PublicView): string =>
  `<section><h2>投诉与举报 <small>Complaints</small></h2><p>先向供气单位反映；不满意可向监督部门投诉，请报上气瓶编号。<br><small>Tell the supplier first, then the supervision; name the code of the cylinder.</small></p>${call('服务电话 Service', servicePhone)}${call('监督电话 Supervision', supervisionPhone)}</section>`

const TIPS = [
  ['直立使用，不得倒置、加热、摇晃。', 'Keep it upright; never turn, heat or shake it.'],
  ['放在通风处，不放卧室、地下室。', 'Keep it where air moves; not in a bedroom or a basement.'],
  [
    '用后关瓶阀；用肥皂水检漏，不用明火。',
    'Close the valve after use; look for leaks with soapy water, never with a flame.',
  ],
  [
    '闻到气味：关阀、开窗，到屋外再打电话。',
    'If you smell gas: close the valve, open windows, call from outside.',
  ],
  ['残液不得自行倾倒。', 'Never pour out what is left in it.'],
] as const

const tips = `<section><h2>安全用气 <small>Safety</small></h2><ul>${TIPS.map(([zh, en]) => `<li>${zh}<br><small>${en}</small></li>`).join('')}</ul></section>`

export const publicPage = (view: PublicView): string => {
  const facts = rowsOf(view)
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value ?? '—')}</dd>`)
    .join('')
  const verdict = view.inDate
    ? '<div class="verdict"><b>✓ 合格在用</b>In date and in service</div>'
    : '<div class="verdict bad"><b>✗ 请勿使用</b>Do not use: not in date, or held back. 请联系供应站 Ask your supplier.</div>'
  return publicHtml(
    `气瓶 ${view.code}`,
    `<h1>液化石油气瓶<br><small>LPG cylinder</small></h1>${verdict}<dl>${facts}</dl>${mismatchOf(view)}${complaintOf(view)}${tips}`,
  )
}

export const unknownPage = (): string =>
  publicHtml(
    '未登记的气瓶',
    '<h1>未登记的气瓶<br><small>Unknown cylinder</small></h1><div class="verdict bad"><b>✗ 请勿使用</b>No cylinder is registered under this code. 请勿使用来源不明的气瓶。</div>',
  )
