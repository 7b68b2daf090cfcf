import type { Socket } from 'node:net'
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from 'node:tls'
import type { Edge } from './edge.ts'
import type { TlsOptions } from './gateway-options.ts'
import { tlsProfile } from './tls-profile.ts'

/** The TLS port: handshakes in bounded time, client certificates where a CA for them is given. */
export class TlsListener {
  readonly server: Server
  private readonly edge: Edge
  /** Sockets below TLS: those that never finish their handshake are ended with the gateway. */
  private readonly below = new Set<Socket>()

  constructor(tls: TlsOptions, edge: Edge, accept: (socket: Socket) => void) {
    this.edge = edge
    const mutual = tls.clientCa !== undefined
    this.server = createServer(
      {
        ...contextOf(tls),
        noDelay: true,
        handshakeTimeout: edge.limits.connectTimeoutMs,
        requestCert: mutual,
        rejectUnauthorized: mutual && tls.clientCertRequired === true,
      },
      (socket) => {
        if (mutual && isForged(socket)) return this.reject(socket)
        accept(socket)
      },
    )
    this.server.on('connection', (socket: Socket) => {
      this.below.add(socket)
      socket.once('close', () => this.below.delete(socket))
    })
    this.server.on('tlsClientError', (error, socket) => {
      edge.log('tls', { error: error.message })
      socket.destroy()
    })
  }

  renew(tls: TlsOptions): void {
    this.server.setSecureContext(contextOf(tls))
  }

  endHandshakes(): void {
    for (const socket of this.below) socket.destroy()
  }

  private reject(socket: TLSSocket): void {
    const { authorizationError } = socket
    this.edge.log('tls', { error: String(authorizationError) })
    socket.destroy()
  }
}

function contextOf({ key, cert, clientCa }: TlsOptions): SecureContextOptions {
  return { ...tlsProfile, key, cert, ...(clientCa === undefined ? {} : { ca: clientCa }) }
}

/** A certificate was shown that none of ours signed, or that is past its days. None at all is a matter of passwords. */
function isForged(socket: TLSSocket): boolean {
  return !socket.authorized && Object.keys(socket.getPeerCertificate()).length > 0
}
