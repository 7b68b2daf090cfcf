import type { HistogramCounts, LatencySummary } from './histogram.ts'

/** One connection: credentials as `POST /v1/devices` returned them, and the scale that its events name. */
export interface LoadDevice {
  readonly stationId: string
  readonly deviceId: string
  readonly password: string
  /** Default `{stationId}-{deviceId}`: scale ids are unique across stations. */
  readonly scale?: string
}

/** What the generator needs to know of a cylinder to report plausible masses. */
export interface LoadCylinder {
  readonly code: string
  readonly tareG: number
  /** Net mass that fills aim at; default 14 500 g (YSP-15). */
  readonly targetNetG?: number
}

/**
 * `life`: stock.in, residual.weighed, prefill.checked, fill.completed, postfill.checked, stock.out for every cylinder;
 * `fills`: fill.completed alone; `scans`: cylinder.scanned alone.
 */
export type LoadMix = 'life' | 'fills' | 'scans'

export interface LoadOptions {
  /** `mqtt://host:port`; no TLS: the generator measures the server, not a cipher. */
  readonly mqtt: string
  readonly devices: readonly LoadDevice[]
  readonly cylinders: readonly LoadCylinder[]
  readonly mix: LoadMix
  /** Publishes in flight per device. */
  readonly window: number
  /** Length of the run; what is in flight then is waited for, up to `drainSeconds`. */
  readonly seconds: number
  /** Events per second over all devices, open loop; absent = closed loop, as fast as acknowledgements come. */
  readonly rate?: number
  /** Stop earlier, after this many events. */
  readonly events?: number
  /** Adds `fill.requested` before each fill of `life` and `fills`, and puts the permit that came into `fill.completed`. */
  readonly permits?: boolean
  /** Events per publish, 1 to 500; above 1 the payload is a JSON array. */
  readonly array?: number
  /** Cylinders that a device has in work side by side: each step is done for all of them before the next. Default 16. */
  readonly block?: number
  /** Behind an external broker: counted as acknowledged when a `committed` notice names it, sent again while none does. */
  readonly told?: boolean
  /** Results are counted from here on; the seconds before only warm up. */
  readonly warmupSeconds?: number
  readonly drainSeconds?: number
  /** Every acknowledged id is appended here, 16 bytes each; see `readAckedIds`. */
  readonly ackedIdsFile?: string
  /** Connections opened at the same time while starting. */
  readonly connecting?: number
  /** Time for all of them together, default 60. */
  readonly connectSeconds?: number
  readonly seed?: number
}

/** Raw counts of one process; `mergeReports` adds them up, `summarise` makes the figures. */
export interface LoadReport {
  readonly mix: LoadMix
  readonly devices: number
  readonly window: number
  readonly array: number
  readonly rate?: number
  /** Measured part of the run, without warm-up and drain. */
  readonly seconds: number
  /** Over the whole run. */
  readonly sent: number
  readonly acked: number
  readonly unacked: number
  /** Events acknowledged in the measured part. */
  readonly measured: number
  readonly measuredPublishes: number
  readonly resent: number
  readonly reconnects: number
  /** Acknowledgements that overtook an earlier one: MQTT 3.1.1 §4.6 forbids them. */
  readonly overtaking: number
  readonly behind: number
  readonly permits: { readonly asked: number; readonly allowed: number; readonly denied: number }
  readonly down: { readonly outcomes: number; readonly rejected: number; readonly other: number }
  readonly cpuSeconds: number
  readonly histograms: {
    readonly ack: HistogramCounts
    readonly intended: HistogramCounts
    readonly permit: HistogramCounts
  }
}

/** The figures of a run; all latencies in milliseconds. */
export interface LoadResult extends Omit<LoadReport, 'histograms'> {
  readonly processes: number
  readonly eventsPerSecond: number
  /** Generator CPU per event acknowledged in the measured part, µs. */
  readonly cpuUsPerEvent: number
  /** First write of a publish until its PUBACK; an outage in between counts. */
  readonly ackMs: LatencySummary
  /** From the moment the schedule asked for the publish: free of coordinated omission. Same as `ackMs` in a closed loop. */
  readonly intendedMs: LatencySummary
  /** `fill.requested` written until its answer on `down`. */
  readonly permitMs: LatencySummary
}
