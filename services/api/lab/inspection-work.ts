import type { FastifyRequest } from 'fastify'
import { dayOf } from '#domain/calendar.ts'
import type { EventType } from '#domain/event-types.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import { epochMs } from '#domain/units.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { InspectionBatchCreate, InspectionResult } from '#schemas/api/inspection.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type { BatchRow, ItemRow, NewResult } from '#store/queries/lab/inspections.ts'
import { principalOf, type Principal, scopeOf } from '#api/access.ts'
import { actOnCylinder, eventAfter, stepId } from '#api/act-on-cylinder.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import type { ErrorCode } from '#api/error-codes.ts'
import { judgeResult } from './inspection-dates.ts'
import { problem, type ProblemDetails } from '#api/problem.ts'
import { present } from '#api/time-text.ts'

/** As many at once as the recorder has lanes, and some: each event is a transaction of its own. */
export const IN_STEPS_OF = 8

export const inSteps = async <T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = []
  for (let at = 0; at < items.length; at += width) {
    const step = items.slice(at, at + width).map((item, index) => work(item, at + index))
    results.push(...(await Promise.all(step)))
  }
  return results
}

const ALL = { kind: 'all' } as const
/** Without a station the rules of the whole country. */
const NOWHERE = '000000'
const book = createProfileBook()

const unique = (codes: readonly string[], path: string): void => {
  const twice = codes.findIndex((code, index) => codes.indexOf(code) !== index)
  if (twice < 0) return
  throw problem('INCONSISTENT_REQUEST', {
    path: `${path}/${twice}`,
    detail: `${codes[twice]} stands twice`,
  })
}

/** Owned by the enterprise, or entrusted to it. */
const isOf = ({ registry }: CylinderRow, enterpriseId: string): boolean => {
  const { ownerId, entrustedTo } = registry.ownership.at(-1)?.value ?? {}
  return ownerId === enterpriseId || entrustedTo === enterpriseId
}

type Objection = { readonly code: ErrorCode; readonly message: string }

const objectionTo = (
  code: string,
  row: CylinderRow | null,
  enterpriseId: string,
  busy: ReadonlySet<string>,
): Objection | null => {
  if (row === null || !isOf(row, enterpriseId)) {
    return { code: 'UNKNOWN_REFERENCE', message: `${code} is no cylinder of ${enterpriseId}` }
  }
  const { retired, lost } = row.state
  if (retired !== null) return { code: 'ALREADY_RETIRED', message: `${code} is retired` }
  if (lost) return { code: 'ALREADY_LOST', message: `${code} is lost: report it found first` }
  return busy.has(code) ? { code: 'IN_OPEN_BATCH', message: `${code} is in an open batch` } : null
}

