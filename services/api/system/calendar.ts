import { z } from 'zod'
import { OFFICE, principalOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem, type Said } from '#api/problem.ts'
import { dayOf } from '#domain/calendar.ts'
import { type Day, day, epochMs } from '#domain/units.ts'
import { addWorkingDays, type DayKind, noticeSpan } from '#domain/working-days.ts'
import {
  calendarDayPut,
  calendarNoticePut,
  calendarQuery,
  calendarView,
  calendarYear,
  deadlineQuery,
  deadlineView,
} from '#schemas/api/calendar.ts'
import { calendarDate } from '#schemas/time.ts'

type Notice = z.infer<typeof calendarNoticePut>
type Entry = { readonly day: Day; readonly kind: DayKind }

const inconsistent = (path: string, detail: Said) =>
  problem('INCONSISTENT_REQUEST', { path, detail })

/** The notice as entries. @throws INCONSISTENT_REQUEST for a day twice or of another year, or a year without its two fixed holidays */
const entriesOf = (year: number, { off, work }: Notice): readonly Entry[] => {
  const { from, to } = noticeSpan(year)
  const seen = new Set<string>()
  const take = (list: 'off' | 'work', days: readonly string[]): readonly Entry[] =>
    days.map((text, i) => {
      const path = `/${list}/${i}`
      if (text < from || text > to) {
        throw inconsistent(path, {
          zh: `${year} 年的节假日安排只涉及 ${from} 至 ${to}`,
          en: `the notice of ${year} is about ${from} to ${to}`,
        })
      }
      if (seen.has(text))
        throw inconsistent(path, { zh: `${text} 重复出现`, en: `${text} stands there twice` })
      seen.add(text)
      return { day: day(text), kind: list }
    })
  const entries = [...take('off', off), ...take('work', work)]
  // 全国年节及纪念日放假办法: off in every year, so a notice without them was typed in by halves.
  for (const holiday of [`${year}-01-01`, `${year}-10-01`]) {
    if (!off.includes(holiday))
      throw inconsistent('/off', { zh: `缺少 ${holiday}`, en: `${holiday} is missing` })
  }
  return entries
}

/** The calendar of working days (工作日历). It is everybody's: the law knows no other one for an enterprise. */
export const calendarRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { calendar } = deps.queries

  const view = async (from: string, to: string) => ({
    coveredUntil: (await calendar.load()).calendar.coveredUntil,
    days: [...(await calendar.list(day(from), day(to)))],
  })

  app.get(
    '/v1/calendar',
    {
      config: { access: STAFF },
      schema: { querystring: calendarQuery, response: { 200: calendarView } },
    },
    async (request) => {
      const year = (text: string): number => Number(text.slice(0, 4))
      const from = request.query.from ?? `${year(dayOf(epochMs(deps.clock())))}-01-01`
      const to = request.query.to ?? `${String(year(from) + 1).padStart(4, '0')}-12-31`
      if (to < from)
        throw problem('INCONSISTENT_REQUEST', {
          path: 'to',
          detail: { zh: '截止早于起始', en: 'to is before from' },
        })
      return view(from, to)
    },
  )

  app.get(
    '/v1/calendar/deadline',
    {
      config: { access: STAFF },
      schema: { querystring: deadlineQuery, response: { 200: deadlineView } },
    },
    async (request) => {
      const { from, workingDays } = request.query
      return addWorkingDays(day(from), workingDays, (await calendar.load()).calendar)
    },
  )

  const sourceOf = (request: Parameters<typeof principalOf>[0], source: string) => {
    const { role, username } = principalOf(request)
    return { source, recordedBy: `${role}:${username}`, at: deps.clock() }
  }

  app.put(
    '/v1/calendar/days/:day',
    {
      config: { access: OFFICE },
      schema: {
        params: z.object({ day: calendarDate }),
        body: calendarDayPut,
        response: { 200: calendarView },
      },
    },
    async (request) => {
      const { kind, source } = request.body
      const one = day(request.params.day)
      await calendar.putDay({ day: one, kind }, sourceOf(request, source))
      return view(one, one)
    },
  )

  app.put(
    '/v1/calendar/years/:year',
    {
      config: { access: OFFICE },
      schema: {
        params: z.object({ year: calendarYear }),
        body: calendarNoticePut,
        response: { 200: calendarView },
      },
    },
    async (request) => {
      const { year } = request.params
      const entries = entriesOf(year, request.body)
      const stored = await calendar.putNotice(year, entries, sourceOf(request, request.body.source))
      if (stored === 'gap') {
        throw problem('INCONSISTENT_REQUEST', {
          path: 'year',
          detail: {
            zh: `${year - 1} 年的节假日安排尚未录入`,
            en: `the notice of ${year - 1} was not loaded yet`,
          },
        })
      }
      const { from, to } = noticeSpan(year)
      return view(from, to)
    },
  )
}
