import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, type PeerCertificate } from 'node:tls'
import { promisify } from 'node:util'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Config, readConfig } from '#app/config.ts'
import { DeviceAuthority } from '#app/device-cert/device-authority.ts'
import {
  issueDeviceCert,
  listDeviceCerts,
  renewDeviceCert,
  revokeDeviceCert,
} from '#app/device-cert/device-cert.ts'
import { connectBytes, text } from '#test/gateway/protocol/packet-bytes.ts'
import { testCertificate, testKey } from '#test/gateway/test-certificate.ts'
import { eventually } from '#test/setup/eventually.ts'
import { type SmallTown, smallTown } from './small-town.ts'

/** The real program with two gateway processes, mutual TLS beside passwords, and the commands beside it while it runs. */
let town: SmallTown
let folder: string
let config: Config
let port = 0
const clients: MqttClient[] = []

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: free } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return free
}

const inFolder = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lpg-certs-'))
  port = await freePort()
  await DeviceAuthority.open(inFolder('ca'), Date.now())
  await writeFile(inFolder('server.key'), testKey)
  await writeFile(inFolder('server.crt'), testCertificate)
  town = await smallTown({
    LPG_GATEWAYS: '2',
    MQTTS_PORT: String(port),
    MQTTS_KEY_FILE: inFolder('server.key'),
    MQTTS_CERT_FILE: inFolder('server.crt'),
    MQTTS_CLIENT_CA_FILE: inFolder('ca/ca.crt'),
  })
  config = readConfig({ DATA_DIR: town.program.dataDir })
}, 90_000)
afterEach(() => Promise.all(clients.splice(0).map((client) => client.endAsync(true))))
afterAll(async () => {
  await town?.end()
  await rm(folder, { recursive: true, force: true })
})

type Flags = Parameters<typeof issueDeviceCert>[2]
const flags = (out: string): Flags => ({ out: inFolder(out), days: 30, ca: inFolder('ca') })
const serialIn = (told: string): string => /serial ([0-9a-f]+)/.exec(told)?.[1] ?? ''

const open = async (options: IClientOptions): Promise<MqttClient> => {
  const client = await mqtt.connectAsync(`mqtts://localhost:${port}`, {
    ca: testCertificate,
    reconnectPeriod: 0,
    connectTimeout: 15_000,
    ...options,
  })
  client.on('error', () => undefined)
  clients.push(client)
  return client
}

const withCertificate = async (
  out: string,
  device: string,
  options: IClientOptions = {},
): Promise<MqttClient> => {
  const read = (end: string) => readFile(inFolder(`${out}/${device.replace('/', '-')}.${end}`))
  const [key, cert] = await Promise.all([read('key'), read('crt')])
  return open({ key, cert, clientId: `${device}-${out}`, ...options })
}

