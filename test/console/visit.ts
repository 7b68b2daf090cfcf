import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { type Language, openPage, overflowing, signIn, type Size } from './browser.ts'
import type { DemoCity } from './demo-city.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string }[]
}

/** What an accessibility engine calls serious or critical (WCAG 2.2 A and AA). */
export const inaccessible = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe)
  const violations = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations)`,
  )) as readonly Violation[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

/** Until nothing loads and no skeleton is shown any more. */
export const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('load')
  await page.waitForFunction(
    () =>
      document.querySelector('h1, main') !== null &&
      document.querySelector('.ant-skeleton, .ant-spin-spinning') === null,
    undefined,
    { timeout: 15_000 },
  )
  await page.waitForTimeout(250)
}

/** One signed-in page in that size and language, to walk about in. */
export const visitor = async (
  browser: Browser,
  city: DemoCity,
  role: string,
  view: { readonly size: Size; readonly language: Language },
) => {
  const { page, troubles } = await openPage(browser, view)
  await signIn(page, city.url, role, city.passwords[role] ?? '')
  return {
    page,
    /** Goes there, and tells what is wrong with it. */
    look: async (path: string): Promise<string[]> => {
      troubles.length = 0
      await page.goto(city.url + path)
      await settled(page)
      return [...troubles, ...(await overflowing(page)), ...(await inaccessible(page))]
    },
    leave: () => page.context().close(),
  }
}
