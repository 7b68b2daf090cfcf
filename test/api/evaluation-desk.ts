import { randomUUID } from 'node:crypto'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'
import { pngOf } from './sales-world.ts'

type Answered = Promise<{ status: number; body: Json }>

export type EvaluationDesk = DeskWorld & {
  /** One that no evaluation has had: each has a period of its own, the same one twice is refused. */
  freshYear(): number
  /** Uploads a picture of enterprise a. @returns its hash */
  picture(role?: string): Promise<string>
  begun(more?: object, role?: string): Promise<Json>
  step(id: string, name: string, body?: object, role?: string): Answered
  /** Scored and signed. */
  signed(made: Json): Promise<Json>
}

export const period = { from: '2026-01-01', to: '2027-01-01' }

/** What the sheet suggests, else the maximum with a remark. */
export const scores = ({ items }: Json): object[] =>
  items.map(({ no, suggested, scoring }: Json) => {
    if (suggested !== null) return { no, ...suggested }
    if (scoring.kind === 'points') return { no, points: scoring.max, reason: '现场查看' }
    return scoring.kind === 'yes-no'
      ? { no, met: true, reason: '现场查看' }
      : { no, good: 9, all: 10, reason: '抽查10项' }
  })

const uploaded = async ({ api, world }: DeskWorld, role: string): Promise<string> => {
  const url = '/v1/objects?kind=signature&enterpriseId=ent-a'
  const { status, body } = await api.call('POST', url, undefined, pngOf(randomUUID()), {
    headers: { authorization: `Bearer ${world.tokens[role]}`, 'content-type': 'image/png' },
  })
  if (status !== 201) throw new Error(`picture: ${status} ${JSON.stringify(body)}`)
  return body.object
}

export const startEvaluations = async (): Promise<EvaluationDesk> => {
  const desk = await startDesk()
  let year = 1990
  const freshYear = () => ++year
  const picture: EvaluationDesk['picture'] = (role = 'regulator') => uploaded(desk, role)
  return {
    ...desk,
    freshYear,
    picture,
    begun: (more = {}, role = 'regulator') => {
      const from = freshYear()
      const body = {
        enterpriseId: 'ent-a',
        sheet: 'cn-3704-annex-2',
        from: `${from}-01-01`,
        to: `${from + 1}-01-01`,
        ...more,
      }
      return desk.must('/v1/evaluations', body, role)
    },
    step: (id, name, body = {}, role = 'regulator') =>
      desk.post(`/v1/evaluations/${id}/${name}`, body, role),
    signed: async ({ id, ...made }) => {
      await desk.must(`/v1/evaluations/${id}/items`, { items: scores(made) }, 'regulator')
      return desk.must(`/v1/evaluations/${id}/sign`, { object: await picture() }, 'regulator')
    },
  }
}
