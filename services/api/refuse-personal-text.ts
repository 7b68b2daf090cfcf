import type { FastifyInstance } from 'fastify'
import type { ApiDeps } from './api-deps.ts'
import { problem } from './problem.ts'
import { dayOf } from '#domain/calendar.ts'
import { checkIdNumber } from '#domain/identity/id-number.ts'
import { type Day, epochMs } from '#domain/units.ts'

/** A mobile number of 11 digits, also in groups. */
const MOBILE = /(?<!\d)1[3-9](?:[ -]?\d){9}(?!\d)/u
const ID_NUMBERS = /(?<!\d)\d{17}[\dXx](?!\d)/gu

/** What the text tells of a person; null = nothing that a machine can see. A name is a word like any other: it cannot be seen. */
const toldOfPerson = (typed: string, today: Day): 'mobile number' | 'ID number' | null => {
  const text = typed.normalize('NFKC')
  if (MOBILE.test(text)) return 'mobile number'
  const found = text.match(ID_NUMBERS) ?? []
  return found.some((number) => checkIdNumber(number, today).ok) ? 'ID number' : null
}

const reasonsOf = (body: unknown, path: string): readonly (readonly [string, string])[] => {
  if (Array.isArray(body)) return body.flatMap((one, i) => reasonsOf(one, `${path}/${i}`))
  if (body === null || typeof body !== 'object' || Object.getPrototypeOf(body) !== Object.prototype)
    return []
  return Object.entries(body).flatMap(([key, value]) =>
    key === 'reason' && typeof value === 'string'
      ? [[`${path}/${key}`, value] as const]
      : reasonsOf(value, `${path}/${key}`),
  )
}

/** Reasons stand in lives, logs and lists for ever, in clear: whom they are about is told by a reference. @throws PERSONAL_DATA_IN_TEXT */
export const refusePersonalText = (app: FastifyInstance, deps: ApiDeps): void => {
  app.addHook('preHandler', async ({ body }) => {
    const today = dayOf(epochMs(deps.clock()))
    for (const [path, text] of reasonsOf(body, '')) {
      const told = toldOfPerson(text, today)
      if (told === null) continue
      const detail = {
        zh: `${path} 中含有${told === 'ID number' ? '身份证号' : '手机号'}：请删去，姓名也请勿填写；用户以编号指代`,
        en: `${path} holds a ${told}: leave it out, and names too, which no machine can see; the customer is known by reference`,
      }
      throw problem('PERSONAL_DATA_IN_TEXT', { path, detail })
    }
  })
}
