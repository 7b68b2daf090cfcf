import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, signIn, startBrowser } from './browser.ts'
import { type DemoCity, demoCity } from './demo-city.ts'
import { demoSignature } from '#app/demo/demo-signature.ts'
import { apiOf, items, type Row } from './api-of.ts'
import { installed, visitDoor } from './deliver.ts'
import { inaccessible, settled } from './visit.ts'

let city: DemoCity
let browser: Browser
let asked: ReturnType<typeof apiOf>['asked']
let posted: ReturnType<typeof apiOf>['posted']

beforeAll(async () => {
  city = await demoCity()
  ;({ asked, posted } = apiOf(city))
  browser = await startBrowser()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await city?.end()
})

const view = { size: 'phone', language: 'zh' } as const

const phoneOf = async (username: string): Promise<Page> => {
  const { page } = await openPage(browser, view)
  await signIn(page, city.url, username, city.passwords[username] ?? '')
  await settled(page)
  return page
}

const tap = (page: Page, name: string): Promise<void> =>
  page.getByText(name, { exact: true }).first().click()

describe('a courier without a network', () => {
  it('finishes two visits, is killed in between, and tells each once', async () => {
    const page = await phoneOf('courier')
    const context = page.context()
    await installed(page)
    const stops = items(await asked('courier', '/v1/me/stops')) as readonly {
      order: { id: string; customerId: string; cylinders: { code: string }[] }
    }[]
    const [one, two] = stops.map(({ order }) => order)
    if (one === undefined || two === undefined) throw new Error('the demo has two stops')
    await context.setOffline(true)
    await page.reload()
    await page.getByText('现在没有网络', { exact: false }).waitFor()
    const door = { language: 'zh' as const }
    const [first = '', second = ''] = [one, two].map(({ cylinders }) => cylinders[0]?.code)
    await visitDoor(page, one.id, { ...door, cylinder: first, known: false })
    // The empty goes back, and one that nobody can read; 100 of 121 yuan are there.
    await page.getByLabel('扫描收回的空瓶').fill('ZB-0006')
    await page.getByLabel('扫描收回的空瓶').press('Enter')
    await page.getByText('ZB-0006', { exact: true }).waitFor()
    await page
      .getByLabel('编号看不清，拍照收回')
      .setInputFiles({ name: 'e.png', mimeType: 'image/png', buffer: demoSignature })
    await page.getByText('已保存 1 张，稍后自动上传').waitFor()
    await page.getByLabel('实收（元）').fill('100')
    await page.getByLabel('实收（元）').blur()
    await page.getByText('余下 ¥21.00 记在用户账上').waitFor()
    // What was begun survives the browser: gone and opened anew, the form stands as it was.
    await page.reload()
    await page.getByText('已签名').waitFor()
    await page.getByText('余下 ¥21.00 记在用户账上').waitFor()
    expect(await inaccessible(page)).toEqual([])
    await page.getByRole('button', { name: '完成送达' }).click()
    await page.getByText('已保存在手机').waitFor()
    await page.goto(`${city.url}/courier`)
    await visitDoor(page, two.id, { ...door, cylinder: second, known: false })
    await page.getByRole('button', { name: '完成送达' }).click()
    await page.getByText('已保存在手机').waitFor()
    await page.close()

    const again = await context.newPage()
    await again.goto(`${city.url}/courier`)
    await again.getByText('4 条记录尚未上传').waitFor()
    await context.setOffline(false)
    await again.getByText('条记录尚未上传').waitFor({ state: 'detached', timeout: 30_000 })
    await again.goto(`${city.url}/courier/outbox`)
    await again.getByText('已上传').first().waitFor()
    expect(await again.getByText('被退回').count()).toBe(0)
    for (const [order, code] of [
      [one, first],
      [two, second],
    ] as const) {
      expect(await asked('office', `/v1/orders/${order.id}`)).toMatchObject({ state: 'delivered' })
      const { events } = await asked('office', `/v1/cylinders/${code}/trace`)
      const told = (events as Row[]).filter(({ type }) => type === 'delivery.completed')
      expect(told).toHaveLength(1)
    }
    const returned = items(await asked('office', '/v1/returns?limit=500'))
    expect(returned.filter(({ code }) => code === 'ZB-0006')).toHaveLength(1)
    const foreign = items(await asked('office', '/v1/foreign-empties'))
    expect(foreign).toMatchObject([{ code: null, photo: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    const account = await asked('office', `/v1/customers/${one.customerId}/account`)
    expect(JSON.stringify(account)).toContain('2100')
    await context.close()
  }, 120_000)

  it('shows why the server refused a visit, loses nothing of it, and sends it mended', async () => {
    const open = items(await asked('office', '/v1/orders?state=placed'))
    const delivered = items(await asked('office', '/v1/orders?state=delivered&limit=500'))
    const id = String(open[0]?.['id'])
    // The other courier sells what the simulated station fills.
    const { courierId } = delivered.find(({ courier }) => courier === 'courier') as {
      courierId: string
    }
    await posted('office', `/v1/orders/${id}/assign`, { courierId, vehicle: 'van-7' })
    const page = await phoneOf('courier')
    await page.route('**/v1/orders/*/fail', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          title: 'The order is closed',
          status: 409,
          code: 'ORDER_CLOSED',
          message: { zh: '订单已关闭', en: 'The order is closed' },
        }),
      }),
    )
    const fail = async (): Promise<void> => {
      await page.getByRole('button', { name: '没有送成' }).click()
      await page.getByRole('combobox', { name: '原因' }).click()
      await page.getByText('用户拒收', { exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: '没有送成' }).click()
    }
    await page.locator(`a[href="/courier/stops/${id}"]`).click()
    await tap(page, '证件一致')
    await fail()
    await page.getByText('订单已关闭').first().waitFor()
    await page.getByText('1 条记录被退回').click()
    await page.getByText('订单已关闭').first().waitFor()
    await page.unroute('**/v1/orders/*/fail')
    await page.getByText('修改后重新上传').click()
    await fail()
    await page.getByText('已送达服务器').waitFor()
    expect(await page.getByText('条记录被退回').count()).toBe(0)
    expect(await asked('office', `/v1/orders/${id}`)).toMatchObject({ state: 'refused' })
    await page.context().close()
  }, 60_000)
})

