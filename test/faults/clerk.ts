import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiClient, plainCylinder } from '#test/app/api-client.ts'

/** Registers cylinders over HTTP for as long as it may, each again under its key until the answer is there: what it was told stands once. */
export class Clerk {
  readonly told: string[] = []
  readonly #admin: ApiClient
  readonly #password: string
  /** Of this clerk's codes: the town keeps those of earlier ones. */
  readonly #prefix = `CLERK-${randomUUID().slice(0, 8).toUpperCase()}`
  readonly #stopping = new AbortController()
  #work: Promise<void> | undefined

  constructor(admin: ApiClient, password: string) {
    this.#admin = admin
    this.#password = password
  }

  start(): void {
    this.#work = this.#register()
    // Thrown again by `stop`.
    this.#work.catch(() => undefined)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#work
  }

  async #register(): Promise<void> {
    for (let i = 0; !this.#stopping.signal.aborted; i += 1) {
      const code = `${this.#prefix}-${i}`
      const key = randomUUID()
      while (!(await this.#post(code, key))) {
        if (this.#stopping.signal.aborted) return
        await sleep(100)
      }
      this.told.push(code)
      await sleep(20)
    }
  }

  /** @throws Error when the registration is refused */
  async #post(code: string, key: string): Promise<boolean> {
    const { url, token } = this.#admin
    const answer = await fetch(`${url}/v1/cylinders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(plainCylinder(code)),
      signal: AbortSignal.timeout(5_000),
    }).catch(() => null)
    if (answer?.status === 201) return true
    // A day has passed, says the clock.
    if (answer?.status === 401) await this.#admin.signIn('admin', this.#password).catch(() => null)
    // Away, or the first try is still at work.
    if (answer === null || answer.status === 401 || answer.status === 409) return false
    if (answer.status >= 500) return false
    throw new Error(`${code}: ${answer.status} ${await answer.text()}`)
  }
}
