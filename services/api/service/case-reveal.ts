import { z } from 'zod'
import { type Principal, principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { addressField } from '#domain/identity/address.ts'
import { caseReveal, caseRevealView } from '#schemas/api/service-case.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { CaseArea, CaseRow } from '#store/queries/service/case-rows.ts'
import { DESK, scopeOfRequest } from './case-scope.ts'

const params = z.object({ id: uuid })

type Reveal = {
  readonly url: string
  readonly area: CaseArea
  readonly mayNot: (row: CaseRow, person: Principal) => boolean
}

/** The address lies with the premises where they are known, else with who called. */
const fieldOf = (
  field: 'name' | 'phone' | 'address',
  { premisesId }: CaseRow,
): readonly string[] => {
  if (field === 'address') return [premisesId === null ? 'address' : addressField(premisesId)]
  return field === 'name' ? ['name', 'unitName'] : [field]
}

/** Name, number and address of who called: for a reason, in the log. */
export const revealRoute = (deps: ApiDeps, app: ApiApp, { url, area, mayNot }: Reveal): void => {
  const { cases, people } = deps.queries
  app.post(
    url,
    {
      config: { access: [...DESK, 'regulator'], showsPersonalData: true },
      schema: { params, body: caseReveal, response: { 200: caseRevealView } },
    },
    async (request, reply) => {
      const { fields, reason } = request.body
      const principal = principalOf(request)
      const row = await cases.byId(scopeOfRequest(request), area, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      if (mayNot(row, principal)) throw problem('RECUSED', { clause: 'R000-8.0.4.5' })
      const { personId, customerId, enterpriseId } = row
      const { userId, role } = principal
      const access = { personId, customerId, enterpriseId, userId, role, reason }
      const values = await people.reveal(
        { ...access, purpose: area, at: deps.clock() },
        fields.flatMap((field) => fieldOf(field, row)),
      )
      if (values === null) throw problem('CUSTOMER_ERASED')
      void reply.header('cache-control', 'no-store')
      return { values: { ...values } }
    },
  )
}
