import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import type { OrderState } from '#domain/order-state.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import type { VisitAnswer } from '#schemas/api/delivery.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { NewVisit } from '#store/queries/sales/visits.ts'
import { recordAll } from './returned.ts'
import type { NamedObject } from './uploaded.ts'

export const VISITORS = ['admin', 'office', 'station', 'courier'] as const

export type Person = { readonly id: string; readonly username: string }
type Events = readonly { readonly code: string; readonly event: ApiEvent }[]

/** A signature's picture as an object that must have been uploaded as one. */
export const signedObject = (
  path: string,
  signature: { readonly kind: string; readonly object?: string } | undefined,
): readonly NamedObject[] =>
  signature?.kind === 'signature' && signature.object !== undefined
    ? [[`${path}/object`, signature.object, 'signature']]
    : []

export const listedObjects = (path: string, hashes: readonly string[]) =>
  hashes.map((hash, i) => [`${path}/${i}`, hash] as const)

/** What was sent, so that a visit told again with other content is seen. */
export const requestHash = (body: unknown): Buffer =>
  createHash('sha256').update(JSON.stringify(body)).digest()

/** What every visit goes through, whatever came of it. */
export const visitDesk = (deps: ApiDeps) => {
  const { orders, visits } = deps.queries

  const within = async (request: FastifyRequest, id: string): Promise<OrderRow> => {
    const row = await orders.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  /** Who was there: the caller, or whom the office names. */
  const courierOf = async (
    request: FastifyRequest,
    order: OrderRow,
    named: string | undefined,
  ): Promise<Person> => {
    const principal = principalOf(request)
    if (named === undefined || named === principal.userId) {
      return { id: principal.userId, username: principal.username }
    }
    if (principal.role === 'courier') {
      const detail = { zh: '配送员只登记本人的到访', en: 'a courier tells of their own visits' }
      throw problem('INCONSISTENT_REQUEST', { path: '/courierId', detail })
    }
    const courier = await orders.courier(order.enterpriseId, named)
    if (courier === null) throw problem('UNKNOWN_REFERENCE', { path: '/courierId' })
    return courier
  }

  /** Writes the visit, then its events; a repeat gets the first answer, or finishes what a crash left open. */
  const tell = async (
    visit: NewVisit,
    events: Events,
    answer: (
      before: OrderState | null,
      found: ReadonlyMap<string, readonly object[]>,
      unordered: readonly string[],
    ) => unknown,
  ): Promise<VisitAnswer> => {
    const begun = await visits.begin(visit, events)
    if (begun.state === 'other-content') throw problem('VISIT_REUSED', { path: '/visitId' })
    if (begun.state === 'delivered-before') {
      const i = visit.delivered.findIndex(({ code }) => code === begun.code)
      throw problem('ALREADY_DELIVERED', {
        path: `/delivered/${i}`,
        detail: {
          zh: `${begun.code} 已由另一次到访送达该订单：请删去，或使用那次到访的 visitId`,
          en: `${begun.code} was delivered on this order by another visit: leave it out, or send that visit's visitId`,
        },
      })
    }
    if (begun.state === 'repeated' && begun.answer !== null) return begun.answer as VisitAnswer
    const found = await recordAll(deps, events)
    const before = begun.state === 'begun' ? begun.before : null
    return (await visits.finish(visit.id, answer(before, found, begun.unordered))) as VisitAnswer
  }

  return { within, courierOf, tell }
}
