import type { ApiDeps } from '#api/api-deps.ts'
import {
  ADMIN_PASSWORD,
  type Answer,
  type ApiUnderTest,
  type Json,
  startApi,
} from './api-harness.ts'
import { buildWorld } from './small-world.ts'

export const CHECKS = {
  appearance: true,
  weld: true,
  valveSeat: true,
  wallThickness: true,
  volume: true,
  hydraulic: true,
  airTightness: true,
}

export const pass = (code: string, more: object = {}) => ({
  code,
  result: 'pass',
  inspectedOn: '2026-11-19',
  checks: CHECKS,
  measured: { wallThicknessMm: 2.4, volumeMl: 35_600 },
  tareG: 16_500,
  ...more,
})

export const url = (batch: Json, step: string) => `/v1/inspection-batches/${batch.id}/${step}`

export type InspectionWorld = {
  readonly api: ApiUnderTest
  /** Those of the small world, and of zhang and li in lab-1, wang in lab-2. */
  readonly tokens: Readonly<Record<string, string>>
  post(url: string, token: string | undefined, body: unknown, more?: object): Promise<Answer>
  /** A batch of these for lab-1. @throws Error unless it is taken */
  send(codes: readonly string[]): Promise<Json>
  /** A second later each time. */
  cylinder(code: string): Promise<Json>
}

/** The small world with two laboratories. */
export const startInspections = async (
  change: (deps: ApiDeps) => ApiDeps = (deps) => deps,
): Promise<InspectionWorld> => {
  const api = await startApi({ change })
  const tokens = { ...(await buildWorld(api)).tokens }
  const post: InspectionWorld['post'] = (to, token, body, more) =>
    api.call('POST', to, token, body, more)
  const must = async (to: string, token: string | undefined, body: unknown): Promise<Json> => {
    const answer = await post(to, token, body)
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await must('/v1/enterprises', tokens['admin'], { id: 'lab-1', name: '某某气瓶检验站' })
  await must('/v1/enterprises', tokens['admin'], { id: 'lab-2', name: '另一检验站' })
  for (const [username, enterpriseId] of [
    ['zhang', 'lab-1'],
    ['li', 'lab-1'],
    ['wang', 'lab-2'],
  ] as const) {
    const user = { username, password: ADMIN_PASSWORD, role: 'lab', enterpriseId }
    await must('/v1/users', tokens['admin'], user)
    tokens[username] = await api.login(username)
  }
  return {
    api,
    tokens,
    post,
    send: (codes) => must('/v1/inspection-batches', tokens['office'], { labId: 'lab-1', codes }),
    cylinder: async (code) => {
      api.clock.now += 1000
      return (await api.call('GET', `/v1/cylinders/${code}`, tokens['office'])).body
    },
  }
}
