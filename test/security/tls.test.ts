import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type SecureVersion } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#app/config.ts'
import { httpsOf } from '#app/tls/https-files.ts'
import { type ApiUnderTest, startApi } from '#test/api/api-harness.ts'
import { EdgeFixture } from '#test/gateway/edge-fixture.ts'
import { testCertificate, testKey } from '#test/gateway/test-certificate.ts'

let edge: EdgeFixture
let api: ApiUnderTest
const ports = { mqtts: 0, https: 0 }
beforeAll(async () => {
  edge = await EdgeFixture.start({ tls: { port: 0, key: testKey, cert: testCertificate } })
  ports.mqtts = edge.tlsPort ?? 0
  const files = { HTTPS_KEY_FILE: join(folder, 'key'), HTTPS_CERT_FILE: join(folder, 'cert') }
  writeFileSync(files.HTTPS_KEY_FILE, testKey)
  writeFileSync(files.HTTPS_CERT_FILE, testCertificate)
  api = await startApi({ config: { tls: httpsOf(readConfig(files)) } })
  ports.https = Number(new URL(await api.app.listen({ port: 0, host: '127.0.0.1' })).port)
}, 60_000)
afterAll(async () => {
  await edge?.stop()
  await api?.close()
  rmSync(folder, { recursive: true, force: true })
})
const folder = mkdtempSync(join(tmpdir(), 'lpg-tls-'))

/** The version and cipher that were agreed on, or why none was. */
const handshake = (port: number, version: SecureVersion, ciphers?: string): Promise<string> =>
  new Promise((resolve) => {
    // The client's own library refuses old versions too, unless it is told not to.
    const socket = connect(
      {
        ...{ host: '127.0.0.1', port, rejectUnauthorized: false },
        ...{ minVersion: version, maxVersion: version, ciphers: `${ciphers ?? 'ALL'}:@SECLEVEL=0` },
      },
      () => {
        resolve(`${socket.getProtocol()} ${socket.getCipher().name}`)
        socket.destroy()
      },
    )
    socket.on('error', (error) => resolve(`refused: ${error.message}`))
  })

describe.each(['mqtts', 'https'] as const)('%s', (which) => {
  it.each(['TLSv1', 'TLSv1.1'] as const)('%s is refused', async (version) => {
    expect(await handshake(ports[which], version)).toMatch(
      /^refused: .*(protocol version|unsupported protocol|alert)/,
    )
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    '%s is served with forward secrecy and an authenticated cipher',
    async (version) => {
      expect(await handshake(ports[which], version)).toMatch(
        /^TLSv1\.[23] (ECDHE-ECDSA-|TLS_).*(GCM|POLY1305)/,
      )
    },
  )

  it.each(['NULL', 'aNULL', 'kRSA', 'PSK', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384'])(
    '%s is agreed on with nobody',
    async (ciphers) => {
      expect(await handshake(ports[which], 'TLSv1.2', ciphers)).toMatch(/^refused/)
    },
  )
})

it('https answers as http does, and says so to browsers', async () => {
  const { status, headers } = await new Promise<{ status?: number | undefined; headers: object }>(
    (resolve, reject) => {
      const url = `https://localhost:${ports.https}/health/live`
      get(url, { ca: testCertificate, family: 4 }, (response) => {
        response.resume()
        resolve({ status: response.statusCode, headers: response.headers })
      }).on('error', reject)
    },
  )
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'strict-transport-security': expect.stringContaining('max-age') })
})