describe('the scanner', () => {
  it('reads the QR code of a label that we rendered', async () => {
    const page = await phoneOf('courier')
    const label = await page.evaluate(async () => {
      const { token } = JSON.parse(localStorage.getItem('lpg.session') ?? '{}') as { token: string }
      const answer = await fetch('/v1/cylinders/ZB-0001/label.png', {
        headers: { authorization: `Bearer ${token}` },
      })
      return { status: answer.status, bytes: [...new Uint8Array(await answer.arrayBuffer())] }
    })
    expect(label.status).toBe(200)
    await page.goto(`${city.url}/courier/van`)
    await page.getByLabel('从照片识别').setInputFiles({
      name: 'label.png',
      mimeType: 'image/png',
      buffer: Buffer.from(label.bytes),
    })
    await page.getByText('ZB-0001 不在车上清单中').waitFor()
    await page.context().close()
  }, 60_000)
})

describe('a customer', () => {
  it('orders, cancels, complains, and follows the complaint', async () => {
    const page = await phoneOf('customer')
    const before = items(await asked('customer', '/v1/me/orders')).length
    await page.getByRole('button', { name: '我要订气' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '我要订气' }).click()
    await page.getByText('订单已提交').waitFor()
    const orders = items(await asked('customer', '/v1/me/orders'))
    expect(orders).toHaveLength(before + 1)
    expect(orders[0]).toMatchObject({ state: 'placed', lines: [{ quantity: 1 }] })
    await page.getByText('已下单，等待派送').waitFor()
    await page.getByRole('button', { name: '取消订单' }).first().click()
    await page.getByLabel('取消原因').fill('临时有事')
    await page.getByRole('dialog').getByRole('button', { name: '取消订单' }).click()
    await page.getByText('已取消').waitFor()

    await page.getByText('报修投诉').click()
    await page.getByRole('button', { name: '投诉建议' }).click()
    await page.getByRole('combobox', { name: '事项' }).click()
    await page.getByTitle('配送', { exact: true }).click()
    await page.getByLabel('请说明情况').fill('送气晚了两个小时')
    await page.getByRole('dialog').getByRole('button', { name: '投诉建议' }).click()
    await page.getByText('处理中').waitFor()
    await page.getByRole('button', { name: '查看进度' }).first().click()
    await page.getByText('送气晚了两个小时').waitFor()
    expect(await inaccessible(page)).toEqual([])
    await page.context().close()
  }, 60_000)

  it('signs in by phone and code, and is told when the code is wrong', async () => {
    const { page } = await openPage(browser, view)
    await page.goto(`${city.url}/login`)
    await page.getByText('用户用手机号登录').click()
    await page.getByLabel('手机号码').fill('13805330001')
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByLabel('六位验证码').fill('000000')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('验证码不正确或已过期').waitFor()
    expect(await inaccessible(page)).toEqual([])
    await page.context().close()
  }, 60_000)
})
