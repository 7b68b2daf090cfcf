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
    { timeout: 45_000 },
  )
  await page.waitForTimeout(250)
}

/** Where an address names something whose id the demo makes up: the first of that list. */
const lists: Readonly<Record<string, string>> = {
  $customer: '/v1/customers',
  $complaint: '/v1/complaints',
  $repair: '/v1/repairs',
  $incident: '/v1/incidents',
  $supervision: '/v1/supervision-cases',
  $evaluation: '/v1/evaluations',
  $spotcheck: '/v1/spot-checks',
  $anomaly: '/v1/anomalies',
  $hazard: '/v1/company-hazards',
}

const firstId = (page: Page, list: string): Promise<string | null> =>
  page.evaluate(async (path) => {
    const { token } = JSON.parse(localStorage.getItem('lpg.session') ?? '{}') as { token?: string }
    const answer = await fetch(`${path}?limit=1`, { headers: { authorization: `Bearer ${token}` } })
    const { items } = (await answer.json()) as { items: { id: string }[] }
    return items[0]?.id ?? null
  }, list)

/** Homes are listed by customer. */
const listOf = (name: string, path: string): string | undefined =>
  name === '$premises'
    ? `${path.slice(0, path.indexOf('/homes')).replace('/office', '/v1')}/premises`
    : lists[name]

const named = async (page: Page, path: string): Promise<string> => {
  const [name = ''] = /\$\w+/.exec(path) ?? []
  const list = listOf(name, path)
  if (list === undefined) return path
  const id = await firstId(page, list)
  // Nothing found yet (the demo's anomalies come with its fills): the list itself.
  return id === null ? path.replace(`/${name}`, '') : named(page, path.replace(name, id))
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
      await page.goto(
        city.url + (await named(page, role === 'lab' ? path.replace('ZB-0001', 'ZB-8001') : path)),
      )
      await settled(page)
      return [...troubles, ...(await overflowing(page)), ...(await inaccessible(page))]
    },
    leave: () => page.context().close(),
  }
}
