import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

describe('the clauses behind the verdicts', () => {
  let api: ApiUnderTest
  let world: World
  const ask = (path: string) => api.call('GET', `/v1/clauses${path}`, world.tokens['customer'])

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  it('gives the Chinese text, the English one, the document and its force', async () => {
    const { status, body } = await ask('/R002-7.1.14d')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: 'R002-7.1.14d',
      section: '7.1.14 d',
      force: 'recommended',
      certainty: 'document',
      document: { id: 'R002', zh: 'GB/T 28885-2012 燃气服务导则' },
    })
    expect(body.zh).toContain('瓶装燃气经营企业应对用户予以补偿')
    expect(body.en).toContain('compensate, user signs')
  })

  it('shows damaged text as printed, with the reading', async () => {
    const { body } = await ask('/R000-2.0.12')
    expect(body).toMatchObject({ force: 'draft', readings: [{ id: 'A6' }] })
    expect(body.zh).toContain('经类物质')
    expect(body.zhRead).toContain('烃类物质')
  })

  it('finds ids with any sign that the documents use', async () => {
    for (const id of ['R001-5.5-¶5', 'R001-5.6-bx…ce', 'R002-5.9.8 / 5.10.5', 'R001-5.5-bc/bj']) {
      const { status, body } = await ask(`/${encodeURIComponent(id)}`)
      expect([status, body.id]).toEqual([200, id])
    }
  })

  it('answers 404 for an id that nobody cites', async () => {
    expect(await ask('/R009-1')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  })

  it('gives several at once, in the order asked, once each, unknown ones left out', async () => {
    const { body } = await ask('?ids=F4,R002-7.1.4,nothing,F4,R003-7.1.14c')
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([
      'F4',
      'R002-7.1.4',
      'R003-7.1.14c',
    ])
    expect(body.next).toBeNull()
  })

  it('gives all of them in pages', async () => {
    const seen = new Set<string>()
    let next: string | null = null
    do {
      const { body } = await ask(`?limit=150${next === null ? '' : `&cursor=${next}`}`)
      for (const { id } of body.items) seen.add(id)
      next = body.next
    } while (next !== null)
    expect(seen.size).toBe(452)
  })
})