/** What came back to a CONNECT until the connection was closed, as hex. */
const answerTo = (pair: { privateKey: string; certificate: string }): Promise<string> =>
  new Promise((resolve) => {
    let got = ''
    const socket = connectTls({
      ...{ host: '127.0.0.1', port, rejectUnauthorized: false },
      ...{ key: pair.privateKey, cert: pair.certificate },
    })
    socket.on('data', (chunk) => {
      got += chunk.toString('hex')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(got))
    socket.write(connectBytes({ flags: 2, fields: [text('forger')] }))
  })

it('lets a device in by its certificate, without name or password; the key is for its owner alone', async () => {
  await town.newDevice('c-1')
  await issueDeviceCert(config, 'st-1/c-1', flags('first'))
  expect((await stat(inFolder('first/st-1-c-1.key'))).mode & 0o077).toBe(0)
  expect((await stat(inFolder('ca/ca.key'))).mode & 0o077).toBe(0)
  const client = await withCertificate('first', 'st-1/c-1')
  await client.publishAsync('lpg/v1/st-1/c-1/status', '{}', { qos: 1 })
  expect(await client.subscribeAsync('lpg/v1/st-1/c-1/down', { qos: 1 })).toMatchObject([
    { qos: 1 },
  ])
})

it('a certificate speaks for its own device only, whatever name and password come with it', async () => {
  const credentials = await town.newDevice('c-2')
  await issueDeviceCert(config, 'st-1/c-2', flags('second'))
  const { username, password } = await town.newDevice('c-3')
  await expect(withCertificate('second', 'st-1/c-2', { username, password })).rejects.toMatchObject(
    { code: 4 },
  )
  const own = { username: credentials.username, password: 'anything' }
  await withCertificate('second', 'st-1/c-2', own)
})

it('passwords go on beside certificates over TLS, and without either nobody gets in', async () => {
  const { username, password } = await town.newDevice('c-4')
  await open({ username, password })
  await expect(open({ username, password: 'wrong' })).rejects.toMatchObject({ code: 4 })
  await expect(open({})).rejects.toMatchObject({ code: 4 })
})

it('another authority, or ours without a record, opens nothing', async () => {
  await town.newDevice('c-5')
  const foreign = await DeviceAuthority.open(inFolder('foreign-ca'), Date.now())
  const forged = await foreign.issue('st-1/c-5', 30, Date.now())
  expect(await answerTo(forged)).toBe('')
  const own = await DeviceAuthority.open(inFolder('ca'), Date.now())
  const unrecorded = await own.issue('st-1/c-5', 30, Date.now())
  const attempt = open({ key: unrecorded.privateKey, cert: unrecorded.certificate })
  await expect(attempt).rejects.toMatchObject({ code: 4 })
  const expired = await own.issue('st-1/c-5', 0.01, Date.now() - 3_600_000)
  expect(await answerTo(expired)).toBe('')
})

it('is issued for registered devices only, and for sensible times', async () => {
  await expect(issueDeviceCert(config, 'st-1/nobody', flags('x'))).rejects.toThrow(
    /no registered device/,
  )
  await expect(issueDeviceCert(config, '/api', flags('x'))).rejects.toThrow(/no registered device/)
  await expect(issueDeviceCert(config, 'st-1/c-1', { ...flags('x'), days: 0 })).rejects.toThrow(
    /--days/,
  )
})

it('renews without a break: old and new are good together, the old one until the overlap ends', async () => {
  await town.newDevice('c-6')
  const old = serialIn(await issueDeviceCert(config, 'st-1/c-6', flags('old')))
  const living = await withCertificate('old', 'st-1/c-6')
  const fresh = serialIn(
    await renewDeviceCert(config, 'st-1/c-6', { ...flags('new'), overlapDays: 7 }),
  )
  await withCertificate('new', 'st-1/c-6')
  await withCertificate('old', 'st-1/c-6', { clientId: 'again' })
  expect(living.connected).toBe(true)
  const list = await listDeviceCerts(config, 'st-1/c-6')
  const until = (serial: string) =>
    Date.parse(new RegExp(`${serial}.* until (\\S+)`).exec(list)?.[1] ?? '')
  expect(until(old)).toBeLessThan(Date.now() + 7.1 * 86_400_000)
  expect(until(fresh)).toBeGreaterThan(Date.now() + 29 * 86_400_000)
  await renewDeviceCert(config, 'st-1/c-6', { ...flags('newest'), overlapDays: 0 })
  await eventually(() => expect(living.connected).toBe(false))
})

it('revokes at once: what it let in is closed in every process, and it opens nothing more', async () => {
  await town.newDevice('c-7')
  const serial = serialIn(await issueDeviceCert(config, 'st-1/c-7', flags('gone')))
  const living = await Promise.all(
    [1, 2, 3, 4].map((n) => withCertificate('gone', 'st-1/c-7', { clientId: `g-${n}` })),
  )
  expect(await revokeDeviceCert(config, serial, 'key lost')).toContain(serial)
  await eventually(() =>
    expect(living.map(({ connected }) => connected)).toEqual([false, false, false, false]),
  )
  await expect(withCertificate('gone', 'st-1/c-7')).rejects.toMatchObject({ code: 4 })
  expect(await listDeviceCerts(config, 'st-1/c-7')).toContain('key lost')
  await expect(revokeDeviceCert(config, serial, 'again')).rejects.toThrow(/no certificate/)
})

it('are commands beside the running program', async () => {
  await town.newDevice('c-11')
  const run = (...args: string[]) => {
    const program = ['--import', 'tsx', 'services/app/main.ts', 'device-cert', ...args]
    const env = { PATH: process.env['PATH'], DATA_DIR: town.program.dataDir }
    return promisify(execFile)(process.execPath, program, { env })
  }
  const where = ['--out', inFolder('cli'), '--ca', inFolder('ca')]
  const issued = await run('issue', 'st-1/c-11', ...where, '--days', '30')
  const renewed = await run('renew', 'st-1/c-11', ...where, '--overlap-days', '1')
  await withCertificate('cli', 'st-1/c-11')
  const { stdout } = await run('list', 'st-1/c-11')
  expect(stdout).toContain(serialIn(issued.stdout))
  const revoked = await run('revoke', 'st-1/c-11', '--reason', 'lost')
  expect(revoked.stdout).toContain(serialIn(renewed.stdout))
  await expect(run('revoke', 'st-1/c-11')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no certificate of it is good'),
  })
}, 60_000)

it('a disabled device is closed with all its connections, by certificate and by password', async () => {
  const { username, password } = await town.newDevice('c-8')
  await issueDeviceCert(config, 'st-1/c-8', flags('off'))
  const living = [
    await withCertificate('off', 'st-1/c-8'),
    await open({ username, password, clientId: 'p' }),
  ]
  await town.admin.call('PATCH', '/v1/devices/st-1/c-8', { disabled: true })
  await eventually(() => expect(living.map(({ connected }) => connected)).toEqual([false, false]))
})

it('a new password leaves the old one good for the overlap; without one it ends what the old one opened', async () => {
  const first = await town.newDevice('c-9')
  const living = await open({ ...first, clientId: 'living' })
  const rotate = async (body: object) =>
    (await town.admin.call('POST', '/v1/devices/st-1/c-9/rotate', body)).body as typeof first
  const second = await rotate({ overlapHours: 24 })
  await eventually(async () => {
    await open({ ...second, clientId: 'new' })
  })
  await open({ ...first, clientId: 'old' })
  expect(living.connected).toBe(true)
  const third = await rotate({})
  await eventually(() => expect(living.connected).toBe(false))
  await eventually(async () => {
    await open({ ...third, clientId: 'third' })
  })
  await expect(open({ ...second, clientId: 'late' })).rejects.toMatchObject({ code: 4 })
})

it('takes renewed files of the server without a restart and without losing a connection', async () => {
  const { username, password } = await town.newDevice('c-10')
  const living = await open({ username, password })
  const authority = await DeviceAuthority.open(inFolder('ca'), Date.now())
  const renewed = await authority.issue('localhost', 30, Date.now())
  const seen = (): Promise<PeerCertificate> =>
    new Promise((resolve, reject) => {
      const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate())
        socket.destroy()
      })
      socket.on('error', reject)
    })
  await copyFile(inFolder('server.crt'), inFolder('before.crt'))
  await writeFile(inFolder('server.key'), renewed.privateKey)
  await writeFile(inFolder('server.crt'), renewed.certificate)
  const serial = renewed.serial.toUpperCase()
  await eventually(async () => expect((await seen()).serialNumber).toBe(serial), 40_000)
  expect(living.connected).toBe(true)
}, 60_000)
