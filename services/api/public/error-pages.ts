import type { FastifyInstance } from 'fastify'
import { PAGE_CSP, publicHtml, verdict } from '#api/evidence/public-frame.ts'

/** Pages for everybody: of a cylinder, a badge, an enterprise. */
const PAGES = /^\/[tbe]\//

type Words = readonly [zh: string, en: string, todoZh: string, todoEn: string]

const AWAY: Words = [
  '系统暂时不可用',
  'Not available at the moment',
  '请过一会儿再打开；急事请拨打标签或用气手册上的电话。',
  'Open it again later; if it is urgent, call the number on the label or in your handbook.',
]
const WORDS: Readonly<Record<number, Words>> = {
  404: [
    '找不到此页',
    'No such page',
    '请重新扫描二维码，或核对网址。',
    'Scan the code again, or compare the address.',
  ],
  429: ['请求太频繁', 'Asked too often', '请等一分钟再试。', 'Wait a minute, then try again.'],
}
const WRONG: Words = [
  '无法识别此地址',
  'This address cannot be read',
  '请重新扫描二维码，或手工输入瓶身上的编号。',
  'Scan the code again, or type the code that stands on the cylinder.',
]

const wordsOf = (status: number): Words => WORDS[status] ?? (status >= 500 ? AWAY : WRONG)

const errorPage = (status: number): string => {
  const [zh, en, todoZh, todoEn] = wordsOf(status)
  return publicHtml(
    zh,
    `<h1>液化石油气瓶<br><small>LPG cylinder</small></h1>${verdict('plain', zh, `${en}<p>${todoZh}<br><small>${todoEn}</small></p>`)}`,
  )
}

/** Whoever scanned a code with a phone is told in words, not in JSON, why there is no page. */
export const useErrorPages = (app: FastifyInstance): void => {
  app.addHook('onSend', (request, reply, payload, done) => {
    const type = reply.getHeader('content-type')
    const isProblem = typeof type === 'string' && type.startsWith('application/problem+json')
    if (!isProblem || !PAGES.test(request.url)) return done(null, payload)
    void reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_CSP)
    // It was measured for the problem.
    void reply.removeHeader('content-length')
    return done(null, errorPage(reply.statusCode))
  })
}
