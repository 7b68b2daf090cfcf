import type { GatewayLimits } from './gateway-options.ts'

/** Wrong guesses that are answered at once; each further one within the minute waits twice as long as the one before. */
const FREE = 5
const FIRST_MS = 250
const LONGEST_MS = 8000
const FORGET_MS = 60_000
/** Addresses and names that are remembered; the oldest are forgotten first. */
const MAX_NAMES = 10_000

/**
 * Makes guessing slow. A refusal is held back, the longer the more of them an address got for one device; good credentials never
 * wait, so nobody can lock a device out by guessing at its name. One address may have so many refusals waiting, no more.
 */
export class RefusalPace {
  private readonly limits: Pick<GatewayLimits, 'heldRefusals'>
  private readonly now: () => number
  private readonly wrong = new Map<string, { count: number; at: number }>()
  private readonly held = new Map<string, number>()

  constructor(limits: Pick<GatewayLimits, 'heldRefusals'>, now: () => number) {
    this.limits = limits
    this.now = now
  }

  /** So many of its refusals are waiting that the address is not listened to. */
  isCrowded(remote = ''): boolean {
    return (this.held.get(remote) ?? 0) >= this.limits.heldRefusals
  }

  /** Resolves when the refusal may be said. */
  async hold(remote = '', username: string): Promise<void> {
    const ms = this.delayMs(`${remote} ${username}`)
    if (ms === 0) return
    this.held.set(remote, (this.held.get(remote) ?? 0) + 1)
    await new Promise((resume) => setTimeout(resume, ms).unref())
    const left = (this.held.get(remote) ?? 1) - 1
    if (left === 0) this.held.delete(remote)
    else this.held.set(remote, left)
  }

  private delayMs(key: string): number {
    const now = this.now()
    const before = this.wrong.get(key)
    const count = before === undefined || now - before.at > FORGET_MS ? 1 : before.count + 1
    this.wrong.delete(key)
    this.wrong.set(key, { count, at: now })
    const [oldest] = this.wrong.keys()
    if (this.wrong.size > MAX_NAMES && oldest !== undefined) this.wrong.delete(oldest)
    return count <= FREE ? 0 : Math.min(FIRST_MS * 2 ** (count - FREE - 1), LONGEST_MS)
  }
}
