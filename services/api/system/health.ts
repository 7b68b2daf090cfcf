import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'

const PROBE_TIMEOUT_MS = 2_000

/** A probe that hangs is a probe that failed. */
const passes = async (check: () => Promise<boolean>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PROBE_TIMEOUT_MS)
  })
  try {
    return await Promise.race([check(), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

const replica = z.object({ usable: z.boolean(), lagMs: z.number(), lagBytes: z.number() })
const health = z.object({
  ok: z.boolean(),
  checks: z.record(z.string(), z.boolean()).optional(),
  /** Where lists are read from, with a replica. Without it the primary answers, so `ok` does not depend on it. */
  replica: replica.optional(),
})
const config = { access: 'public' } as const

export const healthRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  app.get('/health/live', { config, schema: { response: { 200: health } } }, async () => ({
    ok: true,
  }))

  app.get(
    '/health/ready',
    { config, schema: { response: { 200: health, 503: health } } },
    async (_request, reply) => {
      const probes = [{ name: 'database', check: deps.queries.reachable }, ...deps.probes]
      const results = await Promise.all(probes.map(({ check }) => passes(check)))
      const checks = Object.fromEntries(probes.map(({ name }, i) => [name, results[i] === true]))
      const ok = results.every((result) => result)
      const behind = deps.replica === undefined ? {} : { replica: deps.replica() }
      return reply.code(ok ? 200 : 503).send({ ok, checks, ...behind })
    },
  )

  app.get('/metrics', { config, schema: { hide: true } }, async (_request, reply) =>
    reply.type(deps.metrics.contentType).send(await deps.metrics.metrics()),
  )
}
