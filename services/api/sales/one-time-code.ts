import { randomInt } from 'node:crypto'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { hashPassword, passwordMatches } from '#api/system/password.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'

/** Long enough for an SMS to come and a visit to end; six digits are soon guessed. */
const CODE_MS = 10 * 60_000
const MOST_GUESSES = 5
/** Nobody needs two codes in a minute; whoever asks for them is after something else. */
const PAUSE_MS = 60_000

export type CodeVerdict = 'right' | 'wrong' | 'late' | 'spent' | 'none'

/** 签收码: a code that the customer alone is told, for a signature. */
export const visitCodes = (deps: ApiDeps) => {
  const { visitCodes: codes } = deps.queries

  /** @throws RATE_LIMITED, CUSTOMER_ERASED */
  const send = async (order: OrderRow): Promise<{ until: number }> => {
    const now = deps.clock()
    const before = await codes.of(order.id)
    if (before !== null && now < before.sentAt + PAUSE_MS) {
      const retryAfterS = Math.ceil((before.sentAt + PAUSE_MS - now) / 1000)
      throw problem('RATE_LIMITED', { retryAfterS })
    }
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const hash = await hashPassword(`${order.id} ${code}`)
    const until = now + CODE_MS
    const sent = await codes.send(
      { orderId: order.id, enterpriseId: order.enterpriseId, code, hash, sentAt: now, until },
      {
        enterpriseId: order.enterpriseId,
        key: `delivery-code:${order.id}:${now}`,
        template: 'delivery-code',
        params: { orderNo: order.no },
        channel: 'sms',
        to: { kind: 'customer', ref: order.customerId },
        expiresAt: until,
      },
    )
    if (!sent) throw problem('CUSTOMER_ERASED')
    return { until }
  }

  /** `at`: when it was typed in, which offline is before we know. Each look that is not right costs a guess. */
  const check = async (order: OrderRow, text: string, at: number): Promise<CodeVerdict> => {
    const code = await codes.of(order.id)
    if (code === null) return 'none'
    if (code.provenAt === null && (at > code.until || at < code.sentAt - PAUSE_MS)) return 'late'
    if (!(await codes.guess(order.id, MOST_GUESSES))) return 'spent'
    if (!(await passwordMatches(code.hash, `${order.id} ${text}`))) return 'wrong'
    await codes.prove(order.id, at)
    return 'right'
  }

  /** Guesses that are left. */
  const left = async (order: OrderRow): Promise<number> =>
    MOST_GUESSES - ((await codes.of(order.id))?.attempts ?? MOST_GUESSES)

  return { send, check, left }
}
