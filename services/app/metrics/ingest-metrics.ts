import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { LaneMetrics } from '#ingest/lane.ts'

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10]

/** What ingest tells about itself; `waiting` is read when somebody asks. */
export const createIngestMetrics = (registry: Registry, waiting: () => number): LaneMetrics => {
  const registers = [registry]
  const messages = new Counter({
    name: 'lpg_ingest_messages_total',
    help: 'Messages committed, rejections included',
    registers,
  })
  const batches = new Histogram({
    name: 'lpg_ingest_batch_seconds',
    help: 'Duration of a committed batch',
    buckets: SECONDS,
    registers,
  })
  const retries = new Counter({
    name: 'lpg_ingest_retries_total',
    help: 'Batches that were rolled back and tried again',
    registers,
  })
  new Gauge({
    name: 'lpg_ingest_waiting',
    help: 'Publishes waiting to be committed',
    registers,
    collect() {
      this.set(waiting())
    },
  })
  return {
    committed(items, ms) {
      messages.inc(items)
      batches.observe(ms / 1000)
    },
    retried: () => retries.inc(),
  }
}
