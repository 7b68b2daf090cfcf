import { afterAll, beforeAll, expect, it } from 'vitest'
import { problemMessage } from '#api/problem-message.ts'
import type { ProblemDetails } from '#api/problem.ts'
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

it('a day that does not exist is named as one, where a time would do as well', async () => {
  const url = '/v1/kpis?from=2026-02-30&to=2026-04-01'
  const { status, body } = await api.call('GET', url, tokens['office'])
  expect({ status, path: body.path }).toEqual({ status: 400, path: 'from' })
  expect(body.message.zh).toContain('应为真实存在的日期或时间')
})

it('of a list that may be empty the very field is named', async () => {
  const { status, body } = await post('/v1/trips/00000000-0000-4000-8000-000000000000/arrive', {
    siteId: 'st-a',
    cylinders: [{ code: 'CYL-a', condition: 'half', appearanceOk: true }],
  })
  expect({ status, path: body.path }).toEqual({ status: 400, path: '/cylinders/0/condition' })
  expect(body.message.zh).toContain('应为下列之一')
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

it('no site can give its reason, or what to do, in one language only: the compiler refuses it', () => {
  // @ts-expect-error a reason in English alone
  const reason: ProblemDetails = { detail: 'the check digit does not fit' }
  // @ts-expect-error what to do in English alone
  const remedy: ProblemDetails = { remedy: 'record the training: POST /v1/trainings' }
  // @ts-expect-error a reason without its Chinese
  const half: ProblemDetails = { detail: { en: 'the check digit does not fit' } }
  expect([reason, remedy, half]).toHaveLength(3)
})

it('a rule that is the problem itself is not said twice', () => {
  const { zh, en } = problemMessage('CASE_STATE', { rule: 'CASE_STATE', clause: 'R002-5.5.2' })
  expect(zh).toContain('依据 R002-5.5.2')
  expect(zh + en).not.toContain('CASE_STATE')
  expect(problemMessage('CASE_STATE', { rule: 'CASE_STATE' }).zh).not.toContain('依据')
})

it('what ends a block is said in words', () => {
  const { zh, en } = problemMessage('CYLINDER_BLOCKED', { rule: 'LEAKING', remedy: 'repair' })
  expect(zh).toContain('请送充装站维修并检查合格')
  expect(en).toContain('have it repaired')
})
