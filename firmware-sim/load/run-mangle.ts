import { uuidV7 } from '#sim/wire/uuid-v7.ts'
import type { LoadDevice } from './load-types.ts'
import { MangleLane, type MangleEnd } from './mangle-lane.ts'
import { mangledMessage } from './mangled-messages.ts'

export interface MangleOptions {
  readonly mqtt: string
  /** One connection each; the last one is the stranger whose topics the others try. At least one. */
  readonly devices: readonly LoadDevice[]
  /** Messages in all. */
  readonly count: number
  readonly window?: number
  readonly timeoutMs?: number
  /** Code of the cylinder that the readable parts name. */
  readonly code?: string
}

export interface MangleResult {
  readonly sent: number
  readonly acked: number
  readonly closed: number
  readonly unanswered: number
  readonly seconds: number
  readonly kinds: Readonly<Record<string, Readonly<Record<MangleEnd, number>>>>
  /** Rejections announced on `down`, by code. */
  readonly rejected: Readonly<Record<string, number>>
}

const STRANGER = { stationId: 'somebody-else', deviceId: 'dev-1' }

/** Sends `count` mangled messages over real connections, reconnecting where the broker closes, and counts their ends. */
export async function runMangle(
  options: MangleOptions,
  signal?: AbortSignal,
): Promise<MangleResult> {
  const kinds: Record<string, Record<MangleEnd, number>> = {}
  const rejected: Record<string, number> = {}
  const lanes = options.devices.map(
    (device) =>
      new MangleLane(device, {
        url: new URL(options.mqtt),
        window: options.window ?? 16,
        timeoutMs: options.timeoutMs ?? 10_000,
        ended: (kind, end) => {
          kinds[kind] ??= { acked: 0, closed: 0, unanswered: 0 }
          kinds[kind][end] += 1
        },
        down: (payload) => countRejection(rejected, payload),
      }),
  )
  const startMs = performance.now()
  let next = 0
  const work = async (lane: MangleLane, index: number) => {
    const other = options.devices[(index + 1) % options.devices.length]
    const usedId = uuidV7(Date.now(), Math.random)
    lane.start()
    while (next < options.count && signal?.aborted !== true) {
      const n = next++
      await lane.send(
        mangledMessage({
          own: lane.device,
          other: other === undefined || other === lane.device ? STRANGER : other,
          code: options.code ?? 'LG-0000001',
          n,
          at: new Date().toISOString(),
          id: () => uuidV7(Date.now(), Math.random),
          usedId,
        }),
      )
    }
    await lane.idle()
  }
  try {
    await Promise.all(lanes.map(work))
  } finally {
    for (const lane of lanes) lane.stop()
  }
  return { ...totals(kinds), seconds: (performance.now() - startMs) / 1000, kinds, rejected }
}

function totals(kinds: Readonly<Record<string, Readonly<Record<MangleEnd, number>>>>) {
  const sum = (end: MangleEnd) => Object.values(kinds).reduce((all, kind) => all + kind[end], 0)
  const [acked, closed, unanswered] = [sum('acked'), sum('closed'), sum('unanswered')]
  return { sent: acked + closed + unanswered, acked, closed, unanswered }
}

function countRejection(rejected: Record<string, number>, payload: Buffer): void {
  const message = JSON.parse(payload.toString()) as {
    readonly type: string
    readonly code?: string
  }
  if (message.type !== 'rejected') return
  const code = message.code ?? 'none'
  rejected[code] = (rejected[code] ?? 0) + 1
}
