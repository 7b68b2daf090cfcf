/** What the pacer asks of a lane. */
export interface PacedLane {
  /** Takes one publish that was due at `dueMs`; false when the lane is full or offline. */
  offer(dueMs: number): boolean
  flush(): void
}

/**
 * Open loop: publish number n is due at start + n / rate, whatever became of the others. One that cannot be written keeps
 * its due time, so that waiting for a slow server counts as latency (no coordinated omission).
 */
export class Pacer {
  private readonly lanes: readonly PacedLane[]
  private readonly perMs: number
  private startMs = -1
  private taken = 0
  private due = 0
  private turn = 0

  constructor(lanes: readonly PacedLane[], perSecond: number) {
    this.lanes = lanes
    this.perMs = perSecond / 1000
  }

  /** Publishes that are due and found no free lane. */
  get behind(): number {
    return this.due - this.taken
  }

  tick(nowMs: number): void {
    if (this.startMs < 0) this.startMs = nowMs
    this.due = Math.floor((nowMs - this.startMs) * this.perMs)
    const touched = new Set<PacedLane>()
    let refused = 0
    while (this.taken < this.due && refused < this.lanes.length) {
      const lane = this.lanes[this.turn]
      this.turn = (this.turn + 1) % this.lanes.length
      if (lane?.offer(this.startMs + this.taken / this.perMs) !== true) {
        refused += 1
        continue
      }
      refused = 0
      this.taken += 1
      touched.add(lane)
    }
    for (const lane of touched) lane.flush()
  }
}
