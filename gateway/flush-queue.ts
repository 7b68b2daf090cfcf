export interface Flushable {
  flush(): void
}

/**
 * Runs `flush` once for each that asked, when the code that is running now has returned: however many publishes one commit
 * settles, each client gets one socket write.
 */
export class FlushQueue {
  private waiting: Flushable[] = []
  private readonly run = (): void => {
    const due = this.waiting
    this.waiting = []
    for (const one of due) one.flush()
  }

  later(one: Flushable): void {
    if (this.waiting.push(one) === 1) process.nextTick(this.run)
  }
}
