import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiOf } from './api-of.ts'
import { type Language, openPage, overflowing, type Size, signIn, startBrowser } from './browser.ts'
import { installed, visitDoor } from './deliver.ts'
import { type DemoCity, demoCity } from './demo-city.ts'
import { settled } from './visit.ts'
import { wordsOf } from './words.ts'

type View = {
  readonly size: Size
  readonly language: Language
  /** Full, in the van. */
  readonly cylinder: string
  /** A customer of their own: nobody may buy without end on one day (R000-4.3.1.4b). */
  readonly buyer: string
}

const PASSWORD = 'correct horse battery'

/** Each walk has what it uses up for itself; `inspected` is of the laboratory's batch. */
const views: readonly (View & { readonly inspected: string })[] = [
  { size: 'desktop', language: 'zh', cylinder: 'ZB-9201', buyer: 'buyer-1', inspected: 'ZB-8005' },
  { size: 'desktop', language: 'en', cylinder: 'ZB-9202', buyer: 'buyer-2', inspected: 'ZB-8006' },
  { size: 'phone', language: 'zh', cylinder: 'ZB-9203', buyer: 'buyer-3', inspected: 'ZB-8007' },
  { size: 'phone', language: 'en', cylinder: 'ZB-9204', buyer: 'buyer-4', inspected: 'ZB-8008' },
]

let city: DemoCity
let browser: Browser
let api: ReturnType<typeof apiOf>

const register = async (username: string, phone: string): Promise<void> => {
  const who = { kind: 'resident', enterpriseId: 'zibo-gas', region: '370302', ofAge: true }
  const made = await api.posted('admin', '/v1/customers', { ...who, name: '郑秋菊', phone })
  const customerId = String(made['id'])
  const paper = { method: 'paper-seen', result: 'verified' }
  await api.posted('admin', `/v1/customers/${customerId}/verifications`, paper)
  const room = { place: 'indoors', roomUse: 'kitchen', ventilation: 'window', floor: 2 }
  const home = { region: '370302', class: 'urban', inPipeArea: false, secondGasSource: 'none' }
  const address = { address: `般阳路 ${phone.slice(-2)} 号`, gasAlarm: true }
  const premises = { ...room, ...home, ...address }
  await api.posted('admin', `/v1/customers/${customerId}/premises`, premises)
  const user = { username, role: 'customer', password: PASSWORD, customerId }
  await api.posted('admin', '/v1/users', user)
}

beforeAll(async () => {
  city = await demoCity()
  browser = await startBrowser()
  api = apiOf(city)
  for (const { cylinder } of views) {
    const tag = { scheme: 'qr', value: `QR-${cylinder}` }
    const facts = { model: 'YSP35.5', waterVolumeMl: 35_500, stampedMaxG: 14_900, tareG: 16_500 }
    const life = { madeOn: '2025-06-01', designLifeYears: 8, nextInspectionOn: '2029-06-01' }
    const papers = { manufacturer: '淄博钢瓶厂', serialNo: cylinder, ownerId: 'zibo-gas' }
    const body = { code: cylinder, ...facts, ...life, ...papers, content: 'full', tags: [tag] }
    await api.posted('admin', '/v1/cylinders', { ...body, needsVacuum: false })
  }
  for (const [i, { buyer }] of views.entries()) await register(buyer, `1380533100${i}`)
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await city?.end()
})

/** Somebody at work; `done` says what was wrong on the way. */
const as = async (name: string, view: View) => {
  const { page, troubles } = await openPage(browser, view)
  await signIn(page, city.url, name, city.passwords[name] ?? PASSWORD)
  await settled(page)
  return {
    page,
    done: async (expected?: RegExp): Promise<void> => {
      const wrong = troubles.filter((trouble) => expected?.test(trouble) !== true)
      expect([...wrong, ...(await overflowing(page))]).toEqual([])
      await page.context().close()
    },
  }
}

const orderGas = async (view: View): Promise<string> => {
  const say = wordsOf(view.language, 'customer')
  const { page, done } = await as(view.buyer, view)
  await page.getByRole('button', { name: say('orderGas') }).click()
  const asked = page.waitForResponse(
    (answer) => answer.url().endsWith('/v1/me/orders') && answer.request().method() === 'POST',
  )
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('orderGas') })
    .click()
  const { id } = (await (await asked).json()) as { id: string }
  await page.getByText(say('order.placed')).first().waitFor()
  await done()
  return id
}

