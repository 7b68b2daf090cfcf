import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, type Rolldown } from 'vite'

const ICON = new URL('../public/icon.svg', import.meta.url)

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk

/** Whose chunks a phone keeps; desks and kiosks have a network. */
const OF_PHONES = /services\/console\/(courier|customer|shell\/(phone-frame|login-page))/

const chunkNamed = (bundle: Bundle, fileName: string): Chunk | null => {
  const file = bundle[fileName]
  return file?.type === 'chunk' ? file : null
}

/** A chunk, what it needs at once, and what it loads later where that is the phone's. */
const collect = (bundle: Bundle, fileName: string, found: Set<string>): void => {
  const chunk = chunkNamed(bundle, fileName)
  if (found.has(fileName) || chunk === null) return
  found.add(fileName)
  for (const needed of chunk.imports) collect(bundle, needed, found)
  for (const later of chunk.dynamicImports) {
    const entry = chunkNamed(bundle, later)?.facadeModuleId ?? ''
    if (OF_PHONES.test(entry)) collect(bundle, later, found)
  }
  for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style)
  for (const asset of chunk.viteMetadata?.importedAssets ?? []) found.add(asset)
}

const revisionOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16)

const workerCode = async (precache: readonly object[]): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { __PRECACHE__: JSON.stringify(precache), 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: {
        input: fileURLToPath(new URL('./service-worker.ts', import.meta.url)),
        output: { format: 'iife', entryFileNames: 'phone-worker.js' },
      },
    },
  })
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput
  return output[0].code
}

/** Builds the service worker of the phones, with the list of the files that it keeps. */
export const phoneWorker = (): Plugin => ({
  name: 'phone-worker',
  apply: 'build',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const found = new Set<string>()
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk' && file.isEntry) collect(bundle, file.fileName, found)
      }
      const page = bundle['index.html']
      const precache = [
        { url: '/index.html', revision: revisionOf(page?.type === 'asset' ? page.source : '') },
        { url: '/icon.svg', revision: revisionOf(readFileSync(ICON)) },
        // Their names carry a hash: another content is another file.
        ...[...found].sort().map((fileName) => ({ url: `/${fileName}`, revision: null })),
      ]
      this.emitFile({
        type: 'asset',
        fileName: 'phone-worker.js',
        source: await workerCode(precache),
      })
    },
  },
})
