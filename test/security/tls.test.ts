import { connect, type SecureVersion } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EdgeFixture } from '#test/gateway/edge-fixture.ts'
import { testCertificate, testKey } from '#test/gateway/test-certificate.ts'

let edge: EdgeFixture
beforeAll(async () => {
  edge = await EdgeFixture.start({ tls: { port: 0, key: testKey, cert: testCertificate } })
})
afterAll(() => edge.stop())

/** The version and cipher that were agreed on, or why none was. */
const handshake = (version: SecureVersion, ciphers?: string): Promise<string> =>
  new Promise((resolve) => {
    // The client's own library refuses old versions too, unless it is told not to.
    const socket = connect(
      {
        ...{ host: '127.0.0.1', port: edge.tlsPort ?? 0, rejectUnauthorized: false },
        ...{ minVersion: version, maxVersion: version, ciphers: `${ciphers ?? 'ALL'}:@SECLEVEL=0` },
      },
      () => {
        resolve(`${socket.getProtocol()} ${socket.getCipher().name}`)
        socket.destroy()
      },
    )
    socket.on('error', (error) => resolve(`refused: ${error.message}`))
  })

it.each(['TLSv1', 'TLSv1.1'] as const)('%s is refused', async (version) => {
  expect(await handshake(version)).toMatch(
    /^refused: .*(protocol version|unsupported protocol|alert)/,
  )
})

it.each(['TLSv1.2', 'TLSv1.3'] as const)(
  '%s is served with forward secrecy and an authenticated cipher',
  async (version) => {
    expect(await handshake(version)).toMatch(/^TLSv1\.[23] (ECDHE-ECDSA-|TLS_).*(GCM|POLY1305)/)
  },
)

it.each(['NULL', 'aNULL', 'kRSA', 'PSK', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384'])(
  '%s is agreed on with nobody',
  async (ciphers) => {
    expect(await handshake('TLSv1.2', ciphers)).toMatch(/^refused/)
  },
)