const assign = async (view: View, orderId: string): Promise<void> => {
  const say = wordsOf(view.language, 'office')
  const { no } = await api.asked('office', `/v1/orders/${orderId}`)
  const { page, done } = await as('office', view)
  await page.goto(`${city.url}/office/orders`)
  await settled(page)
  const card = page.getByRole('listitem').filter({ hasText: String(no) })
  await card.getByRole('button', { name: say('assign'), exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('label.ant-radio-wrapper', { hasText: /^courier(?!-)/ }).click()
  await dialog.getByRole('button', { name: say('assign'), exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await api.asked('office', `/v1/orders/${orderId}`)).toMatchObject({ state: 'assigned' })
  await done()
}

/** At the gate, by the station's own devices; the courier finds it in the van. */
const takeAboard = async ({ cylinder }: View, orderId: string): Promise<void> => {
  const { courierId } = await api.asked('office', `/v1/orders/${orderId}`)
  const vehicle = 'van-7'
  const assigned = { courierId, vehicle, cylinders: [cylinder] }
  await api.posted('office', `/v1/orders/${orderId}/assign`, assigned)
  const leaving = { code: cylinder, appearanceOk: true, leakFree: true }
  await api.posted('office', `/v1/orders/${orderId}/stock-out`, { vehicle, cylinders: [leaving] })
}

const bring = async (view: View, orderId: string): Promise<void> => {
  const { cylinder, language } = view
  const say = wordsOf(language, 'courier')
  const { page, done } = await as('courier', view)
  await installed(page)
  await page.locator(`a[href="/courier/stops/${orderId}"]`).waitFor()
  const context = page.context()
  await context.setOffline(true)
  await page.getByText(say('offline')).waitFor()
  await visitDoor(page, orderId, { cylinder, known: true, language })
  await page.getByRole('button', { name: say('finish') }).click()
  await page.getByText(say('toldKept'), { exact: true }).waitFor()
  await context.setOffline(false)
  await page.getByText(say('toldSent'), { exact: true }).waitFor({ timeout: 30_000 })
  await page.getByText(say('receipt'), { exact: true }).waitFor()
  expect(await api.asked('office', `/v1/orders/${orderId}`)).toMatchObject({ state: 'delivered' })
  await done(/ERR_INTERNET_DISCONNECTED/)
}

const readReceipt = async (view: View, orderId: string): Promise<void> => {
  const say = wordsOf(view.language, 'customer')
  const { no } = await api.asked('office', `/v1/orders/${orderId}`)
  const { page, done } = await as(view.buyer, view)
  const card = page.getByRole('listitem').filter({ hasText: String(no) })
  await card.getByText(say('order.delivered')).waitFor()
  await page.goto(`${city.url}/my/receipts`)
  await page.getByText(String(no)).first().waitFor()
  await page.goto(`${city.url}/my/cylinders`)
  await page.getByText(view.cylinder, { exact: true }).waitFor()
  await done()
}

/** One scale, from its permit over the rising weight to the end of the fill. */
const watchFill = async (view: View): Promise<void> => {
  const say = wordsOf(view.language, 'station')
  const { page, done } = await as('station', view)
  const card = page.getByRole('article', { name: 'scale-01' })
  const verdict = (word: string) =>
    card.getByText(word, { exact: true }).waitFor({ timeout: 60_000 })
  await verdict(say('filling'))
  await card.locator('svg polyline').waitFor()
  await verdict(say('filled'))
  await done()
}

const scan = async (page: Page, field: string, code: string): Promise<void> => {
  await page.getByRole('textbox', { name: field }).focus()
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

const inspect = async (view: View & { readonly inspected: string }): Promise<void> => {
  const { inspected: code } = view
  const say = wordsOf(view.language, 'lab')
  const { page, done } = await as('lab', view)
  const step = (name: string) => page.locator(`label:has-text("${name}")`).first().click()
  await step(say('modeReceive'))
  await scan(page, say('scanReceive'), code)
  await page
    .getByText(say('gotIt', { code }))
    .or(page.getByText(say('hadIt', { code })))
    .waitFor()
  await step(say('modeInspect'))
  await scan(page, say('scanInspect'), code)
  const form = page.getByRole('region', { name: code })
  await form.waitFor()
  await page.keyboard.press('Alt+a')
  await form.getByLabel(say('tareKg')).fill('16.5')
  await page.keyboard.press('Control+Enter')
  await page.getByText(say('saved', { code })).waitFor()
  await done()
}

const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const recall = async (view: View): Promise<void> => {
  const say = wordsOf(view.language, 'regulator')
  const { page, done } = await as('regulator', view)
  await page.goto(`${city.url}/regulator`)
  await settled(page)
  await page.locator('input[name="operator"]').fill('s-1024')
  const [from, to] = await page.locator('form .ant-picker-range input').all()
  for (const [field, time] of [
    [from, `${dayFromNow(-1)} 00:00`],
    [to, `${dayFromNow(1)} 23:59`],
  ] as const) {
    await field?.click()
    await field?.fill(time)
    await field?.press('Enter')
  }
  await page.getByRole('button', { name: say('recallNow') }).click()
  await page.locator('a[href^="/cylinders/ZB-"]').first().click()
  await page.waitForURL(/\/cylinders\/ZB-/)
  await page.getByText(say('events'), { exact: true }).first().waitFor()
  await done()
}

describe.each(views)('the main job of everybody, $size, $language', (view) => {
  it('gas is ordered, assigned, delivered without a network, and its receipt is read', async () => {
    const orderId = await orderGas(view)
    await assign(view, orderId)
    await takeAboard(view, orderId)
    await bring(view, orderId)
    await readReceipt(view, orderId)
  }, 120_000)

  it('a station sees a fill from permit to end', () => watchFill(view), 150_000)

  it('a laboratory takes a cylinder in and inspects it', () => inspect(view), 60_000)

  it('a regulator finds what one scale filled, and where it is now', () => recall(view), 60_000)
})
