import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, signIn, startBrowser } from './browser.ts'
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

const as = async (name: string): Promise<{ page: Page; troubles: string[] }> => {
  const watched = await openPage(browser, { size: 'desktop', language: 'zh' })
  await signIn(watched.page, city.url, name, city.passwords[name] ?? '')
  await settled(watched.page)
  return watched
}

const step = (page: Page, name: string) => page.locator(`label:has-text("${name}")`).first().click()

/** As a hand scanner does: characters, then Enter. */
const scan = async (page: Page, code: string): Promise<void> => {
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

describe('the laboratory', () => {
  it('receives by scan, inspects from the keyboard, a second person confirms, hands back', async () => {
    const { page, troubles } = await as('lab')
    await step(page, '接收')
    await page.getByRole('textbox', { name: /扫描到货气瓶/ }).focus()
    await scan(page, `${city.url}/t/ZB-8006`)
    await page.getByText('已接收 ZB-8006').waitFor()
    await scan(page, 'ZB-7777')
    await page.getByText('ZB-7777 不在本批').waitFor()

    await step(page, '检验')
    await page.getByRole('textbox', { name: /扫描要检验/ }).focus()
    await scan(page, 'ZB-8004')
    const form = page.getByRole('region', { name: 'ZB-8004' })
    await form.getByText('山东压力容器厂').waitFor()
    await page.keyboard.press('Alt+a')
    await form.getByLabel(/^新皮重/).fill('16.5')
    await page.keyboard.press('Control+Enter')
    await page.getByText('ZB-8004 已保存').waitFor()

    // A scan while the focus is on a button does not press the button.
    await scan(page, 'ZB-8005')
    const second = page.getByRole('region', { name: 'ZB-8005' })
    await second.waitFor()
    await page.keyboard.press('Alt+4')
    const save = second.getByRole('button', { name: '保存：不合格' })
    expect(await save.isDisabled()).toBe(true)
    await second.getByLabel(/不合格原因/).fill('壁厚不足')
    await save.click()
    await page.getByText('ZB-8005 已保存').waitFor()

    await step(page, '复核')
    await page.getByText('您检验的气瓶须由另一人复核').waitFor()
    expect(troubles).toEqual([])
    await page.context().close()

    const other = await as('reviewer')
    await step(other.page, '复核')
    await other.page.getByRole('button', { name: '确认全部 5 只' }).click()
    await other.page.getByText('其中 2 只将报废').waitFor()
    await other.page.getByRole('dialog').getByRole('button', { name: '确认全部 5 只' }).click()
    await other.page.getByText('没有待复核的气瓶').waitFor()
    await step(other.page, '交还')
    await other.page.getByRole('button', { name: '交还 5 只' }).click()
    await other.page.getByText('没有可交还的气瓶').waitFor()
    expect(other.troubles).toEqual([])
    await other.page.context().close()
  }, 60_000)
})
