import type { Cleanup } from './cleanup.ts'
import type { Figure } from './figure.ts'
import type { IngestRun } from './ingest-run.ts'
import type { Program } from './program.ts'
import type { ReadingRun } from './reading.ts'
import type { Site } from './register-site.ts'

/** The program with its registered site, warmed up. */
export type Stand = { readonly program: Program; readonly site: Site }

/** What a benchmark gets. What several of them need is made once and is the same run for all. */
export type Bench = {
  /** Length of one measured load. */
  readonly seconds: number
  /** Length of a long run. */
  readonly minutes: number
  readonly cleanup: Cleanup
  readonly stand: () => Promise<Stand>
  /** Closed-loop runs by messages in flight a device. */
  readonly ingest: () => Promise<readonly IngestRun[]>
  /** Traces and recalls among ever more events. */
  readonly reading: () => Promise<readonly ReadingRun[]>
}

export type Benchmark = {
  readonly name: string
  /** Whether it needs the program with its site. */
  readonly onStand: boolean
  readonly measure: (bench: Bench) => Promise<Figure>
}
