import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The API that the development server hands requests on to. */
const api = process.env['LPG_API'] ?? 'http://localhost:8080'

/** `npm run dev:console` serves it beside `npm run dev`; `build.ts` writes `dist/console`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/console', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/v1': api, '/t/': api } },
})
