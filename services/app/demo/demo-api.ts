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

  get(path: string): Promise<Answer> {
    return this.#ask(path, {})
  }

  post(path: string, body: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json' }
    return this.#ask(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /** @returns its name, by which a visit speaks of it */
  async picture(png: Buffer, customerId: string): Promise<string> {
    const path = `/v1/objects?kind=signature&enterpriseId=zibo-gas&customerId=${customerId}`
    const headers = { 'content-type': 'image/png' }
    const sent = { method: 'POST', headers, body: new Uint8Array(png) }
    return String((await this.#ask(path, sent)).body['object'])
  }

  async #ask(path: string, asked: RequestInit): Promise<Answer> {
    const bearer: Record<string, string> =
      this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }
    const headers = { ...(asked.headers as Record<string, string> | undefined), ...bearer }
    const response = await fetch(this.#url + path, { ...asked, headers })
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
