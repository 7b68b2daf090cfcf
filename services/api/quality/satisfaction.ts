import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { addDays, startOfDay } from '#domain/calendar.ts'
import { day } from '#domain/units.ts'
import { satisfactionQuery, satisfactionReport } from '#schemas/api/call-back.ts'

type Count = { readonly of: string; readonly grade: string; readonly count: number }

/** Questions that are answered with a word, and the word that conforms; all others are graded from 1 to 5, four and five conform. */
const CONFORMING: Readonly<Record<string, string>> = {
  'on-time': 'true',
  'charges-shown': 'true',
  solved: 'solved',
}
const GRADED = 4
const WHOLE = ['stars', 'call-back']

const sum = (rows: readonly Count[], weight: (row: Count) => number): number =>
  rows.reduce((all, row) => all + weight(row), 0)

const partOf = (part: string, rows: readonly Count[]) => {
  const answers = sum(rows, ({ count }) => count)
  const word = CONFORMING[part]
  const conforms = ({ grade }: Count): boolean =>
    word === undefined ? Number(grade) >= GRADED : grade === word
  return {
    part,
    answers,
    conforming: sum(rows, (row) => (conforms(row) ? row.count : 0)),
    mean:
      word === undefined ? sum(rows, ({ grade, count }) => Number(grade) * count) / answers : null,
  }
}

/** 满意度: stars and answers by grade, and by the parts that make it up (R001-9.4.2, R002-9.4.5). */
export const satisfactionRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { callBacks } = deps.queries

  app.get(
    '/v1/satisfaction',
    {
      config: { access: OVERSEERS },
      schema: { querystring: satisfactionQuery, response: { 200: satisfactionReport } },
    },
    async (request) => {
      const { from, to, enterpriseId } = request.query
      if (to < from) {
        const detail = { zh: '截止应不早于起始', en: 'to must not be before from' }
        throw problem('INCONSISTENT_REQUEST', { path: 'to', detail })
      }
      const span = { from: startOfDay(day(from)), to: startOfDay(addDays(day(to), 1)) }
      const scope = scopeOf(principalOf(request))
      const counts = await callBacks.satisfaction(scope, span, enterpriseId)
      const grades = counts.filter((row) => WHOLE.includes(row.of))
      const parts = [...new Set(counts.map((row) => row.of))].filter((of) => !WHOLE.includes(of))
      return {
        from,
        to,
        asked: sum(grades, ({ count }) => count),
        grades: grades.map((row) => ({ ...row })),
        parts: parts.map((part) =>
          partOf(
            part,
            counts.filter((row) => row.of === part),
          ),
        ),
      }
    },
  )
}
