import type { CylinderCreate } from '#schemas/api/cylinder.ts'
import type { Trace, TraceEvent } from '#schemas/api/trace.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- what a test looks into
export type Answer = { readonly status: number; readonly body: any }

/** One signed-in person over HTTP. */
export class ApiClient {
  readonly url: string
  token = ''

  constructor(url: string) {
    this.url = url
  }

  async signIn(username: string, password: string): Promise<this> {
    const { status, body } = await this.call('POST', '/v1/sessions', { username, password })
    if (status !== 201) throw new Error(`sign-in of ${username}: ${status}`)
    this.token = body.token
    return this
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = String(response.headers.get('content-type')).includes('json')
    return { status: response.status, body: isJson ? JSON.parse(text) : text }
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path)
  }

  /** @throws Error unless it was created */
  async create(path: string, body: unknown): Promise<Answer['body']> {
    const answer = await this.call('POST', path, body)
    if (answer.status !== 201) {
      throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    return answer.body
  }

  async trace(code: string, query = ''): Promise<Trace> {
    const { status, body } = await this.get(`/v1/cylinders/${code}/trace${query}`)
    if (status !== 200) throw new Error(`trace of ${code}: ${status} ${JSON.stringify(body)}`)
    return body as Trace
  }

  /** @throws Error when the trace does not hold the event (exactly once) */
  async traced(code: string, eventId: string): Promise<TraceEvent> {
    const { events } = await this.trace(code, '?limit=500')
    const found = events.filter(({ id }) => id === eventId)
    if (found.length !== 1) throw new Error(`${eventId} stands ${found.length} times`)
    return found[0] as TraceEvent
  }
}

/** A 15-kg cylinder in date, tare 16 500 g, with a QR tag. */
export const plainCylinder = (code: string, change: Partial<CylinderCreate> = {}) => ({
  code,
  model: 'YSP35.5',
  waterVolumeMl: 35_500,
  stampedMaxG: 14_900,
  tareG: 16_500,
  madeOn: '2024-03',
  designLifeYears: 8,
  manufacturer: 'Test Works',
  serialNo: code,
  ownerId: 'gas-1',
  nextInspectionOn: '2099-01-01',
  needsVacuum: false,
  tags: [{ scheme: 'qr', value: `qr-${code}` }],
  ...change,
})