/** The steps of a batch: what may be sent, judged, reviewed and returned, and the events that say so. */
export const createInspectionWork = (deps: ApiDeps) => {
  const { cylinders, inspections, staffPapers } = deps.queries

  const cylinderOf = async (code: string): Promise<CylinderRow> => {
    const row = await cylinders.byCode(ALL, code)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  /** The rules where the cylinder was filled last: what the gate there would say of its dates. */
  const profileOf = async ({ state, registry }: CylinderRow): Promise<ResolvedProfile> => {
    const owner = registry.facts?.ownerId ?? null
    const around = await cylinders.surroundings(state.lastFill?.stationId ?? null, owner)
    const today = dayOf(epochMs(deps.clock()))
    return book.resolve(book.select(around.region ?? NOWHERE, today, around.activations))
  }

  const event = async (
    request: FastifyRequest,
    code: string,
    type: EventType,
    body: Readonly<Record<string, unknown>>,
    id: string,
  ): Promise<ApiEvent> => ({ ...eventAfter(deps, request, await cylinderOf(code), type, body), id })

  const itemsAt = async (
    batch: BatchRow,
    codes: readonly string[] | undefined,
    fits: (item: ItemRow) => boolean,
  ): Promise<readonly ItemRow[]> => {
    const items = await inspections.items(batch.id)
    if (codes === undefined) {
      const fitting = items.filter(fits)
      if (fitting.length > 0) return fitting
      throw problem('NOT_IN_BATCH_STATE', { detail: 'nothing in the batch is at this step' })
    }
    unique(codes, '/codes')
    return codes.map((code, index) => {
      const path = `/codes/${index}`
      const item = items.find((other) => other.code === code)
      if (item === undefined)
        throw problem('UNKNOWN_REFERENCE', { path, detail: 'not in the batch' })
      if (fits(item)) return item
      throw problem('NOT_IN_BATCH_STATE', { path, detail: `${code} is ${item.state}` })
    })
  }

  const certified = async (batch: BatchRow, operator: string, path: string): Promise<void> => {
    const until = await staffPapers.certifiedUntil(batch.labId, operator, 'inspection')
    const today = dayOf(epochMs(deps.clock()))
    if (until === null || until >= today) return
    const detail = `${operator}'s inspection certificate is past`
    throw problem('UNCERTIFIED', { path, detail, measured: today, limit: until, unit: 'day' })
  }

  return {
    event,

    /** @throws naming each code that cannot be sent: unknown, retired, lost, or in an open batch. */
    async sendable(request: FastifyRequest, enterpriseId: string) {
      const { codes } = request.body as InspectionBatchCreate
      unique(codes, '/codes')
      const principal = principalOf(request)
      const scope =
        principal.role === 'admin'
          ? ({ kind: 'enterprise', enterpriseId } as const)
          : scopeOf(principal)
      const rows = await inSteps(codes, IN_STEPS_OF, (code) => cylinders.byCode(scope, code))
      const busy = new Set(await inspections.busy(codes))
      const objections = codes.flatMap((code, index) => {
        const wrong = objectionTo(code, rows[index] ?? null, enterpriseId, busy)
        return wrong === null ? [] : [{ ...wrong, path: `/codes/${index}` }]
      })
      const [first] = objections
      if (first !== undefined) {
        const errors = objections.map(({ path, message }) => ({ path, message }))
        const details: ProblemDetails = { path: first.path, detail: first.message, errors }
        throw problem(first.code, details)
      }
      return rows.flatMap((row) => (row === null ? [] : [{ id: row.id, code: row.code }]))
    },

    /** Writes the event of every cylinder that is not sent yet; a repeat goes on where a crash broke off. */
    async send(request: FastifyRequest, batch: { readonly id: string; readonly labId: string }) {
      const items = await inspections.items(batch.id)
      const waiting = items.filter(({ state }) => state === 'sending')
      await inSteps(waiting, IN_STEPS_OF, async ({ code, cylinderId }) => {
        const body = { labId: batch.labId, batchId: batch.id }
        const id = stepId(batch.id, cylinderId, 'sent')
        await actOnCylinder(deps, code, await event(request, code, 'inspection.sent', body, id))
        await inspections.setState(batch.id, cylinderId, 'sending', 'sent')
      })
    },

    /** The lab's results with their next dates. @throws naming the field and what to do. */
    async judged(
      batch: BatchRow,
      results: readonly InspectionResult[],
      principal: Principal,
    ): Promise<NewResult[]> {
      const open = ({ state, reviewedBy }: ItemRow): boolean =>
        (state === 'sent' || state === 'inspected') && reviewedBy === null
      const codes = results.map(({ code }) => code)
      await itemsAt(batch, codes, open)
      const inspectors = new Set(results.map(({ inspector }) => inspector ?? principal.username))
      for (const inspector of inspectors) await certified(batch, inspector, '/results')
      return inSteps(results, IN_STEPS_OF, async (row, index) => {
        const cylinder = await cylinderOf(row.code)
        const context = {
          profile: await profileOf(cylinder),
          now: deps.clock(),
          at: `/results/${index}`,
        }
        const verdict = judgeResult(row, cylinder, context)
        if (!verdict.ok) throw problem(verdict.objection.code, verdict.objection.details)
        return {
          code: row.code,
          result: row.result,
          inspectedOn: row.inspectedOn,
          nextInspectionOn: verdict.next,
          tareG: row.tareG ?? null,
          checks: { ...row.checks, ...row.measured },
          failCode: row.failCode ?? null,
          reason: row.reason ?? null,
          reportNo: row.reportNo ?? null,
          inspector: row.inspector ?? principal.username,
        }
      })
    },

    /** @throws naming the code that was not sent with this batch. */
    contained: (batch: BatchRow, codes: readonly string[]) => itemsAt(batch, codes, () => true),

    /** Inspected, and not by the reviewer. */
    async toReview(
      batch: BatchRow,
      codes: readonly string[] | undefined,
      { userId, username }: Principal,
    ): Promise<readonly string[]> {
      const items = await itemsAt(batch, codes, ({ state }) => state === 'inspected')
      const own = items.find((item) => item.inspectedBy === userId || item.inspector === username)
      if (own !== undefined) {
        throw problem('REVIEWER_IS_INSPECTOR', {
          detail: `you inspected ${own.code}`,
          clause: 'F3',
        })
      }
      return items.map(({ code }) => code)
    },

    /** A pass sets dates and tare, a fail retires: from here on the cylinder knows it. */
    async confirm(request: FastifyRequest, batch: BatchRow, codes: readonly string[]) {
      const { userId, username } = principalOf(request)
      const person = { id: userId, name: username, at: deps.clock() }
      const claimed = await inspections.claimReview(batch.id, codes, person)
      await inSteps(claimed, IN_STEPS_OF, async (item) => {
        const passed = item.result === 'pass'
        const body = present({
          result: item.result,
          inspectedOn: item.inspectedOn ?? undefined,
          nextInspectionOn: passed ? (item.nextInspectionOn ?? undefined) : undefined,
          tareG: passed ? (item.tareG ?? undefined) : undefined,
          reason: passed ? undefined : (item.reason ?? item.failCode ?? undefined),
          failCode: item.failCode ?? undefined,
          reportNo: item.reportNo ?? undefined,
          labId: batch.labId,
          batchId: batch.id,
          inspector: item.inspector ?? undefined,
          reviewer: item.reviewer ?? undefined,
        })
        const id = stepId(batch.id, item.cylinderId, 'completed')
        const done = await event(request, item.code, 'inspection.completed', body, id)
        await actOnCylinder(deps, item.code, done)
        await inspections.setState(
          batch.id,
          item.cylinderId,
          'inspected',
          passed ? 'passed' : 'failed',
        )
      })
    },

    returnable: (batch: BatchRow, codes: readonly string[] | undefined) =>
      itemsAt(
        batch,
        codes,
        ({ state, returnedAt }) =>
          (state === 'passed' || state === 'failed') && returnedAt === null,
      ),
  }
}
