import cluster from 'node:cluster'
import { AggregatorRegistry, Registry } from 'prom-client'

/** The metrics of this process and, where gateways run in processes of their own, the sums of theirs. */
export class ProgramMetrics extends Registry {
  readonly #gateways = new AggregatorRegistry()

  constructor() {
    super()
    // In a gateway process: what is sent to the first process when it asks.
    AggregatorRegistry.setRegistries([this])
  }

  override async metrics(): Promise<string> {
    const own = await super.metrics()
    if (!cluster.isPrimary || Object.keys(cluster.workers ?? {}).length === 0) return own
    return `${own}${await this.#gateways.clusterMetrics()}`
  }
}
