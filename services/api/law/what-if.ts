import { z } from 'zod'
import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, decodeCursor, encodeCursor } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { profileBookOf, versionsOf } from './rule-book.ts'
import { refOn } from './rule-profile-view.ts'
import { timeText } from '#api/time-text.ts'
import { insteadOf, whatIf } from './judged-anew.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { createJudge } from '#rules/judge.ts'
import { whatIf as whatIfView, whatIfQuery } from '#schemas/api/rule-profile.ts'
import { reference } from '#schemas/identifiers.ts'
import { parseInstant } from '#schemas/time.ts'

const params = z.object({ id: reference })

const instantOf = (text: string, path: string): number => {
  const ms = parseInstant(text)
  if (ms !== null) return ms
  throw problem('INVALID_REQUEST', {
    path,
    detail: { zh: `${path} 超出可记录的时间范围`, en: `${path} is no time we can hold` },
  })
}

/** "What would profile X have said about last month": the newest version, as if it had always been in force. */
export const whatIfRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { queries } = deps

  /** The newest version, of today or still to come, and its reference. */
  const chosen = async (id: string) => {
    const versions = versionsOf(await queries.ruleProfiles.load())
    const own = versions.map(({ profile }) => profile).filter((profile) => profile.id === id)
    const newest = own.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
    if (newest === undefined) throw problem('NOT_FOUND')
    const book = profileBookOf(versions)
    const promisedBy = newest.promisedBy ?? null
    const today = dayOf(epochMs(deps.clock()))
    const on = newest.validFrom > today ? newest.validFrom : today
    const ref = promisedBy === null ? refOn(book, id, on) : `${id}@${newest.validFrom}`
    return { ref, judge: createJudge(book), instead: insteadOf(ref, promisedBy) }
  }

  app.get(
    '/v1/rule-profiles/:id/what-if',
    {
      config: { access: OVERSEERS },
      schema: { params, querystring: whatIfQuery, response: { 200: whatIfView } },
    },
    async (request) => {
      const { limit, cursor, station } = request.query
      const from = instantOf(request.query.from, 'from')
      const to = instantOf(request.query.to, 'to')
      if (to <= from) {
        throw problem('INCONSISTENT_REQUEST', {
          path: 'to',
          detail: { zh: '截止须晚于起始', en: 'to must be after from' },
        })
      }
      const { ref, judge, instead } = await chosen(request.params.id)
      const asked = { scope: scopeOf(principalOf(request)), stationId: station, from, to }
      const page = await queries.whatIf.cylinders(asked, decodeCursor(cursor, cursorId), limit)
      const said = await whatIf(queries, asked, page.cylinders, { judge, instead })
      return {
        hypothetical: true as const,
        profile: ref,
        from: timeText(from),
        to: timeText(to),
        ...said,
        next: page.scannedTo === null ? null : encodeCursor(page.scannedTo),
      }
    },
  )
}
