import type { Benchmark } from './bench.ts'
import { connections } from './connections.ts'
import { databaseAway } from './database-away.ts'
import { decidedEvent } from './decided-event.ts'
import { demoReady } from './demo-ready.ts'
import { externalBroker } from './external-broker.ts'
import { fairness } from './fairness.ts'
import { ingestCpu } from './ingest-cpu.ts'
import { ingestLatency } from './ingest-latency.ts'
import { ingest } from './ingest.ts'
import { ledger } from './ledger.ts'
import { lists } from './lists.ts'
import { longRun } from './long-run.ts'
import { permitLatency } from './permit-latency.ts'
import { recall, trace } from './reading.ts'
import { usualPipeline } from './usual-pipeline.ts'

/** In the order in which they run; those on the stand share one program and one database. */
export const benchmarks: readonly Benchmark[] = [
  { name: 'ingest', onStand: true, measure: ingest },
  { name: 'ingest-cpu', onStand: true, measure: ingestCpu },
  { name: 'ingest-latency', onStand: true, measure: ingestLatency },
  { name: 'permit-latency', onStand: true, measure: permitLatency },
  { name: 'fairness', onStand: true, measure: fairness },
  { name: 'usual-pipeline', onStand: true, measure: usualPipeline },
  { name: 'decide', onStand: false, measure: decidedEvent },
  { name: 'ledger', onStand: false, measure: ledger },
  { name: 'demo-ready', onStand: false, measure: demoReady },
  { name: 'connections', onStand: false, measure: connections },
  { name: 'external-broker', onStand: false, measure: externalBroker },
  { name: 'long-run', onStand: false, measure: longRun },
  { name: 'database-away', onStand: false, measure: databaseAway },
  { name: 'trace', onStand: false, measure: trace },
  { name: 'recall', onStand: false, measure: recall },
  { name: 'lists', onStand: false, measure: lists },
]
