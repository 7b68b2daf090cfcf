import jsQRModule from 'jsqr'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { epochMs } from '#domain/units.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

const jsQR = jsQRModule as unknown as typeof jsQRModule.default

describe('what the public sees', () => {
  let api: ApiUnderTest
  let world: World
  beforeAll(async () => {
    api = await startApi({ config: { publicUrl: 'https://lpg.example', publicPerMinute: 30 } })
    world = await buildWorld(api)
    const tags = [{ scheme: 'qr', value: 'https://other.example/q?n=1' }]
    const more = { tags, manufacturer: '<b>&"某厂</b>' }
    await api.call('POST', '/v1/cylinders', world.tokens['admin'], cylinderBody('P-1', more))
    await api.recorder.record('P-1', {
      id: '0192f0c1-0000-7000-8000-000000000001',
      type: 'fill.completed',
      at: epochMs(api.clock.now),
      stationId: 'st-a',
      operator: 's-1024-secret',
      body: { scale: 'scale-a', grossG: 30_980, tareG: 16_480 },
    })
  })
  afterAll(() => api.close())

  it('who filled it, when, how much, is it in date; nothing about people', async () => {
    const { status, body } = await api.call('GET', '/v1/public/cylinders/P-1')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      code: 'P-1',
      model: 'YSP35.5',
      owner: '企业 a',
      serialNo: 'SN-1',
      nextInspectionOn: '2028-03-01',
      lastFill: { at: '2026-11-20T08:00:00.000Z', stationName: '站 a', netG: 14_500 },
    })
    expect(JSON.stringify(body)).not.toMatch(/secret|operator|custody|customer/)
  })

  it('answers for the value of a QR tag', async () => {
    const value = encodeURIComponent('https://other.example/q?n=1')
    const { body } = await api.call('GET', `/v1/public/cylinders/${value}`)
    expect(body.code).toBe('P-1')
  })

  it('serves a page in Chinese and English below 50 kB, escaped, without scripts', async () => {
    const { status, body, headers } = await api.call('GET', '/t/P-1')
    expect(status).toBe(200)
    expect(body.length).toBeLessThan(50_000)
    expect(body).toContain('气瓶编号 Code')
    expect(body).toContain('14.50 kg<small>允许 allowed 14.00–14.90 kg</small>')
    expect(body).toMatch(/<summary>与瓶身不符？[^<]*<\/summary>.*<b>SN-1<\/b>/)
    expect(body).toContain('投诉与举报')
    expect(body).toContain('安全用气')
    expect(body).toContain('&lt;b&gt;&amp;&quot;某厂')
    expect(body).not.toMatch(/<script|<b>&|secret/)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect((await api.call('GET', '/t/NOBODY')).status).toBe(404)
  })

  it('prints a label that reads back as the public address', async () => {
    const png = await api.app.inject({
      url: '/v1/cylinders/P-1/label.png',
      headers: { authorization: `Bearer ${world.tokens['office']}` },
    })
    expect(png.headers['content-type']).toBe('image/png')
    const { data, width, height } = PNG.sync.read(png.rawPayload)
    expect(jsQR(new Uint8ClampedArray(data), width, height)?.data).toBe('https://lpg.example/t/P-1')
    const svg = await api.call('GET', '/v1/cylinders/P-1/label.svg', world.tokens['office'])
    expect(svg.headers['content-type']).toContain('image/svg+xml')
    expect(svg.body).toContain('<svg')
  })

  it('prints it as PDF with right offsets, and as ZPL', async () => {
    const headers = { authorization: `Bearer ${world.tokens['office']}` }
    const pdf = await api.app.inject({ url: '/v1/cylinders/P-1/label.pdf', headers })
    const text = pdf.rawPayload.toString('latin1')
    const start = Number(/startxref\n(\d+)\n%%EOF/.exec(text)?.[1])
    expect(text.slice(start, start + 4)).toBe('xref')
    for (const [index, [, offset]] of [...text.matchAll(/^(\d{10}) 00000 n /gm)].entries()) {
      expect(text.slice(Number(offset))).toMatch(new RegExp(`^${index + 1} 0 obj`))
    }
    const zpl = await api.app.inject({ url: '/v1/cylinders/P-1/label.zpl', headers })
    expect(zpl.body).toContain('^FDQA,https://lpg.example/t/P-1^FS')
  })

  it('prints many on one sheet, in Chinese, with no more of the font than it needs; a foreign code is not found', async () => {
    const headers = { authorization: `Bearer ${world.tokens['office']}` }
    const ask = (url: string) => api.app.inject({ url, headers })
    const codes = Array.from({ length: 40 }, () => 'P-1').join(',')
    const sheet = await ask(`/v1/labels.pdf?codes=${codes}`)
    expect(sheet.headers['content-type']).toBe('application/pdf')
    const text = sheet.rawPayload.toString('latin1')
    // 36 labels a page.
    expect(/\/Count (\d+)/.exec(text)?.[1]).toBe('2')
    expect(sheet.rawPayload.length).toBeLessThan(200_000)
    const roll = await ask('/v1/labels.pdf?codes=P-1,P-1&layout=roll')
    expect(/\/Count (\d+)/.exec(roll.rawPayload.toString('latin1'))?.[1]).toBe('2')
    const zpl = await ask('/v1/labels.zpl?codes=P-1,P-1')
    expect(zpl.body.match(/\^XA/g)).toHaveLength(2)
    const unknown = await ask('/v1/labels.pdf?codes=P-1,NOBODY')
    expect([unknown.statusCode, unknown.json()]).toMatchObject([404, { path: 'codes/1' }])
    for (const wrong of ['', ',', 'P-1,,P-1', Array.from({ length: 201 }, () => 'P-1').join(',')]) {
      expect([wrong, (await ask(`/v1/labels.pdf?codes=${wrong}`)).statusCode]).toEqual([wrong, 400])
    }
  })

  it('is limited by address', async () => {
    let status = 0
    for (let i = 0; i < 31; i++) status = (await api.call('GET', '/v1/public/cylinders/P-1')).status
    expect(status).toBe(429)
  })
})
