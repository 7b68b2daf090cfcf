import type { IngestPort, Uplink } from '#domain/edge-ports.ts'

type EnsureDevice = {
  sourceKey(stationId: string, deviceId: string): number | undefined
  ensureSourceKey(stationId: string, deviceId: string): Promise<number>
}

/**
 * For `LPG_MQTT_OPEN`, where nobody logs in: a device that publishes is entered on its first message. What it sends meanwhile
 * waits, in order.
 */
export class OpenIngest implements IngestPort {
  readonly #ingest: IngestPort
  readonly #devices: EnsureDevice
  readonly #waiting = new Map<string, { uplink: Uplink; settled: () => void }[]>()

  constructor(ingest: IngestPort, devices: EnsureDevice) {
    this.#ingest = ingest
    this.#devices = devices
  }

  submit(uplink: Uplink, settled: () => void): void {
    const { stationId, deviceId } = uplink
    const name = `${stationId}/${deviceId}`
    const queue = this.#waiting.get(name)
    if (queue !== undefined) {
      queue.push({ uplink, settled })
    } else if (this.#devices.sourceKey(stationId, deviceId) !== undefined) {
      this.#ingest.submit(uplink, settled)
    } else {
      this.#waiting.set(name, [{ uplink, settled }])
      this.#devices
        .ensureSourceKey(stationId, deviceId)
        .catch(() => undefined)
        .then(
          () => this.#release(name),
          () => undefined,
        )
    }
  }

  #release(name: string): void {
    const queue = this.#waiting.get(name) ?? []
    this.#waiting.delete(name)
    for (const { uplink, settled } of queue) this.#ingest.submit(uplink, settled)
  }
}
