import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { dayOf } from '#domain/calendar.ts'
import { type Due, dueAfter } from '#domain/service/term.ts'
import type { EpochMs } from '#domain/units.ts'
import { gradeOf, gravest } from '#rules/hazard-grade.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { type SafetyCheck, safetyItems, type Signature } from '#schemas/api/safety.ts'
import type { CheckedHome, LeftNote, NewRefusal } from '#store/queries/homes/insert-home.ts'
import { derivedId } from '#api/derived-id.ts'

type Notice = {
  readonly dueOn: string
  readonly stopsSupply: boolean
  readonly signature: Signature
}

export type HomeCheck = {
  readonly id: string
  readonly enterpriseId: string
  readonly premisesId: string
  readonly customerId: string
  readonly region: string
  readonly orderId: string | null
  readonly deliveryId: string | null
  readonly kind: string
  readonly outcome: 'checked' | 'refused-entry' | 'nobody-home'
  readonly check: SafetyCheck | undefined
  readonly notice: Notice | undefined
  readonly signature: Signature | undefined
  readonly happenedAt: EpochMs
  readonly recordedAt: EpochMs
  readonly inspectorId: string
  /** What was left in writing where nobody opened. */
  readonly note?: LeftNote | undefined
  readonly terms: HazardTerms
  /** The code that they signed with was not theirs, or cannot be known. */
  readonly unproven?: boolean
}

/** Until when a hazard is mended, and the authority told of a major one, unless the visit says otherwise. */
export type HazardTerms = { readonly mend: Due | null; readonly report: Due | null }

const NONE: HazardTerms = { mend: null, report: null }

const failed = (check: SafetyCheck | undefined): boolean =>
  check?.items.some(({ ok }) => !ok) === true

/** Nothing is looked up where everything was in order. */
export const hazardTerms = async (
  { queries }: ApiDeps,
  check: SafetyCheck | undefined,
  { single }: ResolvedProfile,
  at: EpochMs,
): Promise<HazardTerms> => {
  if (!failed(check)) return NONE
  const { calendar } = await queries.calendar.load()
  const { rectification, majorHazardReport } = single
  const due = (term: typeof rectification) =>
    term === undefined ? null : dueAfter(at, term.value, calendar)
  return { mend: due(rectification), report: due(majorHazardReport) }
}

/** What is kept of a signature: never the code itself. */
export const kept = (signature: Signature | undefined): unknown => {
  if (signature === undefined) return { kind: 'none' }
  return signature.kind === 'code' ? { kind: 'code' } : signature
}

export const hashesOf = (check: SafetyCheck | undefined): readonly string[] => [
  ...(check?.photos ?? []),
  ...(check?.items ?? []).flatMap(({ photos }) => photos ?? []),
]

/** @throws INCONSISTENT_REQUEST when the day to mend it lies before the visit */
const dueOn = ({ notice, happenedAt, terms }: HomeCheck): string => {
  const visited = dayOf(happenedAt)
  if (notice === undefined) return terms.mend === null ? visited : dayOf(terms.mend.dueAt)
  if (notice.dueOn >= visited) return notice.dueOn
  const detail = {
    zh: '整改期限不能早于发现时间',
    en: 'a hazard cannot be due before it was found',
  }
  throw problem('INCONSISTENT_REQUEST', { path: '/notice/dueOn', limit: visited, detail })
}

const isSigned = (signature: Signature | undefined): boolean =>
  signature?.kind === 'signature' || signature?.kind === 'code'

/** All five were looked at (R000-5.2.7.2) and the customer put their name to it (R002-5.11.1-4). */
const counts = ({ check, outcome, signature, unproven }: HomeCheck): boolean =>
  outcome === 'checked' &&
  unproven !== true &&
  isSigned(signature) &&
  safetyItems.every((item) => check?.items.some((one) => one.item === item))

/** R002-5.11.8 a–c, and a closed door (R001-5.5-bk). */
const refusalsOf = ({ check, outcome, signature, notice, note }: HomeCheck): NewRefusal[] => {
  if (outcome === 'nobody-home') return [{ kind: 'absent', note: note ?? null }]
  if (outcome === 'refused-entry') return [{ kind: 'entry', note: note ?? null }]
  const found: NewRefusal[] = []
  if (signature?.kind === 'refused') found.push({ kind: 'record', note: null })
  if (failed(check) && notice?.signature.kind === 'refused') {
    found.push({ kind: 'notice', note: null })
  }
  return found
}

/** 隐患整改通知书编号. */
const noticeNo = (id: string, at: EpochMs): string =>
  `ZG${dayOf(at).replaceAll('-', '').slice(2)}-${id.replaceAll('-', '').slice(-8).toUpperCase()}`

const rectificationOf = (visit: HomeCheck): CheckedHome['rectification'] => {
  const hazards = (visit.check?.items ?? []).filter(({ ok }) => !ok)
  if (hazards.length === 0) return null
  const id = derivedId('rectification', visit.id)
  const grade = gravest(hazards)
  return {
    id,
    no: noticeNo(id, visit.happenedAt),
    hazards: hazards.map((hazard) => ({ ...hazard, grade: gradeOf(hazard) })),
    grade,
    report: grade === 'major' ? visit.terms.report : null,
    stopsSupply: visit.notice?.stopsSupply ?? true,
    dueOn: dueOn(visit),
    signature: kept(visit.notice?.signature),
  }
}

/** The record of a home check and, where something failed, the notice to remedy (R002-5.11.6). */
export const homeCheck = (visit: HomeCheck): CheckedHome => {
  const { check, signature, outcome } = visit
  const result = outcome === 'checked' ? (failed(check) ? 'failed' : 'passed') : outcome
  return {
    inspection: {
      id: visit.id,
      enterpriseId: visit.enterpriseId,
      premisesId: visit.premisesId,
      customerId: visit.customerId,
      region: visit.region,
      orderId: visit.orderId,
      deliveryId: visit.deliveryId,
      kind: visit.kind,
      happenedAt: visit.happenedAt,
      recordedAt: visit.recordedAt,
      inspectorId: visit.inspectorId,
      items: check?.items ?? [],
      outcome: result,
      signature: kept(signature),
      counts: counts(visit),
    },
    rectification: rectificationOf(visit),
    refusals: refusalsOf(visit),
  }
}
