import type { Problem } from '#schemas/api/problem.ts'
import { RequestFailed } from './problem.ts'
import { closeSession, currentSession } from './session.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export type CallOptions = {
  readonly body?: unknown
  /** The same key again has one effect (`Idempotency-Key`). */
  readonly key?: string
  readonly signal?: AbortSignal
}

const problemOf = async (response: Response): Promise<Problem | null> => {
  try {
    return (await response.json()) as Problem
  } catch {
    return null
  }
}

/** The raw answer of the API. @throws RequestFailed, `OFFLINE` when nothing answered */
export const request = async (
  method: Method,
  path: string,
  { body, key, signal }: CallOptions = {},
): Promise<Response> => {
  const session = currentSession()
  const raw = body instanceof Blob || body instanceof FormData
  const response = await fetch(path, {
    method,
    ...(signal === undefined ? {} : { signal }),
    headers: {
      accept: 'application/json',
      ...(session === null ? {} : { authorization: `Bearer ${session.token}` }),
      ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new RequestFailed(0, 'OFFLINE', null)
  })
  if (response.ok) return response
  const problem = await problemOf(response)
  // The session ended elsewhere; only the one that this request was sent with is dropped.
  if (response.status === 401 && session !== null && currentSession() === session) closeSession()
  throw new RequestFailed(response.status, problem?.code ?? `HTTP_${response.status}`, problem)
}

/** Asks the API; `T` is what its schema (`#schemas/api`) promises. */
export const call = async <T>(method: Method, path: string, options?: CallOptions): Promise<T> => {
  const response = await request(method, path, options)
  return (response.status === 204 ? null : await response.json()) as T
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  call<T>('GET', path, signal === undefined ? {} : { signal })

/** `?a=1&b=2` of what is given; undefined, null and '' are left out. */
export const query = (
  parameters: Readonly<Record<string, string | number | boolean | null | undefined>>,
): string => {
  const given = Object.entries(parameters).filter(
    ([, v]) => v !== undefined && v !== null && v !== '',
  )
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([k, v]) => [k, String(v)])).toString()}`
}

/** Downloads a file that needs the session (label, export). */
export const download = async (path: string, fileName: string): Promise<void> => {
  const response = await request('GET', path)
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
