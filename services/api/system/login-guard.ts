import type { ApiQueries } from '#store/queries/api-queries.ts'
import type { Login } from '#store/queries/system/sessions.ts'

/** So many wrong passwords are free; the next ones lock the name for 30 s, doubling up to 15 minutes. */
export const FREE_ATTEMPTS = 5
const FIRST_LOCK_MS = 30_000
/** Names that do not exist are remembered in memory, the oldest forgotten first. */
const MAX_NAMES = 5_000

/** Lock-out on guessing, the same for names that exist and names that do not. */
export class LoginGuard {
  readonly #sessions: ApiQueries['sessions']
  readonly #unknown = new Map<string, { failed: number; lockedUntil: number }>()
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(sessions: ApiQueries['sessions']) {
    this.#sessions = sessions
  }

  /** Attempts at one name, one after the other: each sees how those before it ended, also when they were sent at once. */
  async inTurn<T>(username: string, attempt: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(username) ?? Promise.resolve()
    const turn = before.then(attempt, attempt)
    this.#turns.set(username, turn)
    try {
      return await turn
    } finally {
      if (this.#turns.get(username) === turn) this.#turns.delete(username)
    }
  }

  /** Milliseconds until another attempt is allowed; 0 = now. */
  lockedFor(username: string, login: Login | null, now: number): number {
    const until = login === null ? this.#unknown.get(username)?.lockedUntil : login.lockedUntil
    return Math.max(0, (until ?? 0) - now)
  }

  async failed(username: string, login: Login | null, now: number): Promise<void> {
    if (login !== null) {
      await this.#sessions.loginFailed(login.userId, now, FREE_ATTEMPTS)
      return
    }
    const failed = (this.#unknown.get(username)?.failed ?? 0) + 1
    const doublings = Math.min(failed - FREE_ATTEMPTS, 5)
    const lockedUntil = failed >= FREE_ATTEMPTS ? now + FIRST_LOCK_MS * 2 ** doublings : 0
    this.#unknown.delete(username)
    this.#unknown.set(username, { failed, lockedUntil: Math.min(lockedUntil, now + 900_000) })
    const [oldest] = this.#unknown.keys()
    if (this.#unknown.size > MAX_NAMES && oldest !== undefined) this.#unknown.delete(oldest)
  }
}
