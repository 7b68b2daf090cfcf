import { profileAt } from '#api/sales/profile-at.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { callRulesOf, membersOf } from '#api/kpi/kpi-members.ts'
import { addDays, dayOf, startOfDay } from '#domain/calendar.ts'
import { wordsOfMeasure } from '#domain/supervision/measure-words.ts'
import type { Measure, ScoreSheet, Words } from '#domain/supervision/score-sheet.ts'
import { day, epochMs } from '#domain/units.ts'
import { kpiTable } from '#rules/kpi-table.ts'
import type { Kpi } from '#rules/kpi.ts'
import type { KpiAsk, KpiSource } from '#store/queries/kpi/kpi-sources.ts'
import type { Scope } from '#store/queries/scope.ts'

type Period = { readonly enterpriseId: string; readonly from: string; readonly to: string }

const kpiOf = (id: string): Kpi => {
  const found = kpiTable.find((kpi) => kpi.id === id)
  if (found === undefined) throw new Error(`no indicator ${id}`)
  return found
}

/** What was counted, in words: a count of the registers or an indicator. */
export const measureText = (name: string): Words =>
  kpiTable.find(({ id }) => id === name)?.name ?? wordsOfMeasure(name)

/** What the registers and the indicators show for the items of a sheet. */
export const evaluationEvidence = (deps: ApiDeps) => {
  const { evaluations, kpis } = deps.queries
  const profileOf = profileAt(deps)

  /** The very figures of `GET /v1/kpis`: first tests, deadlines that have come. */
  const indicators = async (ids: readonly string[], scope: Scope, period: Period) => {
    const { enterpriseId, from } = period
    const last = addDays(day(period.to), -1)
    const start = startOfDay(day(from))
    const to = Math.max(start, Math.min(startOfDay(day(period.to)), deps.clock()))
    const bare = { scope, from: start, to, enterpriseId }
    const members = await membersOf(deps, profileOf, bare)
    const ask: KpiAsk = { ...bare, calls: callRulesOf(members) }
    const asked = ids.map(kpiOf)
    const sources = [...new Set(asked.map(({ source }) => source.of as KpiSource))]
    const counts = new Map(
      await Promise.all(
        sources.map(async (source) => [source, await kpis.counts(source, ask)] as const),
      ),
    )
    const measureOf = ({ id, source }: Kpi): Measure => {
      const rows = (counts.get(source.of as KpiSource) ?? []).filter(
        ({ part, retest }) => part === source.part && !retest,
      )
      return {
        name: id,
        good: rows.reduce((sum, { good }) => sum + good, 0),
        all: rows.reduce((sum, { all }) => sum + all, 0),
        link: `/v1/kpis/${id}/records?enterprise=${enterpriseId}&from=${from}&to=${last}`,
      }
    }
    return new Map(asked.map((kpi) => [kpi.id, measureOf(kpi)]))
  }

  return async (
    sheet: ScoreSheet,
    scope: Scope,
    period: Period,
  ): Promise<Record<string, readonly Measure[]>> => {
    const now = epochMs(deps.clock())
    const last = addDays(day(period.to), -1)
    const today = dayOf(now)
    const asOf = { day: last < today ? last : today, now }
    const names = sheet.items.flatMap(({ evidence }) => (evidence === null ? [] : [evidence]))
    const counted = await evaluations.collect(names, period, asOf)
    const ids = sheet.items.flatMap(({ kpi }) => kpi ?? [])
    const figures =
      ids.length === 0 ? new Map<string, Measure>() : await indicators(ids, scope, period)
    return Object.fromEntries(
      sheet.items.flatMap(({ no, evidence, kpi }) => {
        const figure = kpi === undefined ? undefined : figures.get(kpi)
        const registers = evidence === null ? [] : (counted.get(evidence) ?? [])
        const measures = [...(figure === undefined ? [] : [figure]), ...registers]
        return measures.length === 0 ? [] : [[no, measures]]
      }),
    )
  }
}
