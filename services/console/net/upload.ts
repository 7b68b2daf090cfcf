import type { Problem } from '#schemas/api/problem.ts'
import { newKey } from './new-key.ts'
import { RequestFailed } from './problem.ts'
import { currentSession } from './session.ts'

/**
 * Sends a file and says how much of it has been taken, which `fetch` cannot tell. @throws RequestFailed, `OFFLINE` when nothing
 * answered
 */
export const upload = <T>(
  path: string,
  file: File,
  {
    type,
    signal,
    onProgress,
  }: {
    readonly type: string
    readonly signal: AbortSignal
    /** From 0 to 1. */
    readonly onProgress: (share: number) => void
  },
): Promise<T> =>
  new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    sending.open('POST', path)
    const session = currentSession()
    if (session !== null) sending.setRequestHeader('authorization', `Bearer ${session.token}`)
    sending.setRequestHeader('content-type', type)
    sending.setRequestHeader('idempotency-key', newKey())
    sending.responseType = 'json'
    sending.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    sending.onload = () => {
      if (sending.status < 400) return resolve(sending.response as T)
      const problem = sending.response as Problem | null
      reject(new RequestFailed(sending.status, problem?.code ?? `HTTP_${sending.status}`, problem))
    }
    const lost = (): void => reject(new RequestFailed(0, 'OFFLINE', null))
    sending.onerror = lost
    sending.onabort = lost
    signal.addEventListener('abort', () => sending.abort())
    sending.send(file)
  })
