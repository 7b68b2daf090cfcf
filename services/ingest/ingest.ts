import type { IngestPort, Uplink } from '#domain/edge-ports.ts'
import { Lane, type LaneOptions } from './lane.ts'

export type IngestOptions = LaneOptions & {
  /** Connections that commit side by side: while PostgreSQL works on one batch, Node prepares the next of another lane. */
  readonly lanes: number
}

/** FNV-1a over the two ids: a device keeps its lane. */
const laneOf = (uplink: Uplink, lanes: number): number => {
  let hash = 0x811c9dc5
  const text = uplink.stationId + uplink.deviceId
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return (hash >>> 0) % lanes
}

/** Everything that devices publish, committed before it is acknowledged. */
export class Ingest implements IngestPort {
  readonly #lanes: readonly Lane[]

  constructor(options: IngestOptions) {
    this.#lanes = Array.from({ length: options.lanes }, () => new Lane(options))
  }

  submit(uplink: Uplink, settled: () => void): void {
    const lane = this.#lanes[laneOf(uplink, this.#lanes.length)] as Lane
    lane.submit(uplink, settled)
  }

  get depth(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.depth, 0)
  }

  async stop(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.stop()))
  }
}
