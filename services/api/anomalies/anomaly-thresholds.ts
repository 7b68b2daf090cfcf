import type { FastifyRequest } from 'fastify'
import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { fieldZh } from '#api/field-words.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { type AnomalyKind, anomalyKinds } from '#domain/anomalies/anomaly.ts'
import { DAY_MS } from '#domain/calendar.ts'
import { anomalyNames } from '#rules/anomalies/anomaly-sentences.ts'
import type { Threshold } from '#rules/anomalies/threshold.ts'
import { thresholdTable } from '#rules/anomalies/threshold-table.ts'
import { thresholdsFor } from '#rules/anomalies/thresholds.ts'
import {
  thresholdChange,
  thresholdChangeQuery,
  thresholdParams as params,
  thresholdQuery,
  thresholds as thresholdsView,
  thresholdSet,
} from '#schemas/api/anomaly.ts'
import { pageOf } from '#schemas/api/page.ts'
import type { ThresholdChangeRow } from '#store/queries/anomalies/anomaly-thresholds.ts'
import { type ThresholdScope, thresholdScope } from './threshold-scope.ts'

/** So far back other thresholds are tried on what happened. */
const REDO_MS = 400 * DAY_MS

const namesOf = (kind: AnomalyKind): Readonly<Record<string, Threshold>> => thresholdTable[kind]

/** @throws INVALID_REQUEST by field */
const refuseValues = (kind: AnomalyKind, values: Readonly<Record<string, number>>): void => {
  const names = namesOf(kind)
  for (const [name, value] of Object.entries(values)) {
    const path = `/values/${name}`
    const row = Object.hasOwn(names, name) ? names[name] : undefined
    if (row === undefined) {
      const detail = {
        zh: `${kind} 没有阈值 ${name}，可用：${Object.keys(names).join('、')}`,
        en: `${kind} has no threshold ${name}; it has ${Object.keys(names).join(', ')}`,
      }
      throw problem('INVALID_REQUEST', { path, detail })
    }
    if (value >= row.least && value <= row.most) continue
    const en = `must be a number from ${row.least} to ${row.most} ${row.unit}`
    const detail = { zh: fieldZh(en), en }
    throw problem('INVALID_REQUEST', { path, detail, measured: value, limit: row.most })
  }
}

const changeView = ({ setAt, ...row }: ThresholdChangeRow) => ({
  ...row,
  values: { ...row.values },
  setAt: timeText(setAt),
})

/** Where a station of the enterprise, or the region itself, lies. */
export const anomalyThresholdRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { anomalyThresholds } = deps.queries

  const shown = async ({ enterpriseId, region }: ThresholdScope) => {
    const inForce = thresholdsFor(enterpriseId ?? '', region, await anomalyThresholds.inForce())
    return {
      enterpriseId,
      region,
      kinds: anomalyKinds.map((kind) => ({
        kind,
        name: { ...anomalyNames[kind] },
        thresholds: Object.entries(namesOf(kind)).map(
          ([name, { value, words, source, ...row }]) => ({
            ...row,
            name,
            value: (inForce[kind] as Readonly<Record<string, number>>)[name] ?? value,
            default: value,
            words: { ...words },
            source: { ...source },
          }),
        ),
      })),
    }
  }

  /** Without a name: the caller's own enterprise or region. */
  const asked = (
    request: FastifyRequest,
    query: { enterpriseId?: string | undefined; region?: string | undefined },
  ) => {
    const { enterpriseId, region } = query
    if (enterpriseId !== undefined || region !== undefined) return { enterpriseId, region }
    const principal = principalOf(request)
    return principal.enterpriseId === null
      ? { region: principal.regionPrefix ?? '' }
      : { enterpriseId: principal.enterpriseId }
  }

  app.get(
    '/v1/anomaly-thresholds',
    {
      config: { access: OVERSEERS },
      schema: { querystring: thresholdQuery, response: { 200: thresholdsView } },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      const { enterpriseId, region } = asked(request, request.query)
      // Whoever sees no region by right still reads the thresholds that hold for everybody there.
      if (enterpriseId === undefined && scope.kind === 'enterprise')
        return shown({ enterpriseId: null, region: region ?? '' })
      return shown(await thresholdScope(deps, request, { enterpriseId, region }))
    },
  )

  app.get(
    '/v1/anomaly-thresholds/changes',
    {
      config: { access: OVERSEERS },
      schema: { querystring: thresholdChangeQuery, response: { 200: pageOf(thresholdChange) } },
    },
    async (request) => {
      const { limit, cursor, kind } = request.query
      const before = decodeCursor(cursor, cursorId)
      const rows = await anomalyThresholds.changes(kind, limit + 1, before)
      return pageFrom(rows, limit, ({ no }) => no, changeView)
    },
  )

  // Whom the rules watch does not set them: an office reads.
  app.put(
    '/v1/anomaly-thresholds/:kind',
    {
      config: { access: ['admin', 'regulator'] },
      schema: { params, body: thresholdSet, response: { 200: thresholdsView } },
    },
    async (request) => {
      const { kind } = request.params
      const { values, reason, ...named } = request.body
      const scope = await thresholdScope(deps, request, named)
      refuseValues(kind, values)
      const by = principalOf(request).userId
      const at = deps.clock()
      await anomalyThresholds.set(
        { kind, ...scope, values, reason, setBy: by, setAt: at },
        { ...scope, from: at - REDO_MS, to: at, by, at },
      )
      return shown(scope)
    },
  )
}
