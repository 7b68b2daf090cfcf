import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Principal, principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { problem, type Said } from '#api/problem.ts'
import { refused } from '#api/service/case-desk.ts'
import { dayOf } from '#domain/calendar.ts'
import { decideEvaluation, type EvaluationCommand } from '#domain/supervision/decide-evaluation.ts'
import { type Evaluation, resultOf } from '#domain/supervision/evaluation.ts'
import { epochMs } from '#domain/units.ts'
import { scoreSheets, sheetById } from '#rules/sheets/sheet-by-id.ts'
import type { evaluationCreate } from '#schemas/api/evaluation.ts'
import type {
  EvaluationKind,
  EvaluationRow,
  NewEvaluation,
} from '#store/queries/supervision/evaluations.ts'
import { evaluationEvidence } from './evaluation-evidence.ts'
import { sheetOf } from './evaluation-view.ts'

type Create = z.infer<typeof evaluationCreate>

const inconsistent = (path: string, detail: Said) =>
  problem('INCONSISTENT_REQUEST', { path, detail })

/** Who evaluates: the enterprise itself, or the authority of a region. @throws INCONSISTENT_REQUEST */
const kindOf = ({ role }: Principal, asked: EvaluationKind | undefined): EvaluationKind => {
  const kind = asked ?? (role === 'office' ? 'self' : 'supervision')
  if ((kind === 'self') === (role === 'office')) return kind
  const detail = {
    zh: '企业自评，监管部门评价企业',
    en: 'an office evaluates itself, a regulator others',
  }
  throw inconsistent('/kind', detail)
}

/** Only whoever evaluates; the others read. @throws FORBIDDEN */
const mayEvaluate = (principal: Principal, row: EvaluationRow): void => {
  const { role, enterpriseId, regionPrefix } = principal
  const own =
    row.kind === 'self'
      ? role === 'office' && enterpriseId === row.enterpriseId
      : role === 'regulator' && regionPrefix === row.authority
  if (!own)
    throw problem('FORBIDDEN', {
      detail: { zh: '由评价单位办理', en: 'it belongs to whoever began it' },
    })
}

const bandName = (row: Pick<EvaluationRow, 'sheet' | 'sheetVersion' | 'state'>): string | null =>
  resultOf(sheetOf(row), row.state).band?.name ?? null

