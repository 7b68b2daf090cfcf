import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Language, openPage, overflowing, type Size, startBrowser } from './browser.ts'
import { type DemoCity, demoCity, type ROLES } from './demo-city.ts'
import { consolePages } from './page-list.ts'
import { inaccessible, settled, visitor } from './visit.ts'

export type View = { readonly size: Size; readonly language: Language }

/** Every page of the console, in a browser, over the demo. One size a file: together they took half of the whole run. */
export const everyPage = () => {
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

  return {
    open: (view: View) => openPage(browser, view),
    address: (path: string): string => city.url + path,

    async atTheDoor(view: View): Promise<void> {
      const { page, troubles } = await openPage(browser, view)
      for (const path of ['/login', '/login/oidc', '/nowhere']) {
        await page.goto(city.url + path)
        await settled(page)
        expect([path, ...troubles, ...(await overflowing(page))]).toEqual([path])
        expect(await inaccessible(page)).toEqual([])
      }
      await page.context().close()
    },

    async as(role: (typeof ROLES)[number], view: View): Promise<void> {
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
  }
}

/** An office has some forty pages, and a slow machine needs five seconds for each. */
export const ROLE_MS = 600_000
