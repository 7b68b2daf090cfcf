import { createHash } from 'node:crypto'

/** What is kept of a one-time code: six digits are soon guessed, but it is good for one visit of one order and three days. */
export const codeHash = (orderId: string, code: string): Buffer =>
  createHash('sha256').update(`${orderId} ${code}`).digest()
