import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import { stepId } from '#api/derived-id.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { problem } from '#api/problem.ts'
import { lockMessage, lockName } from '#api/registry/remote-lock.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { refused } from '#api/service/case-desk.ts'
import { decideSupervision, type SupervisionCommand } from '#domain/supervision/supervision-case.ts'
import { epochMs } from '#domain/units.ts'
import { clauseById } from '#rules/clauses/clause-by-id.ts'
import type { supervisionCreate, SupervisionStepBody } from '#schemas/api/supervision-case.ts'
import type {
  SupervisionRow,
  SupervisionStep,
} from '#store/queries/supervision/supervision-cases.ts'
import { carryOutQuarantine, refuseTargets } from './case-measures.ts'
import { placeOfSubject, type SubjectPlace } from './supervision-subject.ts'

type Create = z.infer<typeof supervisionCreate>

const objectsOf = (body: { readonly objects?: readonly string[] | undefined }) =>
  (body.objects ?? []).map((hash, i) => [`/objects/${i}`, hash] as const)

const commandOf = (step: SupervisionStepBody, measureId: string): SupervisionCommand => {
  switch (step.type) {
    case 'order': {
      const { kind, targets = [], what, workingDays = null } = step
      return { type: 'order', id: measureId, kind, targets, what, workingDays }
    }
    case 'answer':
      return { type: 'answer', measureId: step.measureId?.toLowerCase() ?? null }
    case 'extend': {
      const { type, workingDays } = step
      return { type, measureId: step.measureId.toLowerCase(), workingDays }
    }
    case 'close':
      return { type: 'close' }
    case 'accept':
    case 'reject':
    case 'release':
      return { type: step.type, measureId: step.measureId.toLowerCase() }
  }
}

/** The company answers; orders, their acceptance, extension and release, and the end are the regulator's. @throws FORBIDDEN */
const mayStep = (request: FastifyRequest, { type }: SupervisionStepBody): void => {
  const regulator = principalOf(request).role === 'regulator'
  if (regulator === (type !== 'answer')) return
  const detail = regulator
    ? { zh: '由企业答复', en: 'the company answers' }
    : { zh: '由监管部门办理', en: 'only a regulator may order, accept, release or close' }
  throw problem('FORBIDDEN', { detail })
}

export const supervisionDesk = (deps: ApiDeps) => {
  const { supervision, calendar } = deps.queries

  const stepOf = (request: FastifyRequest, body: object): SupervisionStep => {
    const { userId, role } = principalOf(request)
    const { note, objects } = body as { note?: string; objects?: readonly string[] }
    const id = eventIdOf(request, deps)
    return { id, at: deps.clock(), by: userId, role, note: note ?? null, objects: objects ?? [] }
  }

  const within = async (request: FastifyRequest, id: string): Promise<SupervisionRow> => {
    const row = await supervision.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  return {
    within,

    /** @throws UNKNOWN_REFERENCE, ALREADY_EXISTS */
    async open(
      request: FastifyRequest,
      body: Create,
      known?: SubjectPlace,
    ): Promise<SupervisionRow> {
      const { subject, finding, clauses } = body
      const stranger = clauses.findIndex((id) => clauseById(id) === undefined)
      if (stranger >= 0) throw problem('UNKNOWN_REFERENCE', { path: `/clauses/${stranger}` })
      const place = known ?? (await placeOfSubject(deps, request, subject))
      await refuseMissing(deps, place.enterpriseId, objectsOf(body))
      const fresh = stepOf(request, body)
      const id = body.id?.toLowerCase() ?? fresh.id
      const row = {
        ...place,
        id,
        subjectKind: subject.kind,
        subjectId: subject.id,
        finding,
        clauses,
        openedBy: fresh.by,
        openedAt: fresh.at,
      }
      const step = { ...fresh, id: stepId(id, 'open') }
      await supervision.open(row, step)
      const stored = await supervision.byId(scopeOf(principalOf(request)), id)
      if (stored?.openedBy !== fresh.by || stored.subjectId !== subject.id) {
        throw problem('ALREADY_EXISTS', { path: '/id' })
      }
      return stored
    },

    /** @throws NOT_FOUND, FORBIDDEN, UNKNOWN_REFERENCE, the refusal of the domain */
    async act(
      request: FastifyRequest,
      id: string,
      body: SupervisionStepBody,
    ): Promise<SupervisionRow> {
      const principal = principalOf(request)
      const known = await within(request, id)
      mayStep(request, body)
      if (body.type === 'order') {
        await refuseTargets(deps, request, known, body.kind, body.targets ?? [])
      } else if ('objects' in body) {
        await refuseMissing(deps, known.enterpriseId, objectsOf(body))
      }
      const step = stepOf(request, body)
      const command = commandOf(body, step.id)
      const now = epochMs(step.at)
      const { calendar: days } = await calendar.load()
      const reason = body.type === 'order' ? body.what : (body.note ?? known.finding)
      const row = await supervision.act(scopeOf(principal), known.id, {
        step,
        lockedBy: {
          by: lockName(principal),
          at: now,
          reason: `监管案件 ${known.no}：${reason}`.slice(0, 500),
          payload: (action, scale) => lockMessage(action, reason.slice(0, 500), scale),
        },
        decide: (state) => decideSupervision(state, command, { now, calendar: days }),
      })
      if (row === null) throw problem('NOT_FOUND')
      if ('ok' in row) throw refused(row.refusal)
      await this.carryOut(request, row, command)
      return row
    },

    /** What a step does outside of its case: cylinders, and the gateways that look at locks. */
    async carryOut(
      request: FastifyRequest,
      row: SupervisionRow,
      command: SupervisionCommand,
    ): Promise<void> {
      const id =
        command.type === 'order' ? command.id : command.type === 'release' ? command.measureId : ''
      const measure = row.state.measures.find((one) => one.id === id)
      if (measure === undefined) return
      if (measure.kind === 'quarantine') await carryOutQuarantine(deps, request, row, measure)
      else if (measure.kind !== 'rectify') deps.siteChanged()
    },
  }
}
