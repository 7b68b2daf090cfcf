import { afterAll, beforeAll, expect, it } from 'vitest'
import { problemMessage } from '#api/problem-message.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld } from './small-world.ts'

let api: ApiUnderTest
let tokens: Readonly<Record<string, string>>

beforeAll(async () => {
  api = await startApi()
  tokens = (await buildWorld(api)).tokens
}, 60_000)
afterAll(() => api?.close())

const post = (url: string, body: object) => api.call('POST', url, tokens['office'], body)

it('who is unknown is named, with what comes first', async () => {
  const { status, body } = await post('/v1/trainings', {
    enterpriseId: 'ent-a',
    heldOn: '2026-01-10',
    topics: ['safety'],
    content: '入户安装',
    minutes: 60,
    people: [{ operator: 'nobody-yet', passed: true }],
  })
  expect({ status, body }).toMatchObject({
    status: 422,
    body: {
      code: 'UNKNOWN_REFERENCE',
      path: '/people/0/operator',
      remedy: expect.stringContaining('/v1/staff'),
      message: { zh: expect.stringMatching(/nobody-yet.*员工名册/u) },
    },
  })
})

it('a wrong id in the address is a pointer like any other', async () => {
  const { status, body } = await post('/v1/customers/undefined/premises', {})
  expect({ status, path: body.errors[0].path }).toEqual({ status: 400, path: '/id' })
})

it('a measure that nobody knows is left out', () => {
  const { zh, en } = problemMessage('CUSTOMER_IS_MINOR', { limit: 18, unit: 'years' })
  expect(zh).toContain('限值 18 years')
  expect(`${zh}${en}`).not.toContain('?')
})

it('the reason is said in both languages', () => {
  const detail = { zh: '校验位不符', en: 'the check digit does not fit' }
  const { zh, en } = problemMessage('INVALID_IDENTITY', { path: '/paper/number', detail })
  expect(zh).toContain(detail.zh)
  expect(en).toContain(detail.en)
})
