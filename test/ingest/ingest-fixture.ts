import { pino } from 'pino'
import type { OutboxItem, Uplink } from '#domain/edge-ports.ts'
import type { Finding } from '#domain/finding.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import { epochMs } from '#domain/units.ts'
import { storedLifeEvent } from '#ingest/fold-group.ts'
import { PgBatchLane } from '#store/batch/batch-lane.ts'
import { readConfig } from '#app/config.ts'
import { Running } from '#app/start/running.ts'
import { type IngestParts, startIngest } from '#app/start/start-ingest.ts'
import { type Store, startStore } from '#app/start/start-store.ts'
import { uuid7 } from '#app/uuid7.ts'
import type { TestDatabase } from '#test/setup/database.ts'

export type IngestFixture = IngestParts & {
  readonly store: Store
  readonly pushed: OutboxItem[]
  /** Publishes and waits until it is settled. */
  publish(payload: unknown, options?: Partial<Uplink>): Promise<void>
  register(
    code: string,
    facts?: object,
    tags?: { scheme: 'qr' | 'epc'; value: string }[],
  ): Promise<void>
  trace(code: string): Promise<TraceRow[]>
  /** The stored life as the fold reads it, with the verdicts as they stand. */
  history(cylinderId: string): Promise<{ event: LifeEvent; findings: readonly Finding[] | null }[]>
  stop(): Promise<void>
}

export type TraceRow = {
  readonly type: string
  readonly id: string
  readonly findings: readonly string[]
  readonly superseded: number
}

const SITES = `
  insert into enterprise (id, name) values ('e-1', '测试燃气');
  insert into station (id, enterprise_id, name, region, licence_no, licence_until)
  values ('st-1', 'e-1', '一号站', '110000', 'L1', '2099-01-01');
  insert into scale (id, station_id, verified_until, tolerance_g) values ('scale-1', 'st-1', '2099-01-01', 50);
  insert into device (station_id, device_id, kind) values ('st-1', 'dev-1', 'scale'), ('st-1', 'dev-2', 'portal'),
    ('st-1', 'dev-3', 'scale')`

const TRACE = `
  select l.type, l.event_id as id, coalesce(l.findings, '[]') as findings,
    (select count(*)::int from superseded_verdict s where s.source = l.source and s.event_id = l.event_id) as superseded
  from cylinder_life l join cylinder c on c.id = l.cylinder_id
  where c.code = $1 order by l.effective_at, l.at, l.event_id`

export const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString()

/** An event of `st-1/dev-1` on the cylinder with this code. */
export const onCylinder = (code: string, type: string, own: object, at = minutesAgo(0)) => ({
  id: uuid7(),
  type,
  at,
  tag: { scheme: 'code', value: code },
  operator: 's-1',
  ...own,
})

/** Store, codec, rules and ingest as the program has them, without MQTT. */
export const startFixture = async (
  database: TestDatabase,
  isFirst = true,
): Promise<IngestFixture> => {
  const running = new Running()
  const log = pino({ level: 'silent' })
  if (isFirst) await database.pool.query(SITES)
  const store = await startStore(readConfig({ DATABASE_URL: database.url }), running, log)
  const pushed: OutboxItem[] = []
  const metrics = { committed: () => undefined, retried: () => undefined }
  const downlink = { push: (items: readonly OutboxItem[]) => pushed.push(...items) }
  const parts = startIngest(store, 2, downlink, metrics, running, log)
  return {
    ...parts,
    store,
    pushed,
    publish: (payload, options = {}) =>
      new Promise((resolve) => {
        const stationId = options.stationId ?? 'st-1'
        const deviceId = options.deviceId ?? 'dev-1'
        parts.ingest.submit(
          {
            stationId,
            deviceId,
            kind: 'event',
            topic: `lpg/v1/${stationId}/${deviceId}/event`,
            payload: Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)),
            receivedAt: Date.now(),
            dup: false,
            ...options,
          },
          resolve,
        )
      }),
    register: async (code, facts = {}, tags = []) => {
      const [result] = await parts.recorder.register([
        {
          tags,
          event: {
            id: uuid7(),
            type: 'cylinder.registered',
            at: epochMs(Date.now()),
            stationId: null,
            operator: 'u-1',
            body: {
              code,
              model: 'YSP35.5',
              waterVolumeMl: 35_500,
              stampedMaxG: 14_900,
              tareG: 16_500,
              ownerId: 'e-1',
              madeOn: '2024-03',
              designLifeYears: 8,
              inspectedOn: '2025-05-01',
              nextInspectionOn: '2029-05-01',
              ...facts,
            },
          },
        },
      ])
      if (result?.ok !== true) throw new Error(JSON.stringify(result))
    },
    trace: async (code) => {
      const { rows } = await database.pool.query(TRACE, [code])
      return rows.map((row) => ({
        ...row,
        findings: row.findings.map(({ code: found }: { code: string }) => found),
      })) as TraceRow[]
    },
    history: async (cylinderId) => {
      const lane = new PgBatchLane(database.url)
      try {
        await lane.open({ tags: [], cylinderIds: [], curves: [], lateCurves: [], known: [] })
        const stored = await lane.history(cylinderId)
        return await Promise.all(
          stored.map(async (one) => ({
            event: await storedLifeEvent(one, store.contexts),
            findings: one.findings,
          })),
        )
      } finally {
        await lane.rollback()
        await lane.close()
      }
    },
    stop: async () => {
      await running.stop()
    },
  }
}
