import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { PeerCertificate } from './client.ts'

/** The client certificate of a socket, when TLS found its chain good; null without one. */
export function peerCertificate(socket: Socket): PeerCertificate | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null
  const { subject, serialNumber } = socket.getPeerCertificate()
  // A name that stands twice is an array in spite of its type.
  const commonName: unknown = subject?.CN
  if (typeof commonName !== 'string' || serialNumber === undefined) return null
  return { commonName, serial: serialNumber.toLowerCase() }
}
