import cluster, { type Worker } from 'node:cluster'
import type { Logger } from 'pino'
import type { Running } from './running.ts'
import { StartupError } from './startup-error.ts'

/** What a gateway process tells, and is told by, the process that started it. */
export type WorkerMessage =
  | { readonly kind: 'ready'; readonly mqtt: string }
  | { readonly kind: 'client'; readonly clientId: string }
  | { readonly kind: 'stop' }

const RESTART_MS = 500
const STOP_MS = 15_000

const isMessage = (message: unknown): message is WorkerMessage =>
  typeof message === 'object' && message !== null && 'kind' in message

/** Several gateway processes on one port (node:cluster), started again when one dies. */
export class GatewayWorkers {
  readonly #count: number
  readonly #env: Readonly<Record<string, string>>
  readonly #log: Logger
  #stopping = false

  constructor(count: number, env: Readonly<Record<string, string>>, log: Logger) {
    this.#count = count
    this.#env = env
    this.#log = log
  }

  /** Resolves with the address when all of them listen. @throws when one ends before it did */
  async start(running: Running): Promise<string> {
    cluster.setupPrimary({ args: ['serve', '--role', 'gateway'] })
    running.add('gateway processes', () => this.stop())
    const addresses = await Promise.all(
      Array.from({ length: this.#count }, (_, slot) => this.#fork(slot)),
    )
    return addresses[0] as string
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#workers().map((worker) => this.#end(worker)))
  }

  #workers(): Worker[] {
    return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
  }

  /** The slot outlives the process: what a dead one left behind is tidied by the next one in it. */
  #fork(slot: number): Promise<string> {
    const worker = cluster.fork({ ...this.#env, LPG_GATEWAY_SLOT: String(slot) })
    return new Promise((resolve, reject) => {
      worker.on('message', (message: unknown) => {
        if (!isMessage(message)) return
        if (message.kind === 'ready') resolve(message.mqtt)
        else if (message.kind === 'client') this.#tellOthers(worker, message)
      })
      worker.on('exit', (code, signal) => {
        reject(new StartupError(`a gateway process ended with ${signal ?? code}`))
        if (this.#stopping) return
        this.#log.error({ code, signal }, 'a gateway process ended and is started again')
        setTimeout(() => {
          if (!this.#stopping) this.#fork(slot).catch(() => undefined)
        }, RESTART_MS)
      })
    })
  }

  /** A client id is connected once: whoever else holds it lets go. */
  #tellOthers(from: Worker, message: WorkerMessage): void {
    for (const worker of this.#workers()) {
      if (worker !== from && worker.isConnected()) worker.send(message)
    }
  }

  async #end(worker: Worker): Promise<void> {
    if (worker.isDead()) return
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    if (worker.isConnected()) worker.send({ kind: 'stop' } satisfies WorkerMessage)
    const late = setTimeout(() => worker.process.kill('SIGKILL'), STOP_MS)
    await ended
    clearTimeout(late)
  }
}
