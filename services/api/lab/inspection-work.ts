import type { FastifyRequest } from 'fastify'
import { dayOf } from '#domain/calendar.ts'
import type { EventType } from '#domain/event-types.ts'
import { epochMs } from '#domain/units.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { InspectionBatchCreate, InspectionResult } from '#schemas/api/inspection.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type { BatchRow, ItemRow, NewResult } from '#store/queries/lab/inspection-rows.ts'
import type { EventOfCylinder } from '#store/queries/system/untold-events.ts'
import { principalOf, type Principal, scopeOf } from '#api/access.ts'
import { eventAfter } from '#api/act-on-cylinder.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { enterpriseLabel } from '#api/enterprise-label.ts'
import { stepId } from '#api/derived-id.ts'
import type { ErrorCode } from '#api/error-codes.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { IN_STEPS_OF, inSteps } from '#api/in-steps.ts'
import { recordAll } from '#api/sales/returned.ts'
import { judgeResult } from './inspection-dates.ts'
import { problem, type Said } from '#api/problem.ts'
import { present } from '#api/time-text.ts'

/** Without a station the rules of the whole country. */
const NOWHERE = '000000'
const book = createProfileBook()

const unique = (codes: readonly string[], pathOf: (index: number) => string): void => {
  const twice = codes.findIndex((code, index) => codes.indexOf(code) !== index)
  if (twice < 0) return
  const detail = { zh: `${codes[twice]} 重复出现`, en: `${codes[twice]} stands twice` }
  throw problem('INCONSISTENT_REQUEST', { path: pathOf(twice), detail })
}

/** The event of each step, and the last part of its id. */
const STEPS = {
  sent: 'inspection.sent',
  completed: 'inspection.completed',
  returned: 'custody.handed-over',
} as const satisfies Record<string, EventType>

type Body = Readonly<Record<string, unknown>>

