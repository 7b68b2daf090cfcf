import { filesUnder } from '#test/tree/files-under.ts'
import { readFileSync } from 'node:fs'

/** What stands behind a parameter of an address in the demo's city. */
const examples: Readonly<Record<string, string>> = {
  $code: 'ZB-0001',
  $kpi: 'filling-pass',
}

export type ConsolePage = { readonly path: string; readonly roles: readonly string[] }

const ENTRY = /path: '([^']+)',[^}]*?roles: \[([^\]]*)\]/gs

/** Every page of the console with an example of its address, read from the areas' lists: a new page cannot be forgotten. */
const ofAreas = filesUnder('services/console', 'pages.tsx')
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(ENTRY)])
  .map(([, path = '', roles = '']) => ({
    path: path.replaceAll(/\$\w+/g, (name) => examples[name] ?? name),
    roles: [...roles.matchAll(/'(\w+)'/g)].map(([, role = '']) => role),
  }))

/** What stands behind the tabs of a page; walked once, by who sees them all. */
const tabs: Readonly<Record<string, readonly string[]>> = {
  '/office/call-backs': ['records', 'year'],
  '/office/satisfaction': ['items', 'surveys'],
  '/office/public-info': ['notices', 'texts'],
  '/office/publicity': ['events', 'manuals', 'handovers'],
  '/office/calls': ['waits', 'import'],
  '/office/emergency': ['drills', 'insurance'],
}

const behindTabs = Object.entries(tabs).flatMap(([path, names]) =>
  names.map((tab) => ({ path: `${path}?tab=${tab}`, roles: ['office'] })),
)

/** … and those of the shell. */
export const consolePages: readonly ConsolePage[] = [
  ...ofAreas,
  ...behindTabs,
  { path: '/password', roles: ['office'] },
]
