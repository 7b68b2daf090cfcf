import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { PaidNotice, PayChannel, PayOpened, PayOrder } from '#domain/money/pay-channel.ts'
import { smsSignature as requestSignature } from '#jobs/notifications/sms-channel.ts'
import type { Config } from '#app/config.ts'

export type PayConfig = {
  readonly url: string
  readonly keyId: string
  readonly secret: string
  readonly method: PayChannel['method']
}

/** A notice is read once more for so long; a repeat books nothing. */
const NOTICE_MS = 15 * 60_000

const canonical = ({ id, amountFen, providerId, paidAt }: PaidNotice): string =>
  [id, amountFen, providerId, paidAt].join('\n')

/** How a provider signs its notice: timestamp, nonce and the four fields, a line each, under the shared secret. */
export const noticeSignature = (
  secret: string,
  notice: PaidNotice,
  { timestamp, nonce }: { readonly timestamp: string; readonly nonce: string },
): string =>
  createHmac('sha256', secret)
    .update(`${timestamp}\n${nonce}\n${canonical(notice)}`)
    .digest('hex')

const opened = async (response: Response): Promise<PayOpened> => {
  const { payUrl } = (await response.json()) as { payUrl?: unknown }
  return typeof payUrl === 'string' && /^https?:\/\/[^/]/.test(payUrl)
    ? { state: 'open', payUrl }
    : { state: 'refused', reason: 'NO_ADDRESS' }
}

/** One signed HTTP POST `{"id","amountFen","subject","notifyUrl"}`, answered with `{"payUrl"}`. */
export const payChannel = (config: PayConfig, now: () => number): PayChannel => ({
  method: config.method,

  open: async (order: PayOrder, signal: AbortSignal): Promise<PayOpened> => {
    const body = JSON.stringify(order)
    const timestamp = String(now())
    const nonce = randomBytes(16).toString('hex')
    try {
      const response = await fetch(config.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'idempotency-key': order.id,
          'x-lpg-key': config.keyId,
          'x-lpg-timestamp': timestamp,
          'x-lpg-nonce': nonce,
          'x-lpg-signature': requestSignature(config.secret, { timestamp, nonce, body }),
        },
        body,
        signal,
        redirect: 'error',
      })
      if (response.ok) return await opened(response)
      await response.body?.cancel()
      return { state: 'refused', reason: `HTTP_${response.status}` }
    } catch {
      return { state: 'refused', reason: 'UNREACHABLE' }
    }
  },

  isGenuine: (notice, { timestamp, nonce, signature }) => {
    if (!/^\d{13}$/.test(timestamp) || Math.abs(now() - Number(timestamp)) > NOTICE_MS) return false
    const expected = noticeSignature(config.secret, notice, { timestamp, nonce })
    const [ours, theirs] = [Buffer.from(expected), Buffer.from(signature)]
    return ours.length === theirs.length && timingSafeEqual(ours, theirs)
  },
})

/** As configured; undefined = nobody pays online. */
export const payChannelOf = (config: Config): PayChannel | undefined => {
  const { PAY_URL: url, PAY_KEY_ID: keyId, PAY_SECRET: secret, PAY_METHOD: method } = config
  return url === undefined || keyId === undefined || secret === undefined
    ? undefined
    : payChannel({ url, keyId, secret, method }, () => Date.now())
}
