import { mkdir, rm } from 'node:fs/promises'
import { openPage, startBrowser } from './browser.ts'
import { demoCity, ROLES } from './demo-city.ts'
import { consolePages } from './page-list.ts'
import { settled, visitor } from './visit.ts'

/** `npm run screenshots`: every page as every role that may open it, both sizes, both languages, into `screenshots/` (not in git). */
const FOLDER = 'screenshots'

const nameOf = (path: string): string =>
  path.replaceAll(/\W+/g, '-').replace(/^-|-$/g, '') || 'start'

const city = await demoCity()
const browser = await startBrowser()
await rm(FOLDER, { recursive: true, force: true })
await mkdir(FOLDER)
let taken = 0
try {
  for (const size of ['desktop', 'phone'] as const) {
    for (const language of ['zh', 'en'] as const) {
      const view = { size, language }
      const { page } = await openPage(browser, view)
      await page.goto(`${city.url}/login`)
      await settled(page)
      await page.screenshot({ path: `${FOLDER}/login.${size}.${language}.png` })
      await page.context().close()
      for (const role of ROLES) {
        const pages = consolePages.filter(({ roles }) => roles.includes(role))
        if (pages.length === 0) continue
        const visit = await visitor(browser, city, role, view)
        for (const { path } of pages) {
          // Its picture is what tells why; the other pages are taken all the same.
          await visit.look(path).catch((error: unknown) => {
            console.error(`${role} ${path} ${size} ${language}: ${String(error)}`)
            process.exitCode = 1
          })
          const file = `${role}.${nameOf(path)}.${size}.${language}.png`
          await visit.page.screenshot({ path: `${FOLDER}/${file}`, fullPage: true })
          taken++
        }
        await visit.leave()
      }
    }
  }
} finally {
  await browser.close()
  await city.end()
}
console.log(`${taken} pages in ${FOLDER}/`)
