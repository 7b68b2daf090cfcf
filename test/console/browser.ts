import { type Browser, chromium, type Page } from 'playwright-core'

/** Debian's name first; elsewhere say where it is. */
const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** A real Chromium without a sandbox (CI is root) that talks to nobody but the page's server. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--headless',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export const sizes = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const
export type Size = keyof typeof sizes

export type Language = 'zh' | 'en'

export type WatchedPage = {
  readonly page: Page
  /** What a page must not have: errors on its console, failed requests, refused answers that it did not show. */
  readonly troubles: string[]
}

/** A page in that size and language that notes its own troubles. */
export const openPage = async (
  browser: Browser,
  { size, language }: { readonly size: Size; readonly language: Language },
): Promise<WatchedPage> => {
  const context = await browser.newContext({
    viewport: sizes[size],
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
  })
  await context.addInitScript(`localStorage.setItem('lpg.language', '${language}')`)
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    // Leaving a page ends what it was still asking for.
    if (reason !== 'net::ERR_ABORTED') troubles.push(`${request.url()} ${reason}`)
  })
  return { page, troubles }
}

/** Texts that run out of their boxes: what a reader would call cramped. Scroll areas and cut texts with dots are meant so. */
export const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth + 1)
      found.push(`the page is ${scrollWidth - clientWidth}px too wide`)
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      )
      // A text in a drawing has no box to run out of.
      if (!own || element.offsetParent === null || element.closest('svg') !== null) continue
      const style = getComputedStyle(element)
      const cut = style.textOverflow === 'ellipsis' || style.overflowX !== 'visible'
      if (cut || style.display === 'inline') continue
      if (element.scrollWidth > element.clientWidth + 2) {
        found.push(`${element.tagName} "${element.textContent?.trim().slice(0, 40)}"`)
      }
    }
    return found
  })

/** Signs in as a person would. */
export const signIn = async (
  page: Page,
  url: string,
  username: string,
  password: string,
): Promise<void> => {
  await page.goto(`${url}/login`)
  await page.locator('input[autocomplete="username"]').fill(username)
  await page.locator('input[autocomplete="current-password"]').fill(password)
  await page.locator('button[type="submit"]').click()
  await page.waitForURL((address) => address.pathname !== '/login')
}
