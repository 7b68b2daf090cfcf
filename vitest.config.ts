import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup/console.ts', 'test/setup/postgres.ts'],
    pool: 'forks',
    // CI has two cores and one PostgreSQL serves the whole run: more workers only wait for it.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 30_000,
  },
})
