import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import type { OrderState } from '#domain/order-state.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { VisitAnswer } from '#schemas/api/delivery.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { NewVisit } from '#store/queries/sales/visits.ts'
import { instantOf } from './instant-of.ts'
import { profileAt } from './profile-at.ts'
import { recordAll } from './returned.ts'
import type { NamedObject } from './uploaded.ts'
import type { VisitFinding } from './visit-findings.ts'

export const VISITORS = ['admin', 'office', 'station', 'courier'] as const

type Person = { readonly id: string; readonly username: string }
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
const requestHash = (body: unknown): Buffer =>
  createHash('sha256').update(JSON.stringify(body)).digest()

type VisitBody = {
  readonly happenedAt: string
  readonly courierId?: string | undefined
  readonly visitId?: string | undefined
}

/** A visit as it is told: whose order, who was there, when, and by which rules. */
export type Visit<B> = {
  readonly id: string
  readonly at: EpochMs
  readonly now: EpochMs
  readonly order: OrderRow
  readonly body: B
  readonly courier: Person
  readonly profile: ResolvedProfile
}

/** What the rows and lives say once the visit is written. */
type Begun = {
  readonly before: OrderState | null
  readonly found: ReadonlyMap<string, readonly object[]>
  readonly unordered: readonly string[]
}

type Closing = Pick<
  NewVisit,
  'outcome' | 'delivered' | 'returned' | 'home' | 'money' | 'failed'
> & {
  /** The body as it is kept: without the code that somebody signed with. */
  readonly stored: unknown
  readonly events: Events
  readonly answer: {
    readonly delivered: readonly object[]
    readonly returned: readonly object[]
    readonly receiptNo: string | null
    readonly findings: (begun: Begun) => readonly VisitFinding[]
  }
}

/** What every visit goes through, whatever came of it. */
export const visitDesk = (deps: ApiDeps) => {
  const { orders, visits } = deps.queries
  const profileOf = profileAt(deps)

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

  /** What every visit begins with. `idOf` names it where the client did not: the same for each repeat. */
  const open = async <B extends VisitBody>(
    request: FastifyRequest,
    [orderId, body]: readonly [string, B],
    idOf: (order: OrderRow, at: EpochMs) => string,
  ): Promise<Visit<B>> => {
    const order = await within(request, orderId)
    const at = instantOf(body.happenedAt, '/happenedAt')
    const courier = await courierOf(request, order, body.courierId)
    const id = body.visitId ?? idOf(order, at)
    const profile = await profileOf(order.region, at, order.enterpriseId)
    return { id, at, now: epochMs(deps.clock()), order, body, courier, profile }
  }

  /** Writes the visit, then its events; a repeat gets the first answer, or finishes what a crash left open. */
  const tell = async (
    visit: NewVisit,
    events: Events,
    answer: (begun: Begun) => unknown,
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
    const { unordered } = begun
    return (await visits.finish(visit.id, answer({ before, found, unordered }))) as VisitAnswer
  }

  /** What every visit ends with: it is written with its events, and answered with what the order is then. */
  const close = async (
    { id, at, now, order, courier, body }: Visit<VisitBody>,
    { stored, events, answer, ...written }: Closing,
  ): Promise<VisitAnswer> => {
    const { home, outcome } = written
    const head = { orderId: order.id, happenedAt: at, recordedAt: now }
    const requestSha256 = requestHash(body)
    const visit = { ...head, ...written, id, body: stored, courierId: courier.id, requestSha256 }
    const told = await tell(visit, events, (begun) => ({
      visitId: id,
      orderId: order.id,
      orderState: '',
      happenedAt: timeText(at),
      recordedAt: timeText(now),
      outcome,
      inspectionId: home?.inspection.id ?? null,
      rectificationId: home?.rectification?.id ?? null,
      delivered: answer.delivered,
      returned: answer.returned,
      receiptNo: answer.receiptNo,
      findings: [
        ...answer.findings(begun),
        ...[...begun.found].flatMap(([cylinder, list]) =>
          list.map((one) => ({ ...one, cylinder })),
        ),
      ],
    }))
    const after = await orders.byId({ kind: 'all' }, order.id)
    return { ...told, orderState: after?.state ?? order.state }
  }

  return { open, close }
}
