import fastify from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { handleError } from '#api/error-handler.ts'
import { choice } from '#schemas/choice.ts'
import { quantity } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import type { Json } from './api-harness.ts'

const body = z.strictObject({
  name: text(5),
  volumeMl: quantity(1, 9, 'ml'),
  kind: choice(['a', 'b']),
  on: calendarDate,
  at: instant,
  // What zod says by itself.
  note: z.string().max(3),
  share: z.number().min(0).max(1),
  no: z.string().regex(/^[A-Z]+$/),
  parts: z.array(z.string()).max(1),
  seen: z.boolean(),
})

const good = {
  name: 'x',
  volumeMl: 5,
  kind: 'a',
  on: '2026-11-20',
  at: '2026-11-20T08:00:00.000Z',
  note: 'x',
  share: 0.5,
  no: 'A',
  parts: [],
  seen: true,
}

describe('what is wrong with each field is said in English and in Chinese', () => {
  const app = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setErrorHandler(handleError)
  app.post('/', { schema: { body } }, async () => ({}))
  afterAll(() => app.close())

  const errorsOf = async (change: object): Promise<Json[]> => {
    const payload = { ...good, ...change }
    const answer = await app.inject({ method: 'POST', url: '/', payload })
    const { code, errors } = answer.json()
    expect([answer.statusCode, code]).toEqual([400, 'INVALID_REQUEST'])
    return errors
  }

  it.each([
    ['missing', { seen: undefined }, '/seen', 'is missing', '缺少此项'],
    ['of a wrong type', { seen: 'yes' }, '/seen', 'must be true or false', '应为 true 或 false'],
    [
      'a wrong type, in our words',
      { volumeMl: '5' },
      '/volumeMl',
      'must be a number from 1 to 9 ml',
      '应为 1 至 9 的数（单位：ml）',
    ],
    ['too long', { note: 'four' }, '/note', 'must be at most 3 characters', '最多 3 个字符'],
    [
      'too long, in our words',
      { name: 'sixsix' },
      '/name',
      'must be text of 1 to 5 characters',
      '应为 1 至 5 个字符的文字，不得含空字符或残缺字符',
    ],
    ['too many', { parts: ['a', 'b'] }, '/parts', 'must be at most 1 entries', '最多 1 项'],
    [
      'of a wrong pattern',
      { no: 'a' },
      '/no',
      'has not the form that it should have',
      '格式不正确',
    ],
    ['none of the choices', { kind: 'c' }, '/kind', 'must be one of a, b', '应为下列之一：a, b'],
    ['unknown', { other: 1 }, '/', 'has unknown parts: other', '含有不认识的部分：other'],
    ['above the range', { share: 2 }, '/share', 'must be at most 1', '不得大于 1'],
    ['below the range', { share: -1 }, '/share', 'must be at least 0', '不得小于 0'],
    [
      'beyond the range, in our words',
      { volumeMl: 10 },
      '/volumeMl',
      'must be a number from 1 to 9 ml',
      '应为 1 至 9 的数（单位：ml）',
    ],
    [
      'no day of the calendar',
      { on: '2026-02-30' },
      '/on',
      'must be a day that exists, as 2026-11-20',
      '应为真实存在的日期，如 2026-11-20',
    ],
    [
      'no instant',
      { at: 'yesterday' },
      '/at',
      'must be an RFC 3339 time such as 2026-11-20T08:15:30.250Z',
      '应为真实存在的时间，如 2026-11-20T08:15:30.250Z',
    ],
  ])('%s', async (_name, change, path, message, messageZh) => {
    expect(await errorsOf(change)).toEqual([{ path, message, messageZh }])
  })

  it('several at once', async () => {
    const errors = await errorsOf({ volumeMl: undefined, kind: 'c', note: 1 })
    expect(errors.map((one) => one.path)).toEqual(['/volumeMl', '/kind', '/note'])
    for (const { messageZh } of errors) expect(messageZh).toMatch(/[\u4e00-\u9fff]/)
  })
})
