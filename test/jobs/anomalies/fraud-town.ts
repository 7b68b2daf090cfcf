import { uuid7 } from '#app/uuid7.ts'
import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import { addMonths, DAY_MS, dayOf, HOUR_MS, startOfDay } from '#domain/calendar.ts'
import { day, epochMs } from '#domain/units.ts'
import { Anomalies } from '#jobs/anomalies/anomalies.ts'
import { sayAnomaly } from '#rules/anomalies/anomaly-sentences.ts'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import { createAnomalyStore } from '#store/anomalies/anomaly-store.ts'
import { CustodyBooks } from '#store/books/custody-books.ts'
import { type IngestFixture, startFixture } from '#test/ingest/ingest-fixture.ts'
import type { TestDatabase } from '#test/setup/database.ts'
import { unpaced } from '#jobs/pace.ts'
import { toTheEnd } from '#test/setup/to-the-end.ts'

/** Zichuan and Zaozhuang, 201 km apart; the shop is in the next street. */
const SITES = `
  update station set lat = 36.64, lon = 117.97, region = '370302' where id = 'st-1';
  insert into station (id, enterprise_id, name, region, licence_no, licence_until, lat, lon) values
    ('st-2', 'e-1', '二号站', '370402', 'L2', '2099-01-01', 34.86, 117.56), ('shop', 'e-1', '门店', '370302', 'L3', '2099-01-01', 36.65, 117.97),
    ('st-3', 'e-1', '三号站', '370302', 'L4', '2099-01-01', null, null);
  insert into scale (id, station_id, verified_until, tolerance_g) values
    ('scale-2', 'st-1', '2099-01-01', 50), ('scale-3', 'st-2', '2099-01-01', 50), ('scale-4', 'st-1', '2099-01-01', 50);
  insert into device (station_id, device_id, kind) values ('st-2', 'dev-1', 'scale'), ('shop', 'dev-1', 'portal'), ('st-3', 'dev-1', 'portal')`

export type Found = Omit<Anomaly, 'subject' | 'evidence'> & {
  readonly id: string
  readonly subject: string
  readonly evidence: readonly string[]
  readonly why: string
  readonly status: string
  readonly withdrawn: boolean
}

const FOUND = `
  select id, kind, subject_kind, subject_id, station_id, enterprise_id, measured, limit_value, unit, detail, evidence, events, status,
    withdrawn_at is not null as withdrawn from anomaly where kind = $1 order by no`

/** The first day of the month before last: everything of a test lies in one whole month. */
export const MONTH = addMonths(day(`${dayOf(epochMs(Date.now())).slice(0, 7)}-01`), -2)
/** Noon of a day of that month, counted from 0. */
export const noon = (n: number, minutes = 0): string =>
  new Date(startOfDay(MONTH) + n * DAY_MS + 12 * HOUR_MS + minutes * 60_000).toISOString()

export type Told = {
  readonly code: string
  readonly type: string
  readonly at: string
  readonly own?: object
  readonly operator?: string
}

export type FraudTown = IngestFixture & {
  /** Runs the job once, as of `days` from now. */
  look(days?: number): Promise<void>
  found(kind: Anomaly['kind']): Promise<readonly Found[]>
  /** Told by a station's device, in messages of some hundred. */
  device(events: readonly Told[], stationId?: string): Promise<void>
  /** Told by a person. */
  person(event: Told): Promise<void>
  checks(scale: string, errors: readonly number[]): Promise<void>
  setThreshold(kind: Anomaly['kind'], values: object): Promise<void>
}

const wire = ({ code, type, at, own, operator = 's-1' }: Told) => ({
  id: uuid7(),
  type,
  at,
  tag: { scheme: 'code', value: code },
  operator,
  ...own,
})

type Row = Omit<Anomaly, 'subject' | 'limit' | 'stationId' | 'enterpriseId'> & {
  readonly id: string
  readonly subject_kind: Anomaly['subject']['kind']
  readonly subject_id: string
  readonly station_id: string | null
  readonly enterprise_id: string
  readonly limit_value: number
  readonly status: string
  readonly withdrawn: boolean
}

const foundOf = ({
  subject_kind: kind,
  subject_id: id,
  limit_value: limit,
  station_id: stationId,
  enterprise_id: enterpriseId,
  ...row
}: Row): Found => ({
  ...row,
  stationId,
  enterpriseId,
  limit,
  subject: id,
  evidence: row.evidence.map((one) => one.id),
  why: Object.values(sayAnomaly({ ...row, limit, subject: { kind, id } })).join('\n'),
})

/** A town of two far stations and a shop in which tests cheat; ingest, rules and the job are the real ones. */
export const startFraudTown = async (database: TestDatabase): Promise<FraudTown> => {
  const fixture = await startFixture(database)
  const { pool } = database
  await pool.query(SITES)
  const { signal } = new AbortController()
  const book = createProfileShelf()
  const rules = { load: async () => ({ activations: [] }) }
  const store = createAnomalyStore(pool)
  const books = new CustodyBooks(pool)
  const publish = async (events: readonly object[], stationId: string): Promise<void> => {
    for (let at = 0; at < events.length; at += 400)
      await fixture.publish(events.slice(at, at + 400), { stationId, deviceId: 'dev-1' })
  }
  return {
    ...fixture,
    look: async (days = 0) => {
      await books.book(Date.now(), toTheEnd)
      const now = () => Date.now() + days * DAY_MS
      return new Anomalies({ store, book, rules, now, everyMs: 1, pace: unpaced }).run(signal)
    },
    found: async (kind) => (await pool.query<Row>(FOUND, [kind])).rows.map(foundOf),
    device: (events, stationId = 'st-1') => publish(events.map(wire), stationId),
    person: async ({ code, type, at, own = {}, operator = 'k-1' }) => {
      const body = { by: operator, ...own }
      const event = {
        id: uuid7(),
        type,
        at: epochMs(Date.parse(at)),
        stationId: null,
        operator,
        body,
      }
      await fixture.recorder.record(code, event as never)
    },
    checks: (scale, errors) =>
      publish(
        errors.map((error, n) => ({
          id: uuid7(),
          type: 'scale.checked',
          at: new Date(Date.now() - (errors.length - n) * 12 * HOUR_MS).toISOString(),
          operator: 's-1',
          scale,
          testMassG: 20_000,
          readG: 20_000 + error,
        })),
        'st-1',
      ),
    setThreshold: async (kind, values) => {
      await pool.query(
        `insert into anomaly_threshold (kind, enterprise_id, region, values, reason, set_by, set_at)
         values ($1, 'e-1', '370302', $2, 'test', gen_random_uuid(), now())`,
        [kind, JSON.stringify(values)],
      )
      await pool.query(
        `insert into anomaly_redo (enterprise_id, region, from_at, to_at, asked_by, asked_at)
         values ('e-1', '370302', now() - interval '200 days', now(), gen_random_uuid(), now())`,
      )
    },
  }
}
