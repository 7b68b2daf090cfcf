import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, signIn, startBrowser } from './browser.ts'
import { type DemoCity, demoCity } from './demo-city.ts'
import { inaccessible, settled } from './visit.ts'

type Row = Readonly<Record<string, unknown>>

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

const view = { size: 'phone', language: 'zh' } as const

const headersOf = async (username: string): Promise<Record<string, string>> => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ username, password: city.passwords[username] })
  const signed = await fetch(`${city.url}/v1/sessions`, { method: 'POST', headers, body })
  const { token } = (await signed.json()) as { token: string }
  return { ...headers, authorization: `Bearer ${token}` }
}

const asked = async (username: string, path: string): Promise<Row> => {
  const answer = await fetch(city.url + path, { headers: await headersOf(username) })
  return (await answer.json()) as Row
}

const posted = async (username: string, path: string, body: object): Promise<void> => {
  const headers = await headersOf(username)
  const sent = { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await fetch(city.url + path, sent)
  expect(answer.status, await answer.text()).toBeLessThan(300)
}

const items = (page: Row): readonly Row[] => page['items'] as readonly Row[]

const phoneOf = async (username: string): Promise<Page> => {
  const { page } = await openPage(browser, view)
  await signIn(page, city.url, username, city.passwords[username] ?? '')
  await settled(page)
  return page
}

/** Until the worker has everything: from then on there may be no network. */
const installed = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    while (active?.state !== 'activated') await new Promise((done) => setTimeout(done, 50))
  })

const tap = (page: Page, name: string): Promise<void> =>
  page.getByText(name, { exact: true }).first().click()

/** One whole visit, as a courier does it. */
const deliver = async (page: Page, name: string, cylinder: string): Promise<void> => {
  await page.getByText(name, { exact: true }).click()
  await tap(page, '证件一致')
  await page.getByText('已逐项查看，其余均正常').click()
  await page.getByLabel('扫描交付的气瓶').fill(cylinder)
  await page.getByLabel('扫描交付的气瓶').press('Enter')
  await page.getByText('检漏合格，无泄漏').click()
  await page.getByText('已试点火，火焰正常').click()
  await page.getByText('已发放安全用气手册').click()
  const pad = page.getByLabel('请在此签名')
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (box === null) throw new Error('there is no pad')
  await page.mouse.move(box.x + 40, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + 160, box.y + 90, { steps: 5 })
  await page.mouse.up()
  await page.getByRole('button', { name: '签好了' }).click()
  await page.getByText('已签名').waitFor()
}

describe('a courier without a network', () => {
  it('finishes two visits, is killed in between, and tells each once', async () => {
    const page = await phoneOf('courier')
    const context = page.context()
    await installed(page)
    const { items: stops } = await asked('courier', '/v1/me/stops')
    const orders = (stops as readonly { order: { id: string; cylinders: { code: string }[] } }[])
      .map(({ order }) => order)
      .slice(0, 2)
    const names = await page.locator('li a strong').allTextContents()
    await context.setOffline(true)
    await page.reload()
    await page.getByText('现在没有网络', { exact: false }).waitFor()
    await deliver(page, names[0] ?? '', orders[0]?.cylinders[0]?.code ?? '')
    // What was begun survives the browser: gone and opened anew, the form stands as it was.
    await page.reload()
    await page.getByText('已签名').waitFor()
    expect(await inaccessible(page)).toEqual([])
    await page.getByRole('button', { name: '完成送达' }).click()
    await page.getByText('已保存在手机').waitFor()
    await page.goto(`${city.url}/courier`)
    await deliver(page, names[1] ?? '', orders[1]?.cylinders[0]?.code ?? '')
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
    for (const { id, cylinders } of orders) {
      expect(await asked('office', `/v1/orders/${id}`)).toMatchObject({ state: 'delivered' })
      const code = cylinders[0]?.code ?? ''
      const { events } = await asked('office', `/v1/cylinders/${code}/trace`)
      const told = (events as Row[]).filter(({ type }) => type === 'delivery.completed')
      expect(told).toHaveLength(1)
    }
    await context.close()
  }, 120_000)

  it('shows why the server refused a visit, loses nothing of it, and sends it mended', async () => {
    const open = items(await asked('office', '/v1/orders?state=placed'))
    const delivered = items(await asked('office', '/v1/orders?state=delivered'))
    const id = String(open[0]?.['id'])
    const { courierId } = delivered[0] as { courierId: string }
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
