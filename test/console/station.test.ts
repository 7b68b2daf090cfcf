import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, overflowing, signIn, startBrowser } from './browser.ts'
import { type DemoCity, demoCity } from './demo-city.ts'
import { settled } from './visit.ts'

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

describe('the screen above the scales', () => {
  it('shows fills as they happen, says when the line is lost, and goes on by itself', async () => {
    const { page } = await openPage(browser, { size: 'desktop', language: 'zh' })
    await page.setViewportSize({ width: 1280, height: 800 })
    await signIn(page, city.url, 'station', city.passwords['station'] ?? '')
    await settled(page)
    const fills = page.getByRole('list', { name: '本站最近充装' }).getByRole('listitem')
    await expect.poll(() => fills.count(), { timeout: 30_000 }).toBeGreaterThan(1)
    expect(await overflowing(page)).toEqual([])

    await city.stop()
    await page.getByText('连接已断开').waitFor({ timeout: 10_000 })
    // What was seen stays on the screen.
    const before = await fills.count()
    expect(before).toBeGreaterThan(1)
    await city.start()
    await page.getByText('连接已断开').waitFor({ state: 'hidden', timeout: 40_000 })
    await expect.poll(() => fills.count(), { timeout: 40_000 }).toBeGreaterThan(before)
    await page.context().close()
  }, 150_000)
})
