import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { fieldZh } from '#api/field-words.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { timeText } from '#api/time-text.ts'
import { pageOf } from '#schemas/api/page.ts'
import { position, trackPoint, trackQuery, trackTaken, trackUpload } from '#schemas/api/vehicle.ts'
import { stationId } from '#schemas/identifiers.ts'
import { parseInstant } from '#schemas/time.ts'
import type { TrackPoint } from '#store/queries/warehouse/tracks.ts'

const params = z.object({ id: stationId })
const READERS = ['admin', 'office', 'station', 'regulator'] as const

/** 5 000 points of some 150 bytes. */
const BODY_LIMIT = 1024 * 1024
const AHEAD_MS = 120_000

export const pointView = ({ at, ...point }: TrackPoint) => ({ at: timeText(at), ...point })

type Rejected = {
  readonly index: number
  readonly path: string
  readonly message: string
  readonly messageZh: string
}

const rejected = (index: number, path: string, message: string): Rejected => ({
  index,
  path,
  message,
  messageZh: fieldZh(message),
})

const NO_POINT = 'must be an object'

/** The words of the field; where it is no point at all zod has none of ours. */
const wordsOf = ({
  path,
  message,
}: {
  readonly path: readonly unknown[]
  readonly message: string
}) => (path.length === 0 ? NO_POINT : message)

/** One point as it came, or what is wrong with it. */
const pointOf = (given: unknown, index: number, now: number): TrackPoint | Rejected => {
  const parsed = trackPoint.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const path = `/points/${index}${(issue?.path ?? []).map((part) => `/${String(part)}`).join('')}`
    return rejected(index, path, issue === undefined ? NO_POINT : wordsOf(issue))
  }
  const { at: text, lat, lon, speedKmh = null, headingDeg = null, accuracyM = null } = parsed.data
  const at = parseInstant(text)
  if (at === null || at > now + AHEAD_MS) {
    return rejected(index, `/points/${index}/at`, 'must not lie ahead')
  }
  return { at, lat, lon, speedKmh, headingDeg, accuracyM }
}

/** Ways of vehicles (行驶轨迹), as their phones and boxes send them: in bulk, late, twice. */
export const trackRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { tracks, vehicles } = deps.queries

  app.post(
    '/v1/vehicles/:id/track',
    {
      bodyLimit: BODY_LIMIT,
      config: { access: ['admin', 'office', 'station', 'courier'] },
      schema: { params, body: trackUpload, response: { 200: trackTaken } },
    },
    async (request) => {
      const vehicle = await vehicles.byId(scopeOf(principalOf(request)), request.params.id)
      if (vehicle === null) throw problem('NOT_FOUND')
      const now = deps.clock()
      const read = request.body.points.map((point, i) => pointOf(point, i, now))
      const refused = read.filter((one): one is Rejected => 'index' in one)
      const byTime = new Map<number, TrackPoint>()
      for (const one of read) {
        if (!('index' in one) && !byTime.has(one.at)) byTime.set(one.at, one)
      }
      const added = await tracks.add(vehicle, [...byTime.values()], now)
      const repeated = read.length - refused.length - added
      return { received: read.length, added, repeated, rejected: refused }
    },
  )

  app.get(
    '/v1/vehicles/:id/track',
    {
      config: { access: READERS },
      schema: { params, querystring: trackQuery, response: { 200: pageOf(position) } },
    },
    async (request) => {
      const { limit, cursor, ...span } = request.query
      const [from, to] = [instantOf(span.from, 'from'), instantOf(span.to, 'to')]
      const vehicle = await vehicles.byId(scopeOf(principalOf(request)), request.params.id)
      if (vehicle === null) throw problem('NOT_FOUND')
      const after = decodeCursor(cursor, cursorTime)
      const rows = await tracks.points(vehicle.id, { from, to }, limit + 1, after)
      return pageFrom(rows, limit, ({ at }) => at, pointView)
    },
  )
}
