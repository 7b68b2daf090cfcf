import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { caseWorkers } from '#schemas/api/service-case.ts'
import { uuid } from '#schemas/identifiers.ts'
import { DESK } from './case-scope.ts'

type Of = {
  readonly url: string
  readonly within: (
    request: FastifyRequest,
    id: string,
  ) => Promise<{ readonly enterpriseId: string }>
}

/** To whom a case can be given: those who work with customers in its enterprise. */
export const workersRoute = ({ queries }: ApiDeps, app: ApiApp, { url, within }: Of): void => {
  app.get(
    url,
    {
      config: { access: DESK },
      schema: { params: z.object({ id: uuid }), response: { 200: caseWorkers } },
    },
    async (request) => {
      const { enterpriseId } = await within(request, request.params.id)
      const found = await queries.orders.couriers(enterpriseId)
      return { items: found.map(({ id, username, role }) => ({ id, username, role })) }
    },
  )
}
