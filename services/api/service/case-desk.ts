import type { FastifyRequest } from 'fastify'
import { principalOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { type ApiProblem, problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import type { CaseCore, CaseRefusal, Decided, Person } from '#domain/service/case-step.ts'
import type { CaseContext } from '#domain/service/case-step.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import type { CaseArea, CaseRow } from '#store/queries/service/case-rows.ts'
import type { NewCase, StepRecord } from '#store/queries/service/case-write.ts'
import type { CaseParty } from './case-party.ts'
import { caseContexts } from './case-context.ts'
import { scopeOfRequest } from './case-scope.ts'

type State = CaseCore & { readonly status: string; readonly kind: string }

/** A refusal of the domain as a problem: field, clause and what to do, in both languages. */
export const refused = ({ code, path, clause, zh, en }: CaseRefusal): ApiProblem =>
  problem(code, { path, clause, detail: { zh, en }, rule: code })

/** When it happened, where somebody says so; else now. */
export const happenedAt = (text: string | undefined, now: number, path = '/at'): EpochMs =>
  text === undefined ? epochMs(now) : instantOf(text, path)

/** Extra facts that stand in the record beside what was decided: signatures, photos, lines of a quote. */
const withFacts = <S extends State>(
  result: Decided<S>,
  facts: Readonly<Record<string, unknown>>,
): Decided<S> =>
  result.ok
    ? { ...result, entry: { ...result.entry, body: { ...result.entry.body, ...facts } } }
    : result

export type CaseActing<S extends State> = {
  readonly id: string
  readonly note: string | undefined
  readonly shown: boolean
  readonly facts?: Readonly<Record<string, unknown>>
  readonly decide: (state: S, context: CaseContext) => Decided<S>
}

/** One area of the service desk: how its cases are opened and moved on. */
export const caseDesk = <S extends State>(
  deps: ApiDeps,
  area: CaseArea,
  ended: readonly string[],
) => {
  const { cases } = deps.queries
  const contextOf = caseContexts(deps)
  const isEnded = (status: string): boolean => ended.includes(status)

  const stepOf = (
    request: FastifyRequest,
    note: string | undefined,
    shown: boolean,
  ): StepRecord => {
    const { userId, role } = principalOf(request)
    const entryId = eventIdOf(request, deps)
    return { entryId, at: deps.clock(), by: userId, role, note: note ?? null, shown }
  }

  const personOf = (request: FastifyRequest): Person => {
    const { userId, username } = principalOf(request)
    return { userId, username }
  }

  const within = async (request: FastifyRequest, id: string): Promise<CaseRow<S>> => {
    const row = await cases.byId<S>(scopeOfRequest(request), area, id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  return {
    within,

    /** Opens a case; the same id again finds it. @throws UNKNOWN_REFERENCE, CUSTOMER_ERASED, ALREADY_EXISTS */
    async open(
      request: FastifyRequest,
      party: CaseParty,
      fresh: Pick<NewCase, 'channel' | 'facts'> & {
        readonly id: string | undefined
        readonly text: string
        readonly openedAt: EpochMs
        readonly stateOf: (context: CaseContext) => S
      },
    ): Promise<CaseRow<S>> {
      const context = await contextOf(party, personOf(request))
      if (fresh.openedAt > context.now) {
        const detail = { zh: '发生时间晚于现在', en: 'it lies in the future' }
        throw problem('INCONSISTENT_REQUEST', { path: '/receivedAt', detail })
      }
      const id = fresh.id?.toLowerCase() ?? eventIdOf(request, deps)
      const state = fresh.stateOf(context)
      const { kind, status } = state
      const { channel, facts } = fresh
      const row = {
        ...party,
        id,
        area,
        kind,
        status,
        channel,
        profile: context.profile,
        state,
        facts,
      }
      const entry = { type: 'open', at: state.openedAt, body: {} }
      const step = { ...stepOf(request, fresh.text, true), entryId: id }
      const scope = scopeOfRequest(request)
      await cases.open(scope, row, entry, step)
      const stored = await cases.byId<S>(scope, area, id)
      if (stored === null) throw problem('ALREADY_EXISTS', { path: '/id' })
      return stored
    },

    /** Moves a case on. @throws NOT_FOUND, CUSTOMER_ERASED, the refusal of the domain */
    async act(request: FastifyRequest, acting: CaseActing<S>): Promise<CaseRow<S>> {
      const known = await within(request, acting.id)
      const context = await contextOf(known, personOf(request))
      const outcome = await cases.act<S>([scopeOfRequest(request), area, known.id], {
        step: stepOf(request, acting.note, acting.shown),
        decide: ({ state }) => withFacts(acting.decide(state, context), acting.facts ?? {}),
        isEnded,
      })
      if (outcome === null) throw problem('NOT_FOUND')
      if (outcome.outcome === 'refused') throw refused(outcome.refusal)
      if (outcome.outcome === 'erased') throw problem('CUSTOMER_ERASED')
      return outcome.row
    },

    /** Somebody of the case's enterprise who works with customers. @throws UNKNOWN_REFERENCE */
    async worker(request: FastifyRequest, caseId: string, userId: string, path = '/userId') {
      const { enterpriseId } = await within(request, caseId)
      const user = await deps.queries.users.byId(userId)
      const works = ['admin', 'office', 'station', 'courier'].includes(user?.role ?? '')
      if (user === null || user.disabled || !works || user.enterpriseId !== enterpriseId) {
        throw problem('UNKNOWN_REFERENCE', { path })
      }
      return { userId: user.id, username: user.username, enterpriseId }
    },
  }
}
