import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { StoreUnavailable } from '#domain/store-ports.ts'
import type { ErrorCode } from './error-codes.ts'
import { fieldZh } from './field-words.ts'
import { ourWords } from './library-words.ts'
import { ApiProblem, type ProblemDetails, type Said, sendProblem } from './problem.ts'

/** What Fastify and its plugins throw, in our codes. */
const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'INVALID_JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'INVALID_JSON',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'INVALID_JSON',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_BODY_TOO_LARGE: 'TOO_LARGE',
  FST_ERR_BAD_URL: 'INVALID_REQUEST',
  FST_ERR_MAX_PARAM_LENGTH: 'INVALID_REQUEST',
  FST_REQ_FILE_TOO_LARGE: 'TOO_LARGE',
}

/** What the code alone does not tell. */
const BROKEN: Readonly<Record<string, Said>> = {
  FST_ERR_BAD_URL: {
    zh: '地址中的百分号编码有误',
    en: 'the address has a percent sign that stands for nothing',
  },
  FST_ERR_MAX_PARAM_LENGTH: { zh: '地址中的编号过长', en: 'a part of the address is too long' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { zh: '请求体为空', en: 'the body is empty' },
}

/** The database is not there, is stopping, or has no connection left: nothing was written. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
  '08003',
])

const storeIsAway = (error: FastifyError): boolean =>
  error instanceof StoreUnavailable ||
  AWAY.has(error.code) ||
  /^(timeout exceeded when trying to connect|Connection terminated)/.test(error.message)

/** A pointer into the body; of the address too, but what stands in its query is called by its name. */
const pathOf = (context: string, pointer: string): string => {
  if (context === 'body') return pointer || '/'
  return context === 'params' ? pointer || context : pointer.slice(1) || context
}

const validationDetails = (error: FastifyError): ProblemDetails => {
  const context = error.validationContext ?? 'body'
  const errors = (error.validation ?? []).map((issue) => {
    const en = ourWords(issue)
    return { path: pathOf(context, issue.instancePath), said: { zh: fieldZh(en), en } }
  })
  const first = errors[0]
  return {
    errors,
    path: first?.path,
    detail:
      first === undefined ? undefined : { zh: first.said.zh, en: `${first.path} ${first.said.en}` },
  }
}

/** Every error becomes a problem; what is not ours to show stays in the log. */
export const handleError = (
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  if (error instanceof ApiProblem) return sendProblem(reply, error.code, error.details)
  if (hasZodFastifySchemaValidationErrors(error)) {
    return sendProblem(reply, 'INVALID_REQUEST', validationDetails(error))
  }
  const known = fastifyCodes[error.code]
  if (known !== undefined) return sendProblem(reply, known, { detail: BROKEN[error.code] })
  // PostgreSQL's "data exception" (a NUL, a number or time out of its range) in a place that no schema saw.
  if (/^22[0-9A-Z]{3}$/.test(error.code ?? '')) {
    request.log.warn({ err: error }, 'a value reached the database that it cannot hold')
    const detail = { zh: '有数值超出可存储的范围', en: 'a value is beyond what can be stored' }
    return sendProblem(reply, 'INVALID_REQUEST', { detail })
  }
  if (storeIsAway(error)) {
    request.log.warn({ err: error }, 'database away')
    return sendProblem(reply, 'STORE_UNAVAILABLE', { retryAfterS: 2 })
  }
  if (error.statusCode === 400) return sendProblem(reply, 'INVALID_JSON')
  request.log.error({ err: error }, 'request failed')
  return sendProblem(reply, 'INTERNAL', { requestId: request.id })
}
