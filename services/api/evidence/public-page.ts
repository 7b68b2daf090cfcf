import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { mismatchForm } from './mismatch-form.ts'
import { call, escapeHtml, factList, publicHtml, verdict } from './public-frame.ts'
import type { PublicView, WhyNot } from './public-view.ts'

const serviceWords: Readonly<Record<string, string>> = {
  quarantined: '隔离待处理 held back',
  'at-inspection': '送检中 at inspection',
  idle: '停用 out of use',
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
  return `${kilograms(netG)} kg<small>允许 allowed ${span} kg</small>`
}

const text = (value: string | null): string | null => (value === null ? null : escapeHtml(value))

/** Its state where that says more than the verdict above it. */
const stateOf = ({ service }: PublicView): readonly (readonly [string, string])[] =>
  service === 'in-service' ? [] : [['状态 State', serviceWords[service] ?? escapeHtml(service)]]

const rowsOf = (view: PublicView): readonly (readonly [string, string | null])[] => [
  ['气瓶编号 Code', text(view.code)],
  ['出厂编号 Serial no.', text(view.serialNo)],
  ['型号 Model', text(view.model)],
  ['产权单位 Owner', text(view.owner)],
  ['充装单位 Filled by', text(view.lastFill?.stationName ?? null)],
  [
    '充装日期 Filled on',
    view.lastFill === null ? null : dayOf(epochMs(Date.parse(view.lastFill.at))),
  ],
  ['充装量 Net content', contentOf(view)],
  ['下次检验 Inspection due', view.nextInspectionOn],
  ['使用年限至 Service life until', view.retireOn],
  ...stateOf(view),
  ['制造单位 Maker', text(view.manufacturer)],
  ['制造日期 Made', text(view.madeOn)],
]

/** What of a cylinder is wrong, in words that need no explaining. */
const WHY_NOT: Readonly<Record<WhyNot, readonly [string, string]>> = {
  retired: ['已经报废，不得再充装和使用。', 'Retired: it must not be filled or used again.'],
  lost: ['已挂失。请告知供气单位。', 'Reported lost or stolen: tell the supplier.'],
  copied: [
    '同一编号在两处出现，可能是仿冒。请核对钢印。',
    'Its code was seen in two places: it may be a copy. Compare the stamp.',
  ],
  held: ['发现问题，处理完之前不得使用。', 'A fault was found: not to be used until it is mended.'],
  'at-inspection': ['应在检验机构检验。', 'It should be at the inspection laboratory.'],
  idle: ['停用已久，检验后才能再用。', 'Out of use for long: to be inspected first.'],
  'inspection-overdue': ['定期检验已过期。', 'Its inspection is overdue.'],
  'inspection-unknown': ['没有检验记录。', 'No inspection is on record.'],
  'life-over': ['已超过使用年限。', 'It is past its service life.'],
}

const verdictOf = ({ inDate, whyNot, lastFill }: PublicView): string => {
  if (inDate) {
    return verdict('good', '✓ 合格在用', 'In date and in service')
  }
  const reasons = whyNot
    .map((why) => `<p>${WHY_NOT[why][0]}<br><small>${WHY_NOT[why][1]}</small></p>`)
    .join('')
  const ask =
    lastFill === null
      ? '<p>请联系供应站。 Ask your supplier.</p>'
      : '<p>请关闭瓶阀，联系供应站更换。<br><small>Close its valve and ask your supplier for another one.</small></p>'
  return verdict('bad', '✗ 请勿使用', `Do not use${reasons}${ask}`)
}

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

const HEAD = '<h1>液化石油气瓶<br><small>LPG cylinder</small></h1>'

export const publicPage = (view: PublicView): string =>
  publicHtml(
    `气瓶 ${view.code}`,
    `${HEAD}${verdictOf(view)}${factList(rowsOf(view))}${mismatchForm(view)}${complaintOf(view)}${tips}`,
  )

/** `code` as it was asked for: what to name on the telephone. */
export const unknownPage = (code: string): string =>
  publicHtml(
    '未登记的气瓶',
    `${HEAD}${verdict('bad', '✗ 请勿使用', `<p>该编号没有登记：<b>${escapeHtml(code)}</b></p>This code is not registered: do not use it.`)}<section><p>来源不明的气瓶不要接收、不要使用。请核对标签上的编号，并向供气单位或当地燃气主管部门反映（政务服务热线 12345）。<br><small>Do not take or use a cylinder of unknown origin. Compare the code with the label; tell the supplier or the local gas authority (12345, the government’s service line).</small></p>${call('政务服务热线 Government line', '12345')}</section>${tips}`,
  )
