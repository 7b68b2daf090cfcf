import { lsnOf } from './freshness.ts'

/** Samples are taken some times a second: a minute of a replica that stands still. */
const MAX_SAMPLES = 1000

/**
 * How far a replica is behind: since when the primary has had something that the replica does not show. Needs no clock of
 * either server, and an idle primary is no lag.
 */
export class ReplicaLag {
  #samples: { readonly lsn: bigint; readonly at: number }[] = []
  #replayed = 0n
  #written = 0n

  /** Places in the log at one moment; `at` in milliseconds of any clock that does not jump. */
  sample(written: string, replayed: string, at: number): void {
    this.#replayed = lsnOf(replayed)
    this.#written = lsnOf(written)
    const last = this.#samples.at(-1)
    if (last === undefined || last.lsn < this.#written) {
      this.#samples.push({ lsn: this.#written, at })
    }
    this.#samples = this.#samples.filter(({ lsn }) => lsn > this.#replayed)
    // The first says since when; of the later ones every other is enough.
    if (this.#samples.length > MAX_SAMPLES) {
      this.#samples = this.#samples.filter((_, i) => i % 2 === 0)
    }
  }

  shows(lsn: string): boolean {
    return lsnOf(lsn) <= this.#replayed
  }

  ms(now: number): number {
    const [oldest] = this.#samples
    return oldest === undefined ? 0 : Math.max(0, Math.round(now - oldest.at))
  }

  get bytes(): number {
    return Math.max(0, Number(this.#written - this.#replayed))
  }
}
