import type { Finding } from '#domain/finding.ts'
import type {
  ApiEvent,
  Recorded,
  Recorder,
  Registration,
  RegistrationResult,
  TagChange,
} from '#domain/recorder.ts'
import {
  DuplicateEvent,
  type LockedLife,
  type RegistryLane,
  StoreUnavailable,
} from '#domain/store-ports.ts'
import type { BatchTools } from './commit-batch.ts'
import { recordEvent } from './record-event.ts'
import { recordSiteEvent } from './record-site-event.ts'
import { registerCylinders } from './register-cylinders.ts'
import { bindTag, releaseTag } from './change-tag.ts'

/** Races (a tag adopted, a subject merged, a deadlock) end after a repeat or two; longer means that the database is away. */
const MAX_TRIES = 6
const PAUSE_MS = 15

type Task<T> = (lane: RegistryLane, tools: BatchTools) => Promise<T>

/** The API's way into the lives: the same batch, fold and rules as for what devices send. */
export class IngestRecorder implements Recorder {
  readonly #tools: BatchTools
  readonly #lanes: { lane: RegistryLane; queue: Promise<unknown>; waiting: number }[]

  constructor(open: () => RegistryLane, lanes: number, tools: BatchTools) {
    this.#tools = tools
    this.#lanes = Array.from({ length: lanes }, () => ({
      lane: open(),
      queue: Promise.resolve(),
      waiting: 0,
    }))
  }

  record<Refusal>(
    code: string,
    event: ApiEvent,
    decide?: (life: LockedLife) => Refusal | null,
  ): Promise<{ ok: true; recorded: Recorded } | { ok: false; refusal: Refusal } | null> {
    return this.#run((lane, tools) => recordEvent(lane, tools, code, event, decide))
  }

  recordAtSite(event: ApiEvent): Promise<readonly Finding[]> {
    return this.#run((lane, tools) => recordSiteEvent(lane, tools, event))
  }

  register(rows: readonly Registration[]): Promise<readonly RegistrationResult[]> {
    return this.#run((lane, tools) => registerCylinders(lane, tools, rows))
  }

  bindTag(change: TagChange): Promise<'bound' | 'unknown-cylinder' | 'retired' | 'tag-in-use'> {
    return this.#run((lane, tools) => bindTag(lane, tools, change))
  }

  releaseTag(
    change: TagChange,
  ): Promise<'released' | 'unknown-cylinder' | 'retired' | 'not-bound'> {
    return this.#run((lane, tools) => releaseTag(lane, tools, change))
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#lanes.map(async ({ lane, queue }) => {
        await queue
        await lane.close()
      }),
    )
  }

  #run<T>(task: Task<T>): Promise<T> {
    const slot = this.#lanes.reduce((least, one) => (one.waiting < least.waiting ? one : least))
    slot.waiting++
    const result = slot.queue.then(() => this.#attempt(slot.lane, task))
    slot.queue = result.then(
      () => slot.waiting--,
      () => slot.waiting--,
    )
    return result
  }

  async #attempt<T>(lane: RegistryLane, task: Task<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await task(lane, this.#tools)
      } catch (error) {
        await lane.rollback()
        const passing = error instanceof StoreUnavailable || error instanceof DuplicateEvent
        if (!passing || attempt === MAX_TRIES) throw error
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt))
      }
    }
  }
}
