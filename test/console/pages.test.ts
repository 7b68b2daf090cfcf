import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ROLES } from './demo-city.ts'
import { everyPage, ROLE_MS } from './every-page.ts'
import { settled } from './visit.ts'

const pages = everyPage()

describe.each(['zh', 'en'] as const)('every page, desktop, %s', (language) => {
  const view = { size: 'desktop', language } as const

  it('log-in and an unknown address', () => pages.atTheDoor(view))

  it.each(ROLES)(
    'as %s: no error, no overflow, nothing inaccessible',
    (role) => pages.as(role, view),
    ROLE_MS,
  )
})

describe('the first view', () => {
  it('is at most 250 kB of script, compressed', async () => {
    const { page } = await pages.open({ size: 'desktop', language: 'zh' })
    const scripts: string[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.url())
    })
    await page.goto(pages.address('/login'))
    await settled(page)
    expect(scripts.length).toBeGreaterThan(1)
    const sizes = await Promise.all(
      scripts.map(
        async (url) =>
          gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length,
      ),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000)
    await page.context().close()
  })
})
