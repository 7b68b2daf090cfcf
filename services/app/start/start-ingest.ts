import type { Logger } from 'pino'
import { decode } from '#gateway/codec/decode.ts'
import type { DownlinkPort } from '#domain/edge-ports.ts'
import { day as dayText, epochMs } from '#domain/units.ts'
import type { BatchTools } from '#ingest/commit-batch.ts'
import { ContextBuilder, type SelectProfile } from '#ingest/context-builder.ts'
import type { Decode } from '#ingest/decoded-message.ts'
import { Ingest } from '#ingest/ingest.ts'
import { RecentAnchors } from '#ingest/recent-anchors.ts'
import { IngestRecorder } from '#ingest/recorder.ts'
import { decideFill } from '#rules/fill-gate.ts'
import { createSiteJudge } from '#rules/judge-site.ts'
import { createJudge } from '#rules/judge.ts'
import { PgBatchLane } from '#store/batch/batch-lane.ts'
import { LifeCache } from '#store/batch/life-cache.ts'
import { PgRegistryLane } from '#store/batch/registry-lane.ts'
import type { LaneMetrics } from '#ingest/lane.ts'
import type { Running } from './running.ts'
import type { Store } from './start-store.ts'

/** Connections on which the API's events are recorded, beside those of devices. */
const RECORDER_LANES = 2

export type IngestParts = {
  readonly ingest: Ingest
  readonly recorder: IngestRecorder
  readonly tools: BatchTools
}

/** Everything between a message or a person's act and its commit. */
export const startIngest = (
  store: Store,
  lanes: number,
  downlink: DownlinkPort,
  metrics: LaneMetrics,
  running: Running,
  log: Logger,
  reading: Decode = decode,
): IngestParts => {
  const book = store.profiles
  const select: SelectProfile = (region, day, activations, enterpriseId) =>
    book.select(
      region,
      day,
      activations.map(({ profileId, ...rest }) => ({
        ...rest,
        profile: profileId,
        from: dayText(rest.from),
      })),
      enterpriseId,
    )
  const tools: BatchTools = {
    sourceOf: (stationId, deviceId) => store.directory.sourceKey(stationId, deviceId),
    sites: store.sites,
    contexts: store.contexts,
    builder: new ContextBuilder(store.contexts, select),
    judge: createJudge(book),
    judgeSite: createSiteJudge(book),
    gate: (question) => decideFill({ ...question, book }),
    recent: new RecentAnchors(),
    now: () => epochMs(Date.now()),
  }
  const lives = new LifeCache()
  const open = () => new PgBatchLane(store.url, lives).warm()
  const ingest = new Ingest({ lanes, open, tools, decode: reading, downlink, log, metrics })
  const recorder = new IngestRecorder(
    () => new PgRegistryLane(store.url, lives),
    RECORDER_LANES,
    tools,
  )
  running.add('ingest', () => ingest.stop())
  running.add('recorder', () => recorder.stop())
  return { ingest, recorder, tools }
}
