import type { Bench } from './bench.ts'
import { bareInsert } from './bare-insert.ts'
import { atMost, type Figure, rounded } from './figure.ts'
import { fastest } from './ingest.ts'

const REACH = 3

/** CPU of one event, gateway and PostgreSQL, against a bare batched insert of the rows that it left (design §7). */
export const ingestCpu = async (bench: Bench): Promise<Figure> => {
  const { load, cpu, window, afterBatch } = fastest(await bench.ingest())
  const { program } = await bench.stand()
  const bare = await bareInsert(program, afterBatch, bench.cleanup)
  const gatewayUs = cpu.gatewayUs / load.acked
  const postgresUs = cpu.postgresUs / load.acked
  const ratio = rounded((gatewayUs + postgresUs) / (bare.nodeUs + bare.postgresUs), 2)
  return {
    figure: 'ingest-cpu',
    unit: '× bare inserts',
    ...atMost(ratio, REACH),
    ratio,
    window,
    gatewayUs: rounded(gatewayUs),
    postgresUs: rounded(postgresUs),
    bareNodeUs: rounded(bare.nodeUs),
    barePostgresUs: rounded(bare.postgresUs),
    bareEventsPerSecond: Math.round(bare.eventsPerSecond),
    bareEvents: bare.events,
  }
}
