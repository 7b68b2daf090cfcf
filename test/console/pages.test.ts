import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Language, openPage, overflowing, type Size, startBrowser } from './browser.ts'
import { type DemoCity, demoCity, ROLES } from './demo-city.ts'
import { consolePages } from './page-list.ts'
import { inaccessible, settled, visitor } from './visit.ts'

const views: readonly { readonly size: Size; readonly language: Language }[] = [
  { size: 'desktop', language: 'zh' },
  { size: 'desktop', language: 'en' },
  { size: 'phone', language: 'zh' },
  { size: 'phone', language: 'en' },
]

let city: DemoCity
let browser: Browser

beforeAll(async () => {
  city = await demoCity()
  browser = await startBrowser()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await city?.end()
})

describe.each(views)('every page, $size, $language', (view) => {
  it('log-in and an unknown address', async () => {
    const { page, troubles } = await openPage(browser, view)
    for (const path of ['/login', '/login/oidc', '/nowhere']) {
      await page.goto(city.url + path)
      await settled(page)
      expect([path, ...troubles, ...(await overflowing(page))]).toEqual([path])
      expect(await inaccessible(page)).toEqual([])
    }
    await page.context().close()
  })

  it.each(ROLES)(
    'as %s: no error, no overflow, nothing inaccessible',
    async (role) => {
      const pages = consolePages.filter(({ roles }) => roles.includes(role))
      if (pages.length === 0) return
      const { look, leave } = await visitor(browser, city, role, view)
      const wrong: Record<string, string[]> = {}
      for (const { path } of pages) {
        const found = await look(path)
        if (found.length > 0) wrong[path] = found
      }
      await leave()
      expect(wrong).toEqual({})
    },
    240_000,
  )
})

describe('the first view', () => {
  it('is at most 250 kB of script, compressed', async () => {
    const { page } = await openPage(browser, { size: 'desktop', language: 'zh' })
    const scripts: string[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.url())
    })
    await page.goto(`${city.url}/login`)
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