export const evaluationDesk = (deps: ApiDeps) => {
  const { evaluations, enterprises } = deps.queries
  const evidenceOf = evaluationEvidence(deps)

  const within = async (request: FastifyRequest, id: string): Promise<EvaluationRow> => {
    const row = await evaluations.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  const stepOf = (request: FastifyRequest) => {
    const { userId, role } = principalOf(request)
    return { id: eventIdOf(request, deps), at: deps.clock(), by: userId, role }
  }

  const correction = async (request: FastifyRequest, body: Create, earlier: EvaluationRow) => {
    mayEvaluate(principalOf(request), earlier)
    if (body.reason === undefined) {
      throw inconsistent('/reason', { zh: '更正应写明理由', en: 'say what is corrected' })
    }
    const named = (['enterpriseId', 'sheet', 'kind', 'from', 'to'] as const).find(
      (field) => body[field] !== undefined,
    )
    if (named !== undefined) {
      throw inconsistent(`/${named}`, { zh: '更正不改变该项', en: 'a correction keeps it' })
    }
    if (earlier.state.status !== 'final') {
      throw problem('CASE_STATE', {
        detail: { zh: '尚未定稿，请直接修改', en: 'it is not final yet: change it' },
      })
    }
    const { enterpriseId, kind, authority, sheet, sheetVersion, from, to, version } = earlier
    const kept = { enterpriseId, kind, authority, sheet, sheetVersion, from, to }
    const state: Evaluation = { ...earlier.state, status: 'scored', signatures: [], finalAt: null }
    return { ...kept, version: version + 1, correctionReason: body.reason, state }
  }

  const first = async (request: FastifyRequest, body: Create) => {
    const principal = principalOf(request)
    const kind = kindOf(principal, body.kind)
    const { sheet: sheetId, from, to } = body
    const enterpriseId = body.enterpriseId ?? principal.enterpriseId ?? undefined
    for (const [path, value] of Object.entries({ enterpriseId, sheet: sheetId, from, to })) {
      if (value === undefined)
        throw problem('INVALID_REQUEST', {
          path: `/${path}`,
          detail: { zh: '缺少此项', en: 'is missing' },
        })
    }
    if (
      enterpriseId === undefined ||
      sheetId === undefined ||
      from === undefined ||
      to === undefined
    ) {
      throw problem('INVALID_REQUEST')
    }
    if (to <= from)
      throw inconsistent('/to', { zh: '止日应晚于起日', en: 'the period ends after it begins' })
    if (from > dayOf(epochMs(deps.clock()))) {
      throw inconsistent('/from', { zh: '评价期尚未开始', en: 'the period has not begun' })
    }
    const known = await enterprises.byId(scopeOf(principal), enterpriseId)
    if (known === null) throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
    const sheet = sheetById(sheetId)
    if (sheet === undefined) {
      const detail = {
        zh: `应为 ${scoreSheets.map(({ id }) => id).join('、')} 之一`,
        en: `one of ${scoreSheets.map(({ id }) => id).join(', ')}`,
      }
      throw problem('UNKNOWN_REFERENCE', { path: '/sheet', detail })
    }
    const state: Evaluation = {
      status: 'draft',
      collectedAt: epochMs(deps.clock()),
      evidence: await evidenceOf(sheet, scopeOf(principal), { enterpriseId, from, to }),
      scores: {},
      attachments: [],
      vetoes: [],
      signatures: [],
      finalAt: null,
    }
    const authority = kind === 'self' ? null : principal.regionPrefix
    const about = { enterpriseId, kind, authority, sheet: sheet.id, sheetVersion: sheet.version }
    return { ...about, from, to, version: 1, correctionReason: null, state }
  }

  return {
    within,

    /** @throws UNKNOWN_REFERENCE, INCONSISTENT_REQUEST, ALREADY_EXISTS */
    async create(request: FastifyRequest, body: Create): Promise<EvaluationRow> {
      const scope = scopeOf(principalOf(request))
      const corrects = body.corrects ?? null
      const earlier = corrects === null ? null : await evaluations.byId(scope, corrects)
      if (corrects !== null && earlier === null) {
        throw problem('UNKNOWN_REFERENCE', { path: '/corrects' })
      }
      const made =
        earlier === null ? await first(request, body) : await correction(request, body, earlier)
      const step = stepOf(request)
      const id = body.id?.toLowerCase() ?? step.id
      const row: NewEvaluation = { ...made, id, corrects, createdBy: step.by, createdAt: step.at }
      const outcome = await evaluations.create(row, bandName(row), step)
      const stored = await evaluations.byId(scope, id)
      if (stored !== null && (outcome === 'created' || stored.createdBy === step.by)) return stored
      const path = corrects === null ? '/from' : '/corrects'
      throw problem('ALREADY_EXISTS', {
        path,
        detail: { zh: '该评价已建立', en: 'this evaluation was begun before' },
      })
    },

    /** @throws NOT_FOUND, FORBIDDEN, the refusal of the domain */
    async act(
      request: FastifyRequest,
      id: string,
      commandOf: (row: EvaluationRow) => EvaluationCommand | Promise<EvaluationCommand>,
    ): Promise<EvaluationRow> {
      const principal = principalOf(request)
      const known = await within(request, id)
      const command = await commandOf(known)
      const brings =
        command.type === 'attach' &&
        principal.role === 'office' &&
        principal.enterpriseId === known.enterpriseId
      if (!brings) mayEvaluate(principal, known)
      const context = { now: epochMs(deps.clock()), by: principal.userId }
      const row = await evaluations.act(scopeOf(principal), known.id, stepOf(request), {
        decide: (locked) => decideEvaluation(sheetOf(locked), locked.state, command, context),
        bandOf: bandName,
      })
      if (row === null) throw problem('NOT_FOUND')
      if ('ok' in row) throw refused(row.refusal)
      return row
    },

    collect:
      (request: FastifyRequest) =>
      async (row: EvaluationRow): Promise<EvaluationCommand> => ({
        type: 'collect',
        evidence: await evidenceOf(sheetOf(row), scopeOf(principalOf(request)), row),
      }),
  }
}
