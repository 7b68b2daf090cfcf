import type { FastifyReply } from 'fastify'
import type { Remedy } from '#domain/codes.ts'
import type { Problem } from '#schemas/api/problem.ts'
import { type ErrorCode, errorCodes } from './error-codes.ts'
import { problemMessage } from './problem-message.ts'

/** A reason in both languages of those who read it. */
export type Said = { readonly zh: string; readonly en: string }

export type ProblemDetails = {
  /** Why, in the words of the place that knows. */
  readonly detail?: Said | undefined
  /** Pointer to the field of the body (`/tags/0/value`), or the name of a query or path parameter. */
  readonly path?: string | undefined
  readonly errors?: readonly { readonly path: string; readonly said: Said }[] | undefined
  /** Which finding or rule forbids it. */
  readonly rule?: string | undefined
  readonly measured?: number | string | undefined
  readonly limit?: number | string | undefined
  readonly unit?: string | undefined
  readonly clause?: string | undefined
  /** What to do where the code's own words are too general; a block's remedy is said by its name. */
  readonly remedy?: Said | Remedy | undefined
  readonly requestId?: string | undefined
  readonly retryAfterS?: number | undefined
}

/** What somebody has written, or names of fields: the same in every language. */
export const asWritten = (text: string): Said => ({ zh: text, en: text })

/** A refusal on its way to the client. Thrown at the rim only: below it refusals are values. */
export class ApiProblem extends Error {
  readonly code: ErrorCode
  readonly details: ProblemDetails

  constructor(code: ErrorCode, details: ProblemDetails = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

export const problem = (code: ErrorCode, details: ProblemDetails = {}): ApiProblem =>
  new ApiProblem(code, details)

export const problemBody = (code: ErrorCode, details: ProblemDetails): Problem => {
  const { status, title } = errorCodes[code]
  const { detail, remedy, errors } = details
  const said = {
    ...details,
    detail: detail?.en,
    remedy: typeof remedy === 'object' ? remedy.en : remedy,
    errors: errors?.map(({ path, said }) => ({ path, message: said.en, messageZh: said.zh })),
  }
  const given = Object.entries(said).filter(([, value]) => value !== undefined)
  return {
    type: `urn:lpg-trace:problem:${code}`,
    title,
    status,
    code,
    ...Object.fromEntries(given),
    message: problemMessage(code, details),
  }
}

export const sendProblem = (
  reply: FastifyReply,
  code: ErrorCode,
  details: ProblemDetails = {},
): FastifyReply => {
  if (details.retryAfterS !== undefined) void reply.header('retry-after', details.retryAfterS)
  // Sent as text, so that no response schema of the route tries to serialise it.
  return reply
    .code(errorCodes[code].status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(code, details)))
}
