import { buildTopic } from '#schemas/topics.ts'
import type { CylinderTable } from './cylinder-table.ts'
import type { LoadDevice } from './load-types.ts'
import { buildTemplate, type LoadEventType, type Template, writeMass } from './message-templates.ts'
import { buildPublishFrame, type PublishFrame } from './publish-frame.ts'
import type { Stamp } from './stamp.ts'

const COMMA = 44
/** Residual of a returned cylinder and the spread of a good fill, grams: inside every limit. */
const RESIDUAL_G = { least: 60, spread: 300 }
const FILL_SPREAD_G = 150
const CHECK_SPREAD_G = 15

interface Prepared {
  readonly template: Template
  readonly frame: PublishFrame
}

/**
 * Writes the publishes of one device: copies a frame that was prepared once per event type and patches what changes.
 * Elements of an array lie at a constant stride.
 */
export class MessageWriter {
  readonly slotBytes: number
  private readonly prepared = new Map<LoadEventType, Prepared>()
  private readonly table: CylinderTable
  private readonly stamp: Stamp
  private readonly array: number
  private noise: number

  constructor(
    device: LoadDevice,
    steps: readonly LoadEventType[],
    parts: { table: CylinderTable; stamp: Stamp; array: number; seed: number },
  ) {
    this.table = parts.table
    this.stamp = parts.stamp
    this.array = parts.array
    this.noise = parts.seed | 1
    const scale = device.scale ?? `${device.stationId}-${device.deviceId}`.slice(0, 64)
    const { stationId } = device
    const types: LoadEventType[] = steps.includes('fill.requested')
      ? [...steps, 'fill.permitted']
      : [...steps]
    for (const type of types) {
      const template = buildTemplate(type, { stationId, scale, codeWidth: this.table.codeWidth })
      const frame = buildPublishFrame(buildTopic('event', device), repeat(template, this.array))
      this.prepared.set(type, { template, frame })
    }
    this.slotBytes = Math.max(...[...this.prepared.values()].map(({ frame }) => frame.bytes.length))
  }

  /** Length of the frame that `write` makes of a step. */
  prepare(step: LoadEventType): Prepared {
    const found = this.prepared.get(step)
    if (found === undefined) throw new RangeError(`no template for ${step}`)
    return found
  }

  /** Writes a frame at `at` for `array` cylinders from `cylinder` on; returns it for the offsets of its ids. */
  write(
    { template, frame }: Prepared,
    cylinder: number,
    into: Buffer,
    at: number,
    messageId: number,
  ): void {
    frame.bytes.copy(into, at)
    into[at + frame.messageId] = messageId >>> 8
    into[at + frame.messageId + 1] = messageId & 255
    const start = at + frame.payload + (this.array > 1 ? 1 : 0)
    const stride = template.bytes.length + 1
    for (let i = 0; i < this.array; i += 1) {
      this.patch(template, cylinder + i, into, start + i * stride)
    }
  }

  private patch(template: Template, cylinder: number, into: Buffer, at: number): void {
    const { table } = this
    this.stamp.write(into, at + template.id, at + template.at)
    table.writeCode(cylinder, into, at + template.code)
    if (template.permitId >= 0) table.takePermit(cylinder, into, at + template.permitId)
    if (template.grossG < 0) return
    const tareG = table.tareG[cylinder] ?? 0
    if (template.tareG >= 0) {
      table.netG[cylinder] = (table.targetNetG[cylinder] ?? 0) + this.spread(FILL_SPREAD_G)
      writeMass(into, at + template.tareG, tareG)
    }
    writeMass(into, at + template.grossG, tareG + this.netNow(template, cylinder))
  }

  /** What is in the cylinder at this step. */
  private netNow(template: Template, cylinder: number): number {
    const netG = this.table.netG[cylinder] ?? 0
    if (template.tareG >= 0) return netG
    return template.checkWeigh
      ? netG + this.spread(CHECK_SPREAD_G)
      : RESIDUAL_G.least + (this.spread(RESIDUAL_G.spread / 2) + RESIDUAL_G.spread / 2)
  }

  /** -spread … +spread, xorshift32. */
  private spread(spread: number): number {
    let x = this.noise
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.noise = x
    return ((x >>> 0) % (2 * spread + 1)) - spread
  }
}

function repeat(template: Template, array: number): Buffer {
  if (array === 1) return template.bytes
  const parts: Buffer[] = []
  for (let i = 0; i < array; i += 1) parts.push(Buffer.from([i === 0 ? 91 : COMMA]), template.bytes)
  return Buffer.concat([...parts, Buffer.from(']')])
}
