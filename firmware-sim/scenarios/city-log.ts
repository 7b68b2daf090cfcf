import { type Random } from '#sim/wire/random.ts'
import { uuidV7 } from '#sim/wire/uuid-v7.ts'
import type { CityEvent, CityRecord } from './city-types.ts'

const DAY_MS = 86_400_000
const TWO = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'))
const THREE = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'))

/** Who writes an event: a device with its own clock, the API, or the gateway for a device. */
export interface Writer {
  readonly source: CityEvent['source']
  readonly stationId: string | null
  readonly deviceId: string | null
  readonly skewMs: number
}

export const apiWriter: Writer = { source: 'api', stationId: null, deviceId: null, skewMs: 0 }

/** Collects the events of a cylinder's day. Times are milliseconds of that day, so that the date is formatted once. */
export class CityLog {
  records: CityRecord[] = []
  private readonly random: Random
  private dayMs = 0
  private dayText = '1970-01-01'
  private offsetMs = 0
  private count = 0

  constructor(random: Random) {
    this.random = random
  }

  /** `offsetMs` = of a place's midnight from that of UTC: the day's times are local then. */
  startDay(day: number, offsetMs = 0): void {
    this.offsetMs = offsetMs
    this.dayMs = day * DAY_MS + offsetMs
    this.dayText = new Date(day * DAY_MS).toISOString().slice(0, 10)
  }

  /** Milliseconds since 1970 of a moment of the day. */
  at(ms: number): number {
    return this.dayMs + Math.floor(ms)
  }

  /** What was collected, and a fresh list. */
  take(): CityRecord[] {
    const { records } = this
    this.records = []
    return records
  }

  /** RFC 3339 of a moment of the day, or of a wrong clock. */
  instant(ms: number, skewMs: number): string {
    const whole = Math.floor(ms)
    if (skewMs !== 0 || this.offsetMs !== 0 || whole >= DAY_MS)
      return new Date(this.dayMs + whole + skewMs).toISOString()
    const seconds = Math.floor(whole / 1000)
    const minutes = Math.floor(seconds / 60)
    const hours = Math.floor(minutes / 60)
    return `${this.dayText}T${TWO[hours]}:${TWO[minutes % 60]}:${TWO[seconds % 60]}.${THREE[whole % 1000]}Z`
  }

  /** Appends one event; `own` are its own fields, `lateMs` after it happened a server knows. Returns its id. */
  write(
    writer: Writer,
    ms: number,
    cylinder: number,
    type: string,
    own: Readonly<Record<string, unknown>>,
    lateMs = 40,
  ): string {
    const whole = Math.floor(ms)
    const atMs = this.dayMs + whole + writer.skewMs
    this.count = (this.count + 1) & 0xfff
    const id = uuidV7(atMs, this.random, this.count)
    this.records.push({
      kind: 'event',
      source: writer.source,
      stationId: writer.stationId,
      deviceId: writer.deviceId,
      cylinder,
      atMs,
      recordedAtMs: this.dayMs + whole + lateMs,
      event: { id, type, at: this.instant(ms, writer.skewMs), ...own },
    })
    return id
  }
}
