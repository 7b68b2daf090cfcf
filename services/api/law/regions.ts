import { z } from 'zod'
import { ANYBODY } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { regionCode, regionName as regionView } from '#schemas/api/region.ts'
import { regionName } from './region-name.ts'

/** What the six digits of GB/T 2260 are called, for whoever reads them. */
export const regionRoutes = (_deps: ApiDeps) => async (app: ApiApp) => {
  app.get(
    '/v1/regions/:code',
    {
      config: { access: ANYBODY },
      schema: { params: z.object({ code: regionCode }), response: { 200: regionView } },
    },
    async ({ params: { code } }) => ({ code, name: regionName(code) }),
  )
}
