import { call, escapeHtml, publicHtml, verdict } from './public-frame.ts'
import type { PublicView } from './public-view.ts'

const CHOICES = [
  ['serial', '钢印编号不同', 'The stamped number'],
  ['owner', '产权单位不同', 'The owner'],
  ['maker', '制造单位不同', 'The maker'],
  ['look', '型号、颜色或瓶身不同', 'Size, colour or body'],
] as const

const option = ([value, zh, en]: (typeof CHOICES)[number]): string =>
  `<label><input type="radio" name="differs" value="${value}" required><span>${zh}<br><small>${en}</small></span></label>`

type Contact = Pick<PublicView, 'servicePhone' | 'supervisionPhone'>

const phones = ({ servicePhone, supervisionPhone }: Contact): string =>
  `${call('服务电话 Service', servicePhone)}${call('监督电话 Supervision', supervisionPhone)}`

const bold = (text: string | null): string => (text === null ? '' : ` <b>${escapeHtml(text)}</b>`)

/** Opens without a script: what to compare with the metal, and a button that tells what differs. Nothing is asked of who tells it. */
export const mismatchForm = (view: PublicView): string =>
  `<details><summary>与瓶身不符？ Does it not match?</summary><p>请核对瓶身钢印的出厂编号${bold(view.serialNo)}和产权单位${bold(view.owner)}。不一致时不要接收、不要使用，并在此报告。<br><small>Compare the stamped number and owner. If they differ, do not take or use it, and tell us here.</small></p><form method="post" action="/t/${encodeURIComponent(view.code)}/mismatch"><fieldset><legend>哪里不同？ <small>What differs?</small></legend>${CHOICES.map(option).join('')}</fieldset><label class="wide">瓶上的钢印编号（可不填）<br><small>The number on the metal (may be left out)</small><input type="text" name="stamped" maxlength="24" autocomplete="off" autocapitalize="characters"></label><button>报告不符 Report it</button><small>不需要姓名和电话。 No name and no telephone number is asked.</small></form>${phones(view)}</details>`

const back = (code: string): string =>
  `<section><a class="back" href="/t/${encodeURIComponent(code)}">返回气瓶页面 Back to the cylinder</a></section>`

/** It was kept. */
export const mismatchThanks = (view: PublicView): string =>
  publicHtml(
    '已收到',
    `<h1>气瓶 ${escapeHtml(view.code)}</h1>${verdict('plain', '✓ 已收到，谢谢', 'Received, thank you. <p>供气单位和监管部门都会看到。请勿使用此瓶，并要求更换。<br>The supplier and the supervision see it. Do not use this cylinder; ask for another one.</p>')}<section>${phones(view)}</section>${back(view.code)}`,
  )

/** What was sent is not one of the choices: a page from yesterday, or no page of ours. */
export const mismatchAgain = (code: string): string =>
  publicHtml(
    '请再填一次',
    `<h1>请再填一次<br><small>Please fill it in again</small></h1>${verdict('plain', '没有收到', 'Not received. <p>请选择哪里不同；编号只填钢印上的数字和字母。<br>Choose what differs; of the number, only figures and letters as stamped.</p>')}${back(code)}`,
  )
