import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiOf, items } from './api-of.ts'
import { type Language, openPage, overflowing, type Size, signIn, startBrowser } from './browser.ts'
import { type DemoCity, demoCity } from './demo-city.ts'
import { settled } from './visit.ts'
import { wordsOf } from './words.ts'

type View = { readonly size: Size; readonly language: Language }

const views: readonly View[] = [
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

/** Somebody at a page; `done` says what was wrong on the way. */
const at = async (name: string, path: string, view: View) => {
  const { page, troubles } = await openPage(browser, view)
  await signIn(page, city.url, name, city.passwords[name] ?? '')
  await page.goto(city.url + path)
  await settled(page)
  return {
    page,
    done: async (): Promise<void> => {
      expect([...troubles, ...(await overflowing(page))]).toEqual([])
      await page.context().close()
    },
  }
}

const choose = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).click()
  await page.locator('.ant-select-item-option', { hasText: option }).first().click()
}

/** What one customer reads now. */
const home = (view: View) => at('customer', '/my', { size: 'phone', language: view.language })

describe.each(views)('the service of an office, $size, $language', (view) => {
  it('a warning is published, read where the customer lives, and lifted', async () => {
    const say = wordsOf(view.language, 'publishing')
    const title = `停气检修 ${view.size} ${view.language}`
    const { page, done } = await at('office', '/office/warnings', view)
    await page
      .getByRole('main')
      .getByRole('button', { name: say('publish') })
      .click()
    const dialog = page.getByRole('dialog')
    await choose(page, say('warningKind'), say('warning.interruption'))
    await dialog.getByLabel(say('warningTitle')).fill(title)
    await dialog.getByLabel(say('cause')).fill('调压设备检修')
    await dialog.getByLabel(say('advice')).fill('关好阀门，恢复供气前不要点火')
    await dialog.getByRole('button', { name: say('publish'), exact: true }).click()
    const card = page.getByRole('listitem').filter({ hasText: title })
    await card.waitFor()

    const before = await home(view)
    const alert = before.page.locator('.ant-alert').filter({ hasText: title })
    await alert.getByText('关好阀门，恢复供气前不要点火').waitFor()
    await before.done()

    await card.getByRole('button', { name: say('lift'), exact: true }).click()
    await dialog.getByRole('textbox').fill('检修完成')
    await dialog.getByRole('button', { name: say('lift'), exact: true }).click()
    await card.waitFor({ state: 'detached' })
    await done()
    const after = await home(view)
    await after.page.getByRole('heading', { level: 2 }).first().waitFor()
    expect(await after.page.getByText(title).count()).toBe(0)
    await after.done()
  }, 120_000)

  it('a call-back of somebody who is dissatisfied asks why and is kept', async () => {
    const say = wordsOf(view.language, 'quality')
    const [customer] = items(await apiOf(city).asked('office', '/v1/customers?limit=1'))
    const handling = `改约上午送气 ${view.size} ${view.language}`
    const { page, done } = await at('office', `/office/customers/${String(customer?.['id'])}`, view)
    await page.getByRole('button', { name: say('record') }).click()
    const dialog = page.getByRole('dialog')
    await choose(page, say('about'), say('about.counter'))
    expect(await dialog.getByLabel(say('handling')).count()).toBe(0)
    await choose(page, say('overall'), say('satisfaction.dissatisfied'))
    await choose(page, say('cause'), say('cause.late'))
    await dialog.getByLabel(say('handling')).fill(handling)
    await dialog.locator('.ant-modal-footer .ant-btn-primary').click()
    await dialog.waitFor({ state: 'hidden' })
    await page.goto(`${city.url}/office/call-backs?tab=records`)
    await page.getByText(`${say('cause.late')} · ${handling}`).waitFor()
    await done()
  }, 120_000)

  it('supply to a home is suspended with its reason, and restored', async () => {
    const say = wordsOf(view.language, 'homes')
    const { asked } = apiOf(city)
    const [customer] = items(await asked('office', '/v1/customers?limit=1'))
    const path = `/office/customers/${String(customer?.['id'])}`
    const [home] = items(await asked('office', `/v1${path.slice(7)}/premises`))
    const { page, done } = await at('office', `${path}/homes/${String(home?.['id'])}`, view)
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: say('suspend'), exact: true }).click()
    await dialog.getByText(say('suspendHint')).waitFor()
    await choose(page, say('reason'), say('reason.danger'))
    const now = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
    for (const name of ['notifiedAt', 'effectiveAt'] as const) {
      await dialog.getByLabel(say(name)).fill(now)
      await dialog.getByLabel(say(name)).press('Enter')
    }
    await dialog.locator('.ant-modal-footer .ant-btn-dangerous').click()
    await dialog.waitFor({ state: 'hidden' })
    const lift = page.getByRole('button', { name: say('lift'), exact: true })
    await lift.waitFor()

    await page.goto(city.url + path)
    await lift.click()
    await dialog.getByRole('textbox').fill('已更换连接管，复查合格')
    await dialog.locator('.ant-modal-footer .ant-btn-primary').click()
    await dialog.waitFor({ state: 'hidden' })
    await page
      .getByRole('button', { name: say('suspend'), exact: true })
      .first()
      .waitFor()
    await done()
  }, 120_000)

  it('a survey is entered item by item and shows what does not conform', async () => {
    const say = wordsOf(view.language, 'quality')
    const remark = `坡道被占用 ${view.size} ${view.language}`
    const { page, done } = await at('office', '/office/satisfaction/new', view)
    const row = page.getByRole('listitem').filter({ hasText: /无障碍设施|without barriers/ })
    await row.getByText(say('notConforming'), { exact: true }).click()
    await page.getByRole('button', { name: say('restConforms') }).click()
    await page.getByRole('button', { name: say('saveSurvey') }).click()
    await page.getByText(say('remarkNeeded'), { exact: true }).waitFor()
    await row.getByRole('textbox').fill(remark)
    await page.getByRole('button', { name: say('saveSurvey') }).click()
    await page.waitForURL(/tab=surveys/)
    await page.getByText(remark).waitFor()
    await done()
  }, 120_000)
})
