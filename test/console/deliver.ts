import type { Page } from 'playwright-core'
import type { Language } from './browser.ts'
import { wordsOf } from './words.ts'

/** Until the worker has everything: from then on there may be no network. */
export const installed = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    while (active?.state !== 'activated') await new Promise((done) => setTimeout(done, 50))
  })

const signed = async (page: Page, language: Language): Promise<void> => {
  const say = wordsOf(language, 'courier')
  const pad = page.getByLabel(say('signHere'))
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (box === null) throw new Error('there is no pad')
  await page.mouse.move(box.x + 40, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + 160, box.y + 90, { steps: 5 })
  await page.mouse.up()
  await page.getByRole('button', { name: say('signDone') }).click()
  await page.getByText(say('signed.signature'), { exact: true }).waitFor()
}

/** A visit as a courier does it, from the bell to the signature; nothing is told yet. `known` = papers need not be shown. */
export const visitDoor = async (
  page: Page,
  orderId: string,
  { cylinder, known, language }: { cylinder: string; known: boolean; language: Language },
): Promise<void> => {
  const say = wordsOf(language, 'courier')
  await page.locator(`a[href="/courier/stops/${orderId}"]`).click()
  if (!known) await page.getByText(say('identity.seen'), { exact: true }).first().click()
  const once = page.getByText(say('allWell'), { exact: true })
  const again = page.getByText(say('asBefore'), { exact: true })
  await once.or(again).click()
  await page.getByLabel(say('scanDelivered')).fill(cylinder)
  await page.getByLabel(say('scanDelivered')).press('Enter')
  await page.getByText(say('leakFree'), { exact: true }).click()
  await page.getByText(say('ignited'), { exact: true }).click()
  const manual = page.getByText(say('manual'), { exact: true })
  if ((await manual.count()) > 0) await manual.click()
  await signed(page, language)
}
