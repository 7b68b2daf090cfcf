import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { items, type Row } from './api-of.ts'
import { openPage, signIn, startBrowser } from './browser.ts'
import { type DemoCity, demoCity } from './demo-city.ts'
import { settled } from './visit.ts'

const MANY = 3000
const nth = (n: number): string => `LONG-${String(n).padStart(5, '0')}`

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

const to = async (page: Page, path: string): Promise<void> => {
  await page.goto(city.url + path)
  await settled(page)
}

describe('the office', () => {
  it('opens a complaint from the work list and answers it', async () => {
    const { page, troubles } = await as('office')
    await page.getByRole('link', { name: '投诉 1', exact: true }).first().click()
    await page.getByRole('heading', { name: '投诉 1' }).waitFor()
    await page.getByRole('button', { name: '答复', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('说明').fill('当日车辆故障，已致歉并安排优先配送。')
    await dialog.getByRole('button', { name: '答复' }).click()
    await page.getByText('已答复', { exact: true }).waitFor()
    await page.getByRole('main').getByText('当日车辆故障，已致歉并安排优先配送。').waitFor()
    expect(await page.getByRole('button', { name: '解决', exact: true }).isVisible()).toBe(true)
    expect(troubles).toEqual([])
    await page.context().close()
  }, 90_000)

  it('prints labels of the cylinders that it chose', async () => {
    const { page, troubles } = await as('office')
    await to(page, '/office/cylinders')
    for (const n of [1, 2]) await page.getByRole('checkbox').nth(n).check()
    await page.getByRole('button', { name: '打印 2 张标签' }).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('A4 整版 PDF（每页 36 张）').click(),
    ])
    expect(file.suggestedFilename()).toBe('labels.pdf')
    expect(troubles).toEqual([])
    await page.context().close()
  }, 90_000)

  it('scrolls thousands of cylinders to the last one and draws only those in sight', async () => {
    const { page, troubles } = await as('office')
    let pattern: Row | undefined
    await page.route('**/v1/cylinders?*', async (route) => {
      const asked = new URL(route.request().url()).searchParams
      const from = Number(asked.get('cursor') ?? 0)
      const to = Math.min(from + Number(asked.get('limit')), MANY)
      pattern ??= items((await (await route.fetch()).json()) as Row)[0]
      const rows = Array.from({ length: to - from }, (_, n) => ({
        ...pattern,
        code: nth(from + n),
      }))
      await route.fulfill({ json: { items: rows, next: to < MANY ? String(to) : null } })
    })
    await to(page, '/office/cylinders')
    await page.getByText(nth(0), { exact: true }).waitFor()
    const rows = page.locator('.ant-table-row')
    const most = { rows: 0, nodes: 0 }
    await rows.nth(3).hover()
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 20_000)
          most.rows = Math.max(most.rows, await rows.count())
          const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
          most.nodes = Math.max(most.nodes, nodes)
          return page.getByText(nth(MANY - 1), { exact: true }).isVisible()
        },
        { timeout: 60_000, interval: 50 },
      )
      .toBe(true)
    await page.getByText('已全部显示（3,000 条）').waitFor()
    // Some 16 fit on the screen; the page around them has some hundreds of nodes.
    expect(most.rows).toBeLessThan(60)
    expect(most.nodes).toBeLessThan(3000)
    expect(troubles).toEqual([])
    await page.context().close()
  }, 90_000)
})

describe('the regulator', () => {
  it('goes from a figure to its records, locks a station with a reason and releases it', async () => {
    const { page, troubles } = await as('regulator')
    await to(page, '/office/kpis')
    await page.getByRole('link', { name: /持证上岗率/ }).click()
    await page.getByRole('heading', { name: '持证上岗率' }).waitFor()
    await page.getByText('工号 s-1024').waitFor()

    await to(page, '/regulator')
    const row = page.locator('.ant-card', { hasText: '全站锁定' }).getByText('淄川充装站')
    await row.waitFor()
    await page.getByRole('button', { name: '锁定全站' }).last().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('复秤记录不全')
    await dialog.getByRole('button', { name: '锁定全站' }).click()
    await page.getByText('复秤记录不全 · regulator').first().waitFor()
    await page.getByRole('button', { name: '解除锁定' }).first().click()
    await page.getByRole('dialog').getByRole('textbox').fill('记录已补齐')
    await page.getByRole('dialog').getByRole('button', { name: '解除锁定' }).click()
    await page.getByText('复秤记录不全 · regulator').first().waitFor({ state: 'hidden' })
    expect(troubles).toEqual([])
    await page.context().close()
  }, 90_000)
})
