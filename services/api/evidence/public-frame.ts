import { createHash } from 'node:crypto'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => entities[char] ?? '')

/** No script, no font, no image: one request, readable on any phone. Logical sides, for scripts that run from right to left. */
const PAGE_STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1d2733;background:#f3f5f7}
main{max-width:32rem;margin:0 auto;padding:1rem}h1{font-size:1.5rem;line-height:1.3;margin:.25rem 0 1rem}h1 small{font-size:1rem;font-weight:400}
.verdict{border-radius:.75rem;padding:1rem 1.25rem;color:#fff;background:#1a7f4b}
.verdict.bad{background:#b3261e}.verdict.plain{background:#37474f}.verdict b{font-size:1.6rem;display:block}.verdict p{margin:.5rem 0 0}.verdict small{color:inherit}
dl{background:#fff;border-radius:.75rem;padding:.25rem 1.25rem;margin:1rem 0}dl div{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;padding:.5rem 0;border-block-end:1px solid #e1e6eb}dl div:last-child{border:0}
dt{color:#5b6876}dd{margin:0 0 0 auto;margin-inline:auto 0;text-align:end;overflow-wrap:anywhere;font-weight:600}dd small{font-weight:400;display:block}small{color:#5b6876}
details,section{background:#fff;border-radius:.75rem;padding:.75rem 1.25rem;margin:1rem 0}
summary{min-height:44px;line-height:1.4;padding:.6rem 0;box-sizing:border-box;font-weight:700;color:#b3261e;cursor:pointer}
h2{font-size:1.1rem;margin:.25rem 0}ul{padding-inline-start:1.2rem;margin:.25rem 0}li{margin:.35rem 0}
a.call,a.back{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;min-height:44px;align-items:center;color:#0f6177;font-weight:700}a.call bdi{margin-inline-start:auto}
fieldset{border:0;padding:0;margin:.5rem 0}legend{font-weight:700;padding:0}
label{display:flex;gap:.75rem;align-items:center;min-height:44px}label.wide{display:block}input[type=radio]{width:1.4rem;height:1.4rem;flex:none}
input[type=text]{font:inherit;width:100%;box-sizing:border-box;min-height:44px;padding:.25rem .75rem;border:1px solid #5b6876;border-radius:.5rem}
button{font:inherit;font-weight:700;width:100%;min-height:52px;margin:.75rem 0 .5rem;border:0;border-radius:.5rem;color:#fff;background:#b3261e;cursor:pointer}
:focus-visible{outline:3px solid #0f6177;outline-offset:2px}`

const styleHash = createHash('sha256').update(PAGE_STYLE).digest('base64')

const cspOf = (formAction: string): string =>
  `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`

/** What the pages for everybody may load: their own style, known by its hash. */
export const PAGE_CSP = cspOf("'none'")

/** … and where something can be told. */
export const FORM_CSP = cspOf("'self'")

/** A page for everybody; `body` is HTML, the title is text. */
export const publicHtml = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${PAGE_STYLE}</style></head><body><main>${body}</main></body></html>`

/** What stands at the top of a page: `body` is HTML. */
export const verdict = (kind: 'good' | 'bad' | 'plain', title: string, body: string): string =>
  `<div class="verdict ${kind}"><b>${title}</b>${body}</div>`

/** Name and value; a value of null is not known. */
export const factList = (rows: readonly (readonly [string, string | null])[]): string =>
  `<dl>${rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${value ?? '—'}</dd></div>`).join('')}</dl>`

/** A telephone number to tap; nothing where none was published. */
export const call = (name: string, phone: string | null): string =>
  phone === null
    ? ''
    : `<a class="call" href="tel:${escapeHtml(phone.replace(/[^+0-9]/g, ''))}"><span>${name}</span><bdi dir="ltr">${escapeHtml(phone)}</bdi></a>`
