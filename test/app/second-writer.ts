import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { EventType } from '#domain/event-types.ts'
import { epochMs } from '#domain/units.ts'
import { readConfig } from '#app/config.ts'
import { Running } from '#app/start/running.ts'
import { startIngest } from '#app/start/start-ingest.ts'
import { startStore } from '#app/start/start-store.ts'

/**
 * A second process's way to the same database, as another gateway or a tool has it: records what people decide and no route
 * offers yet.
 */
export const secondWriter = async (databaseUrl: string) => {
  const running = new Running()
  const log = pino({ level: 'silent' })
  const store = await startStore(readConfig({ DATABASE_URL: databaseUrl }), running, log)
  const metrics = { committed: () => undefined, retried: () => undefined }
  const { recorder } = startIngest(store, 1, { push: () => undefined }, metrics, running, log)
  return {
    record: async (code: string, type: EventType, body: Readonly<Record<string, unknown>>) => {
      const at = epochMs(Date.now())
      const event = { id: randomUUID(), type, at, stationId: null, operator: 'tester', body }
      const result = await recorder.record(code, event)
      if (result === null || !result.ok) throw new Error(`${type} on ${code} was not recorded`)
      return event
    },
    stop: () => running.stop(),
  }
}
