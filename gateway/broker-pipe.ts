import { Duplex } from 'node:stream'

/** The socket side of a `BrokerPipe`. */
export interface PipeEnd {
  /** Bytes that the broker writes; `written` asks for more. */
  fromBroker(bytes: Buffer, written: () => void): void
  /** The broker took all frames and can take more. */
  brokerReads(): void
  /** The broker closed the connection. */
  brokerClosed(): void
}

/**
 * What aedes takes for the socket. Only the frames that the broker shall see go in: CONNECT, SUBSCRIBE, PINGREQ …
 * So aedes keeps the protocol's rare part, and publishes never enter its stream, parser, queue and timers.
 */
export class BrokerPipe extends Duplex {
  readonly socketSide: PipeEnd

  constructor(end: PipeEnd) {
    super({ emitClose: true, autoDestroy: true })
    this.socketSide = end
  }

  override _read(): void {
    this.socketSide.brokerReads()
  }

  override _write(
    chunk: Buffer,
    _encoding: string,
    callback: (error?: Error | null) => void,
  ): void {
    this.socketSide.fromBroker(chunk, callback)
  }

  override _writev(
    chunks: Array<{ chunk: Buffer | string; encoding: BufferEncoding }>,
    callback: (error?: Error | null) => void,
  ): void {
    const parts = chunks.map(({ chunk, encoding }) =>
      typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk,
    )
    this.socketSide.fromBroker(Buffer.concat(parts), callback)
  }

  override _destroy(_error: Error | null, callback: (error?: Error | null) => void): void {
    this.socketSide.brokerClosed()
    callback(null)
  }
}
