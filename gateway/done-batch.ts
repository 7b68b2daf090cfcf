import type { OutboxStore } from './ports.ts'

/** Collects what was delivered in one turn of the event loop into one `done`. */
export class DoneBatch {
  private readonly outbox: Pick<OutboxStore, 'done'>
  private ids: string[] = []

  constructor(outbox: Pick<OutboxStore, 'done'>) {
    this.outbox = outbox
  }

  add(outboxId: string): void {
    if (this.ids.push(outboxId) === 1) setImmediate(() => this.flush())
  }

  flush(): void {
    if (this.ids.length === 0) return
    const { ids } = this
    this.ids = []
    this.outbox.done(ids)
  }
}
