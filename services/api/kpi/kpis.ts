import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { addDays, startOfDay } from '#domain/calendar.ts'
import { day, type EpochMs } from '#domain/units.ts'
import { kpiTable } from '#rules/kpi-table.ts'
import { type Kpi, kpiTarget } from '#rules/kpi.ts'
import { kpiQuery, kpiRecordQuery, kpiRecords, kpis as kpisView } from '#schemas/api/kpi.ts'
import type { KpiSource } from '#store/queries/kpi/kpi-sources.ts'
import type { KpiCount, KpiRecord } from '#store/queries/kpi/kpis.ts'
import { judgedFigure, type Member, sharedTarget } from './kpi-figures.ts'
import { callRulesOf, membersOf } from './kpi-members.ts'

const params = z.object({ id: z.string().max(64) })
const recordKey = z.tuple([cursorTime, z.string().max(160)])

type Asked = z.infer<typeof kpiQuery> | z.infer<typeof kpiRecordQuery>

/** What a station has of its own; everything else belongs to the enterprise or the home. */
const BY_STATION: readonly KpiSource[] = ['tests', 'waits', 'gas', 'surveys']

const NOT_BY_STATION = {
  zh: '该指标按企业或用户记录，不能按站点计算',
  en: 'recorded by enterprise or home, not by station',
}
const NOTHING = { zh: '期间内没有记录', en: 'no record falls into the period' }

const startOf = (text: string, path: string): EpochMs =>
  text.includes('T') ? instantOf(text, path) : startOfDay(day(text))

const endOf = (text: string): EpochMs =>
  text.includes('T') ? instantOf(text, 'to') : startOfDay(addDays(day(text), 1))

const periodOf = ({ from, to }: Asked, now: number) => {
  const period = { from: startOf(from, 'from'), to: endOf(to) }
  if (period.to <= period.from) {
    const detail = { zh: '截止应晚于起始', en: 'to must be after from' }
    throw problem('INCONSISTENT_REQUEST', { path: 'to', detail })
  }
  return { ...period, until: Math.max(period.from, Math.min(period.to, now)) }
}

const recordView =
  ({ unit }: Kpi) =>
  (row: KpiRecord) => ({
    id: row.id,
    at: timeText(row.at),
    enterpriseId: row.enterpriseId,
    region: row.region,
    inNumerator: row.good,
    retest: row.retest,
    seconds: unit === 'minutes' ? row.amount : null,
    detail: row.detail,
  })

/** 指标: every KPI of clauses §6 with numerator, denominator, target, and the records behind it. */
export const kpiRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { kpis, enterprises } = deps.queries
  const profileOf = profileAt(deps)

  const askOf = async (request: FastifyRequest<{ Querystring: Asked }>) => {
    const { enterprise, region, station } = request.query
    const { from, to, until } = periodOf(request.query, deps.clock())
    const scope = scopeOf(principalOf(request))
    if (enterprise !== undefined && (await enterprises.byId(scope, enterprise)) === null) {
      throw problem('NOT_FOUND', { path: 'enterprise' })
    }
    const bare = { scope, from, to: until, enterpriseId: enterprise, region, stationId: station }
    const members = await membersOf(deps, profileOf, bare)
    const calls = callRulesOf(members)
    return { ask: { ...bare, calls }, members, from, to, until }
  }

  app.get(
    '/v1/kpis',
    {
      config: { access: OVERSEERS },
      schema: { querystring: kpiQuery, response: { 200: kpisView } },
    },
    async (request) => {
      const { ask, members, from, to, until } = await askOf(request)
      const [refreshedAt, ...counted] = await Promise.all([
        kpis.refreshedAt(),
        ...kpis.sources.map((source) => kpis.counts(source, ask)),
      ])
      const counts = new Map(kpis.sources.map((source, n) => [source as string, counted[n] ?? []]))
      const show = itemOf(deps, {
        byEnterprise: request.query.by !== undefined,
        byStation: ask.stationId !== undefined,
        members: members.map(({ id, profile }) => ({ enterpriseId: id, profile: profile.id })),
        counts,
        refreshedAt: timeTextOrNull(refreshedAt),
      })
      return {
        from: timeText(from),
        to: timeText(to),
        until: timeText(until),
        profiles: [...new Set(members.map(({ profile }) => profile.ref))],
        items: kpiTable.map(show),
      }
    },
  )

  app.get(
    '/v1/kpis/:id/records',
    {
      config: { access: OVERSEERS },
      schema: { params, querystring: kpiRecordQuery, response: { 200: kpiRecords } },
    },
    async (request) => {
      const kpi = kpiTable.find(({ id }) => id === request.params.id)
      if (kpi === undefined) throw problem('NOT_FOUND', { path: 'id' })
      const { ask } = await askOf(request)
      const { limit, cursor } = request.query
      const key = decodeCursor(cursor, recordKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      if (isElsewhere(kpi, ask.stationId)) return { items: [], next: null }
      const of = [kpi.source.of as KpiSource, kpi.source.part] as const
      const rows = await kpis.records(of, ask, limit + 1, after)
      return pageFrom(rows, limit, ({ at, id }) => [at, id], recordView(kpi))
    },
  )
}

const isElsewhere = ({ source }: Kpi, stationId: string | undefined): boolean =>
  stationId !== undefined && !BY_STATION.some((own) => own === source.of)

type Shown = {
  readonly byEnterprise: boolean
  readonly byStation: boolean
  readonly members: readonly Member[]
  readonly counts: ReadonlyMap<string, readonly KpiCount[]>
  readonly refreshedAt: string | null
}

const itemOf =
  ({ profiles }: ApiDeps, { byEnterprise, byStation, members, counts, refreshedAt }: Shown) =>
  (kpi: Kpi) => {
    const { source } = kpi
    const { id, name, numerator, denominator, cohort, unit, clauses } = kpi
    const head = {
      id,
      name,
      numeratorIs: numerator,
      denominatorIs: denominator,
      cohort,
      unit,
      clauses: [...clauses],
    }
    const { target, differ } = sharedTarget(kpi, members, profiles)
    if (isElsewhere(kpi, byStation ? 'asked' : undefined)) {
      const none = { value: null, numerator: null, denominator: null }
      const judged = { ...judgedFigure(kpi, [], target), ...none, retest: null }
      return {
        ...head,
        ...judged,
        targetsDiffer: differ,
        reason: NOT_BY_STATION,
        refreshedAt: null,
      }
    }
    const rows = (counts.get(source.of) ?? []).filter(({ part }) => part === source.part)
    const figure = judgedFigure(kpi, rows, target)
    return {
      ...head,
      ...figure,
      targetsDiffer: differ,
      reason: figure.value === null ? NOTHING : null,
      refreshedAt: source.of === 'tests' ? refreshedAt : null,
      ...(byEnterprise ? { enterprises: members.map(memberOf(kpi, rows, profiles)) } : {}),
    }
  }

const memberOf =
  (kpi: Kpi, rows: readonly KpiCount[], book: ApiDeps['profiles']) =>
  ({ enterpriseId, profile }: Member) => {
    const own = rows.filter((row) => row.enterpriseId === enterpriseId)
    const target = profile === null ? null : kpiTarget(kpi, profile, book)
    return { enterpriseId, profile, ...judgedFigure(kpi, own, target) }
  }
