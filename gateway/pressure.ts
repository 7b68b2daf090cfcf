/**
 * Bytes that one gateway process holds for devices: publishes that are not committed yet, and what was read behind them.
 * At `limit` every socket is left unread; reading starts again when the uncommitted part has fallen to half.
 */
export class Pressure {
  private readonly limit: number
  private readonly onHigh: () => void
  private readonly onLow: () => void
  /** Submitted and not settled. */
  pending = 0
  /** Read, but not looked at while its connection stands still. It goes when the connection moves, so it never blocks that. */
  held = 0
  high = false

  constructor(limit: number, onHigh: () => void, onLow: () => void) {
    this.limit = limit
    this.onHigh = onHigh
    this.onLow = onLow
  }

  take(bytes: number): void {
    this.pending += bytes
    this.check()
  }

  give(bytes: number): void {
    this.pending -= bytes
    if (this.high && this.pending <= this.limit / 2) {
      this.high = false
      this.onLow()
    }
  }

  hold(bytes: number): void {
    this.held += bytes
    this.check()
  }

  release(bytes: number): void {
    this.held -= bytes
  }

  private check(): void {
    // With nothing pending no `give` would ever follow, so what is merely held never stops all.
    if (this.high || this.pending === 0 || this.pending + this.held < this.limit) return
    this.high = true
    this.onHigh()
  }
}
