import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { eventually } from './eventually.ts'

export const INGEST = { username: 'lpg-trace', password: 'ingest-only' } as const
/** Debian puts it where users have no path. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`

const has = (command: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { env: { PATH }, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Whether a real broker can stand in for a cluster here; `.ci/run` installs it. Says loudly when a suite does not run. */
export const hasMosquitto = (suite: string): boolean => {
  const found = has('mosquitto') && has('mosquitto_passwd')
  if (!found) console.error(`\n!! NOT RUN: ${suite}: no mosquitto on this machine\n`)
  return found
}

const freePort = async (): Promise<number> => {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}

/** As README says it shall be set up: devices below a mount point, with their own accounts; ingest on a listener of its own. */
const configOf = (directory: string, devices: number, ingest: number): string => `
user root
per_listener_settings true
persistence true
persistence_location ${directory}/
max_inflight_messages 0
max_queued_messages 0
message_size_limit 1048576

listener ${devices} 127.0.0.1
mount_point devices/
allow_anonymous false
password_file ${directory}/passwd
acl_file ${directory}/acl

listener ${ingest} 127.0.0.1
allow_anonymous false
password_file ${directory}/ingest-passwd
`

/** A mosquitto of our own on free ports, its files in a directory of its own. */
export class Mosquitto {
  directory = ''
  /** Where devices connect. */
  devices = ''
  /** What `MQTT_URL` is set to. */
  ingest = ''
  #child: ChildProcess | undefined

  /** @param acl the rights of devices; without any, they have none */
  async create(acl = ''): Promise<void> {
    this.directory = await mkdtemp(join(tmpdir(), 'lpg-mosquitto-'))
    const [devices, ingest] = [await freePort(), await freePort()]
    this.devices = `mqtt://127.0.0.1:${devices}`
    this.ingest = `mqtt://${INGEST.username}:${INGEST.password}@127.0.0.1:${ingest}/devices`
    await writeFile(join(this.directory, 'passwd'), '')
    await writeFile(join(this.directory, 'acl'), acl)
    const secrets = join(this.directory, 'ingest-passwd')
    execFileSync('mosquitto_passwd', ['-b', '-c', secrets, INGEST.username, INGEST.password], {
      env: { PATH },
    })
    await writeFile(join(this.directory, 'conf'), configOf(this.directory, devices, ingest))
    await this.start()
  }

  /** Starts it, and waits until it takes connections. */
  async start(): Promise<void> {
    const child = spawn('mosquitto', ['-c', join(this.directory, 'conf')], {
      env: { PATH },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    const said: string[] = []
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`mosquitto: ${said.join('')}`)
      const { hostname, port } = new URL(this.ingest)
      const client = await connectAsync(`mqtt://${hostname}:${port}`, {
        ...INGEST,
        reconnectPeriod: 0,
      })
      await client.endAsync()
    }, 20_000)
  }

  /** Reads the accounts again. */
  reload(): void {
    this.#child?.kill('SIGHUP')
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  async destroy(): Promise<void> {
    await this.stop()
    if (this.directory !== '') await rm(this.directory, { recursive: true, force: true })
  }
}
