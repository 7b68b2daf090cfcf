import type { Problem } from '#schemas/api/problem.ts'

/** What the API refused (RFC 9457), or that it could not be reached. */
export class RequestFailed extends Error {
  readonly status: number
  readonly code: string
  readonly problem: Problem | null

  constructor(status: number, code: string, problem: Problem | null) {
    super(problem?.detail ?? problem?.title ?? code)
    this.status = status
    this.code = code
    this.problem = problem
  }
}

/** No answer: no network, or the server is away. Worth trying again. */
export const isOffline = (error: unknown): boolean =>
  error instanceof RequestFailed && error.code === 'OFFLINE'
