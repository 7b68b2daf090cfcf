import type { Pool, PoolClient } from 'pg'
import type { Day } from '#domain/units.ts'
import { type DayKind, noticeSpan, type WorkCalendar } from '#domain/working-days.ts'
import { instantParam, inTransaction } from '#store/queries/queryable.ts'

export type CalendarEntry = { readonly day: Day; readonly kind: DayKind }

export type CalendarRow = CalendarEntry & { readonly source: string; readonly recordedBy: string }

/** Who says so: where it stands (a notice's number), who entered it, when (ms since 1970). */
export type CalendarSource = {
  readonly source: string
  readonly recordedBy: string
  readonly at: number
}

/** Rows of the package carry this source and nobody else's. */
const PACKAGE = 'chinese-days'

const UPSERT = `
  insert into calendar_day (day, kind, source, recorded_by, recorded_at)
  select day, kind, $3, $4, $5::timestamptz from unnest($1::date[], $2::text[]) r (day, kind)`

const upsert = (entries: readonly CalendarEntry[], { source, recordedBy, at }: CalendarSource) => [
  entries.map(({ day }) => day),
  entries.map(({ kind }) => kind),
  source,
  recordedBy,
  instantParam(at),
]

/** First in each transaction: its row lock makes writers of the calendar one after the other. */
const lockCoverage = async (client: PoolClient): Promise<Day | null> => {
  const { rows } = await client.query<{ coveredUntil: Day | null }>(
    `select covered_until::text as "coveredUntil" from calendar_coverage for update`,
  )
  return rows[0]?.coveredUntil ?? null
}

const changed = (client: PoolClient, coveredUntil: Day | null, source: string) =>
  client.query(
    `update calendar_coverage set version = version + 1, covered_until = greatest(covered_until, $1::date),
       source = case when covered_until is null or $1::date > covered_until then $2 else source end`,
    [coveredUntil, source],
  )

/** The package's days replace those of its older versions; what a person entered stays. @returns rows written or removed */
const replacePackaged = async (
  client: PoolClient,
  entries: readonly CalendarEntry[],
  at: number,
): Promise<number> => {
  const gone = await client.query(
    `delete from calendar_day where source = $1 and day <> all ($2::date[])`,
    [PACKAGE, entries.map(({ day }) => day)],
  )
  const written = await client.query(
    `${UPSERT} on conflict (day) do update set kind = excluded.kind, recorded_at = excluded.recorded_at
       where calendar_day.source = excluded.source and calendar_day.kind <> excluded.kind`,
    upsert(entries, { source: PACKAGE, recordedBy: 'system', at }),
  )
  return (gone.rowCount ?? 0) + (written.rowCount ?? 0)
}

export const calendarQueries = (pool: Pool) => ({
  /** The whole calendar (some 800 rows) and its version, in one snapshot. */
  async load(): Promise<{ readonly calendar: WorkCalendar; readonly version: string }> {
    const { rows } = await pool.query<{
      coveredUntil: Day | null
      version: string
      days: CalendarEntry[]
    }>(
      `select covered_until::text as "coveredUntil", version::text as version,
         (select coalesce(json_agg(json_build_object('day', day, 'kind', kind)), '[]') from calendar_day) as days
       from calendar_coverage`,
    )
    const row = rows[0]
    return {
      calendar: {
        coveredUntil: row?.coveredUntil ?? null,
        days: new Map(row?.days.map(({ day, kind }) => [day, kind])),
      },
      version: row?.version ?? '0',
    }
  },

  /** Entries from one day to another, both included. */
  async list(from: Day, to: Day): Promise<readonly CalendarRow[]> {
    const { rows } = await pool.query<CalendarRow>(
      `select day::text as day, kind, source, recorded_by as "recordedBy"
       from calendar_day where day between $1::date and $2::date order by day`,
      [from, to],
    )
    return rows
  },

  /** Takes over what the package chinese-days knows; a second time changes nothing. @returns whether anything changed */
  fill: (entries: readonly CalendarEntry[], coveredUntil: Day, at: number): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      const covered = await lockCoverage(client)
      const rows = await replacePackaged(client, entries, at)
      const grows = covered === null || coveredUntil > covered
      if (rows > 0 || grows) await changed(client, coveredUntil, PACKAGE)
      return rows > 0 || grows
    }),

  /** One day, whatever a notice says. */
  putDay: (entry: CalendarEntry, by: CalendarSource): Promise<void> =>
    inTransaction(pool, async (client) => {
      await lockCoverage(client)
      await client.query(
        `${UPSERT} on conflict (day) do update set kind = excluded.kind, source = excluded.source,
           recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
        upsert([entry], by),
      )
      await changed(client, null, by.source)
    }),

  /** The notice of a year in place of all that was known of its span. @returns 'gap' when the year before it is missing */
  putNotice: (
    year: number,
    entries: readonly CalendarEntry[],
    by: CalendarSource,
  ): Promise<'stored' | 'gap'> =>
    inTransaction(pool, async (client) => {
      const covered = await lockCoverage(client)
      const { from, to } = noticeSpan(year)
      if (covered !== null && covered < noticeSpan(year - 1).to) return 'gap'
      await client.query('delete from calendar_day where day between $1::date and $2::date', [
        from,
        to,
      ])
      await client.query(UPSERT, upsert(entries, by))
      await changed(client, to, by.source)
      return 'stored'
    }),
})

export type CalendarQueries = ReturnType<typeof calendarQueries>
