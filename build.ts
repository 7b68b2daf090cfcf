import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
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
