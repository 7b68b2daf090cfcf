import { Registry } from 'prom-client'
import { type ApiDeps, defaultApiConfig } from './api-deps.ts'
import { createApi } from './create-api.ts'

/** Describing the routes calls none of them: what they would need is never touched. */
const untouched = new Proxy({}, { get: () => untouched }) as never

/** The OpenAPI 3.1 document as JSON text; `vitest run test/api/openapi.test.ts -u` writes the committed copy. */
export const openApiText = async (): Promise<string> => {
  const deps: ApiDeps = {
    queries: untouched,
    recorder: untouched,
    profiles: untouched,
    replay: untouched,
    siteChanged: () => undefined,
    clock: () => 0,
    newId: () => '',
    logger: false,
    config: defaultApiConfig,
    probes: [],
    metrics: new Registry(),
  }
  const app = createApi(deps)
  await app.ready()
  const document = app.swagger()
  await app.close()
  return `${JSON.stringify(document, null, 2)}\n`
}
