import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { build as buildConsole } from 'vite'

/**
 * What is shipped is built, so that `npm start` needs neither tsx nor a compile step (design §7: serving within 10 s of
 * the install). Packages stay outside: native parts (argon2, the embedded PostgreSQL) cannot be bundled.
 * A broken entry point fails here, and with it `npm ci`: better than a demo that fails later.
 */
const entryPoints = Object.fromEntries(
  Object.entries({
    'lpg-trace': 'services/app/main.ts',
    'lpg-sim': 'firmware-sim/main.ts',
  }).filter(([, source]) => existsSync(new URL(source, import.meta.url))),
)

const root = new URL('.', import.meta.url)
await rm(new URL('dist', root), { recursive: true, force: true })
await build({
  absWorkingDir: fileURLToPath(root),
  entryPoints,
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'info',
})

await buildConsole({
  configFile: fileURLToPath(new URL('services/console/vite.config.ts', root)),
  logLevel: 'warn',
})

// Compressed once here, not at every request.
const site = fileURLToPath(new URL('dist/console', root))
for (const file of await readdir(site, { recursive: true })) {
  if (!/\.(js|css|html|svg|wasm|json|webmanifest)$/.test(file)) continue
  const bytes = await readFile(join(site, file))
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
  await writeFile(join(site, `${file}.br`), brotliCompressSync(bytes, { params }))
  await writeFile(join(site, `${file}.gz`), gzipSync(bytes, { level: 9 }))
}
