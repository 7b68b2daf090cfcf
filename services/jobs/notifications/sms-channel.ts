import { createHash, createHmac, randomBytes } from 'node:crypto'
import type {
  MessageChannel,
  OutgoingMessage,
  SendResult,
} from '#domain/notifications/notification.ts'

export type SmsConfig = {
  readonly url: string
  readonly keyId: string
  readonly secret: string
}

/** Timestamp, nonce and the body's hash under the shared secret; see README.md. */
export const smsSignature = (
  secret: string,
  { timestamp, nonce, body }: { timestamp: string; nonce: string; body: string },
): string => {
  const hash = createHash('sha256').update(body).digest('hex')
  return createHmac('sha256', secret).update(`${timestamp}\n${nonce}\n${hash}`).digest('hex')
}

const signedHeaders = (config: SmsConfig, id: string, body: string, now: number) => {
  const timestamp = String(now)
  const nonce = randomBytes(16).toString('hex')
  return {
    'content-type': 'application/json; charset=utf-8',
    'idempotency-key': id,
    'x-lpg-key': config.keyId,
    'x-lpg-timestamp': timestamp,
    'x-lpg-nonce': nonce,
    'x-lpg-signature': smsSignature(config.secret, { timestamp, nonce, body }),
  }
}

/** The provider's number for the message, from `{"id"}`; a gateway that answers otherwise has taken it all the same. */
const providerIdOf = async (response: Response): Promise<string | null> => {
  try {
    const { id } = (await response.json()) as { id?: unknown }
    return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 128) : null
  } catch {
    return null
  }
}

const reasonOf = (error: unknown): string => {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  if (name === 'TimeoutError' || name === 'AbortError') return 'TIMEOUT'
  return cause?.code ?? 'UNREACHABLE'
}

/** SMS (短信) as one signed HTTP POST `{"id","to","text"}`. 408, 425, 429 and 5xx are tried again, other refusals not. */
export const smsChannel = (config: SmsConfig, now: () => number): MessageChannel => ({
  name: 'sms-http',
  send: async ({ id, to, text }: OutgoingMessage, signal: AbortSignal): Promise<SendResult> => {
    const body = JSON.stringify({ id, to, text })
    try {
      const headers = signedHeaders(config, id, body, now())
      const response = await fetch(config.url, {
        method: 'POST',
        headers,
        body,
        signal,
        redirect: 'error',
      })
      if (response.ok) return { state: 'sent', providerId: await providerIdOf(response) }
      await response.body?.cancel()
      const again = response.status >= 500 || [408, 425, 429].includes(response.status)
      return { state: again ? 'retry' : 'refused', reason: `HTTP_${response.status}` }
    } catch (error) {
      return { state: 'retry', reason: reasonOf(error) }
    }
  },
})
