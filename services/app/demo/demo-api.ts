export type Answer = { readonly status: number; readonly body: Record<string, unknown> }

/** The demo is a client like any other: what it knows it sent over HTTP. */
export class DemoApi {
  readonly #url: string
  readonly #token: string | undefined

  constructor(url: string, token?: string) {
    this.#url = url
    this.#token = token
  }

  /** @returns null when the password is wrong. @throws Error when it could not be asked. */
  async signIn(username: string, password: string): Promise<string | null> {
    const { status, body } = await this.post('/v1/sessions', { username, password })
    if (status === 401) return null
    if (typeof body['token'] !== 'string') throw new Error(`sign-in of ${username}: ${status}`)
    return body['token']
  }

  async post(path: string, body: unknown): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
      },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  /** Creates what may stand there already: a second start finds everything. @throws Error with the problem's text. */
  async ensure(path: string, body: unknown): Promise<'created' | 'known'> {
    const answer = await this.post(path, body)
    if (answer.status < 300) return 'created'
    if (answer.status === 409) return 'known'
    throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
}
