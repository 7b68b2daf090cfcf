import type { FastifyInstance } from 'fastify'
import { MAX_DEPTH } from '#schemas/limits.ts'
import { problem } from './problem.ts'

/** Breadth first, so that the check itself cannot run out of stack. */
const deeperThan = (value: unknown, limit: number): boolean => {
  let level: unknown[] = [value]
  for (let depth = 1; ; depth += 1) {
    const next: unknown[] = []
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue
      if (depth > limit) return true
      for (const inner of Object.values(item)) next.push(inner)
    }
    if (next.length === 0) return false
    level = next
  }
}

/** JSON as strict as on the wire: real UTF-8 only, at most 16 levels, no `__proto__`. */
export const useStrictJson = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error')
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string
    try {
      text = utf8.decode(body as Buffer)
    } catch {
      done(
        problem('INVALID_JSON', {
          detail: { zh: '请求体不是 UTF-8 编码', en: 'the body is not UTF-8' },
        }),
      )
      return
    }
    void parse(request, text, (error, value: unknown) => {
      if (error !== null) done(error)
      else if (deeperThan(value, MAX_DEPTH)) {
        done(
          problem('INVALID_JSON', {
            detail: {
              zh: `嵌套超过 ${MAX_DEPTH} 层`,
              en: `nested deeper than ${MAX_DEPTH} levels`,
            },
          }),
        )
      } else done(null, value)
    })
  })
}