/** What the review said of a cylinder, as its life tells it. */
const completedBody = (item: ItemRow, batch: BatchRow): Body => {
  const passed = item.result === 'pass'
  return present({
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
}

/** Owned by the enterprise, or entrusted to it. */
const isOf = ({ registry }: CylinderRow, enterpriseId: string): boolean => {
  const { ownerId, entrustedTo } = registry.ownership.at(-1)?.value ?? {}
  return ownerId === enterpriseId || entrustedTo === enterpriseId
}

type Objection = { readonly code: ErrorCode; readonly said: Said }

const objectionTo = (
  code: string,
  row: CylinderRow | null,
  sender: { readonly id: string; readonly label: string },
  busy: ReadonlySet<string>,
): Objection | null => {
  if (row === null || !isOf(row, sender.id)) {
    const en = `${code} is no cylinder of ${sender.label}`
    return { code: 'UNKNOWN_REFERENCE', said: { zh: `${code} 不是 ${sender.label} 的气瓶`, en } }
  }
  const { retired, lost } = row.state
  if (retired !== null) {
    return { code: 'ALREADY_RETIRED', said: { zh: `${code} 已报废`, en: `${code} is retired` } }
  }
  if (lost) {
    const en = `${code} is lost: report it found first`
    return { code: 'ALREADY_LOST', said: { zh: `${code} 已报失，请先登记寻回`, en } }
  }
  if (!busy.has(code)) return null
  const said = { zh: `${code} 正在其他送检批次中`, en: `${code} is in an open batch` }
  return { code: 'IN_OPEN_BATCH', said }
}

/** The steps of a batch: what may be sent, judged, reviewed and returned, and the events that say so. */
export const createInspectionWork = (deps: ApiDeps) => {
  const { cylinders, inspections, staffPapers } = deps.queries

  const cylinderOf = async (code: string): Promise<CylinderRow> => {
    const row = await cylinders.byCode({ kind: 'all' }, code)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  /** The rules where the cylinder was filled last: what the gate there would say of its dates. */
  const profileOf = async ({ state, registry }: CylinderRow): Promise<ResolvedProfile> => {
    const owner = registry.facts?.ownerId ?? null
    const today = dayOf(epochMs(deps.clock()))
    const around = await cylinders.surroundings(state.lastFill?.stationId ?? null, owner, today)
    return book.resolve(book.select(around.region ?? NOWHERE, today, around.activations))
  }

  /** Events of a step, to be kept with its rows: the cylinders are looked up before, for the rows are written in one transaction. */
  const teller = async (request: FastifyRequest, batchId: string, codes: readonly string[]) => {
    const rows = await inSteps(codes, IN_STEPS_OF, cylinderOf)
    const known = new Map(rows.map((row) => [row.code, row]))
    return ([code, step]: readonly [string, keyof typeof STEPS], body: Body): EventOfCylinder[] => {
      const row = known.get(code)
      if (row === undefined) return []
      const event = eventAfter(deps, request, row, STEPS[step], body)
      return [{ code, event: { ...event, id: stepId(batchId, row.id, step) } }]
    }
  }

  const itemsAt = async (
    batch: BatchRow,
    codes: readonly string[] | undefined,
    fits: (item: ItemRow) => boolean,
    pathOf = (index: number): string => `/codes/${index}`,
  ): Promise<readonly ItemRow[]> => {
    const items = await inspections.items(batch.id)
    if (codes === undefined) {
      const fitting = items.filter(fits)
      if (fitting.length > 0) return fitting
      const en = 'nothing in the batch is at this step'
      throw problem('NOT_IN_BATCH_STATE', { detail: { zh: '该批次中没有处于此步骤的气瓶', en } })
    }
    unique(codes, pathOf)
    return codes.map((code, index) => {
      const path = pathOf(index)
      const item = items.find((other) => other.code === code)
      if (item === undefined) {
        const detail = { zh: `${code} 不在该批次中`, en: `${code} is not in the batch` }
        throw problem('UNKNOWN_REFERENCE', { path, detail })
      }
      if (fits(item)) return item
      const zh = `${code} 的当前状态为 ${item.state}${item.returnedAt === null ? '' : '，已送回'}`
      const en = `${code} is ${item.state}${item.returnedAt === null ? '' : ' and went back'}`
      throw problem('NOT_IN_BATCH_STATE', { path, detail: { zh, en } })
    })
  }

  const certified = async (batch: BatchRow, operator: string, path: string): Promise<void> => {
    const until = await staffPapers.certifiedUntil(batch.labId, operator, 'inspection')
    const today = dayOf(epochMs(deps.clock()))
    if (until === null || until >= today) return
    const detail = {
      zh: `${operator} 的检验员证书已过期`,
      en: `${operator}'s inspection certificate is past`,
    }
    throw problem('UNCERTIFIED', { path, detail, measured: today, limit: until, unit: 'day' })
  }

  /** Which request takes the step, and under whose name its events are kept until they stand. */
  const stepOf = (request: FastifyRequest, batch: BatchRow) => ({
    requestId: eventIdOf(request, deps),
    keptFor: principalOf(request).enterpriseId ?? batch.enterpriseId,
  })

  return {
    /** @throws naming each code that cannot be sent: unknown, retired, lost, or in an open batch. */
    async sendable(request: FastifyRequest, enterpriseId: string) {
      const { codes } = request.body as InspectionBatchCreate
      unique(codes, (index) => `/codes/${index}`)
      const principal = principalOf(request)
      const scope =
        principal.role === 'admin'
          ? ({ kind: 'enterprise', enterpriseId } as const)
          : scopeOf(principal)
      const rows = await inSteps(codes, IN_STEPS_OF, (code) => cylinders.byCode(scope, code))
      const busy = new Set(await inspections.busy(codes))
      const sender = { id: enterpriseId, label: await enterpriseLabel(deps, enterpriseId) }
      const objections = codes.flatMap((code, index) => {
        const wrong = objectionTo(code, rows[index] ?? null, sender, busy)
        return wrong === null ? [] : [{ ...wrong, path: `/codes/${index}` }]
      })
      const [first] = objections
      if (first !== undefined) {
        throw problem(first.code, { path: first.path, detail: first.said, errors: objections })
      }
      return rows.flatMap((row) => (row === null ? [] : [{ id: row.id, code: row.code }]))
    },

    /** What tells that each cylinder was sent; the same for every repeat. */
    async sent(
      request: FastifyRequest,
      batch: { readonly id: string; readonly labId: string },
      codes: readonly string[],
    ): Promise<readonly EventOfCylinder[]> {
      const tell = await teller(request, batch.id, codes)
      return codes.flatMap((code) =>
        tell([code, 'sent'], { labId: batch.labId, batchId: batch.id }),
      )
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
      await itemsAt(batch, codes, open, (index) => `/results/${index}/code`)
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

    /** Inspected, and not by the reviewer; with what this request has confirmed before. */
    async toReview(
      request: FastifyRequest,
      batch: BatchRow,
      codes: readonly string[] | undefined,
    ): Promise<readonly string[]> {
      const { userId, username } = principalOf(request)
      const mine = eventIdOf(request, deps)
      const items = await itemsAt(batch, codes, ({ state, reviewedIn }) => {
        return state === 'inspected' || reviewedIn === mine
      })
      const own = items.find((item) => item.inspectedBy === userId || item.inspector === username)
      if (own !== undefined) {
        const detail = { zh: `${own.code} 由您本人检验`, en: `you inspected ${own.code}` }
        throw problem('REVIEWER_IS_INSPECTOR', { detail, clause: 'F3' })
      }
      return items.map(({ code }) => code)
    },

    /** A pass sets dates and tare, a fail retires: from here on the cylinder knows it. */
    async confirm(request: FastifyRequest, batch: BatchRow, codes: readonly string[]) {
      const { userId, username } = principalOf(request)
      const tell = await teller(request, batch.id, codes)
      const events = await inspections.confirm(batch.id, codes, {
        ...stepOf(request, batch),
        person: { id: userId, name: username, at: deps.clock() },
        events: (items) =>
          items.flatMap((item) => tell([item.code, 'completed'], completedBody(item, batch))),
      })
      await recordAll(deps, events)
    },

    /** @throws NOT_IN_BATCH_STATE for what is not through, or went back before this request */
    async giveBack(
      request: FastifyRequest,
      batch: BatchRow,
      {
        siteId,
        codes,
      }: { readonly siteId: string; readonly codes?: readonly string[] | undefined },
    ) {
      const mine = eventIdOf(request, deps)
      const back = await itemsAt(batch, codes, ({ state, returnedAt, returnedIn }) => {
        const done = state === 'passed' || state === 'failed'
        return done && (returnedAt === null || returnedIn === mine)
      })
      const chosen = back.map(({ code }) => code)
      const tell = await teller(request, batch.id, chosen)
      const body = { to: { kind: 'station', id: siteId }, batchId: batch.id }
      const events = await inspections.giveBack(batch.id, chosen, {
        ...stepOf(request, batch),
        at: deps.clock(),
        events: (items) => items.flatMap(({ code }) => tell([code, 'returned'], body)),
      })
      return recordAll(deps, events)
    },
  }
}
