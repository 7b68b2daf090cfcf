import type pg from 'pg'
import type { Credential } from '#domain/edge-ports.ts'
import type { SourceKey } from '#domain/store-ports.ts'
import { secretMatches } from './secret-matches.ts'
import { EveryFewMs } from '#store/batch/every-few-ms.ts'
import type { Listener } from '#store/listen.ts'

type Device = {
  readonly key: SourceKey
  readonly name: string
  readonly secret: Buffer | null
  readonly previous: Buffer | null
  /** Epoch milliseconds until which the password before is good too. */
  readonly previousUntil: number | null
  readonly disabled: boolean
  /** By serial: epoch milliseconds until which the certificate is good. */
  readonly certificates: Readonly<Record<string, number>>
}

export type Authentication = 'ok' | 'refused' | 'unavailable'

const SELECT = `select key, station_id || '/' || device_id as name, secret_sha256 as secret,
    previous_secret_sha256 as previous, previous_until as "previousUntil", disabled_at is not null as disabled,
    coalesce((select jsonb_object_agg(c.serial, floor(extract(epoch from c.good_until) * 1000))
      from device_certificate c
      where c.station_id = device.station_id and c.device_id = device.device_id and c.good_until > now()), '{}') as certificates
  from device`
const LOOK_UP = `${SELECT} where (station_id, device_id) in (select * from unnest($1::text[], $2::text[]))`
/** The same wrong password asks the database at most this often; another one at once, it may be new. */
const ASK_AGAIN_MS = 1000
const MAX_REFUSED = 10_000

const split = (name: string): [string, string] => {
  const at = name.indexOf('/')
  return [name.slice(0, at), name.slice(at + 1)]
}

const maySignIn = (device: Device | undefined, credential: Credential, now: number): boolean => {
  if (device === undefined || device.disabled) return false
  if (credential.kind === 'certificate')
    return Object.hasOwn(device.certificates, credential.serial)
      ? (device.certificates[credential.serial] as number) > now
      : false
  const { secret, previous, previousUntil } = device
  if (secretMatches(secret, credential.sha256)) return true
  return now < (previousUntil ?? 0) && secretMatches(previous, credential.sha256)
}

const isSame = (one: Credential, other: Credential): boolean =>
  one.kind === 'password'
    ? other.kind === 'password' && one.sha256.equals(other.sha256)
    : other.kind === 'certificate' && one.serial === other.serial

/**
 * All devices with their secrets in memory, so that 20 000 reconnects ask the database nothing. What the cache refuses is
 * asked once more, so a device that was created, or given a new password, a moment ago gets in at once.
 */
export class DeviceDirectory {
  readonly #pool: pg.Pool
  readonly #listener: Listener
  readonly #now: () => number
  readonly #changed: EveryFewMs<string, true>
  #devices = new Map<string, Device>()
  #refused = new Map<string, { readonly credential: Credential; readonly at: number }>()
  readonly #listeners = new Set<(name: string | null) => void>()
  #asking = new Map<string, Promise<void>>()
  #lookedUp: Set<string> | undefined
  #endings: (() => void)[] = []

  constructor(pool: pg.Pool, listener: Listener, now: () => number = Date.now) {
    this.#pool = pool
    this.#listener = listener
    this.#now = now
    const look = async (names: ReadonlyMap<string, true>): Promise<void> => {
      await this.#look([...names.keys()])
      for (const name of names.keys()) this.#tell(name)
    }
    this.#changed = new EveryFewMs(look, { delayMs: 5, retryMs: 500 })
  }

  /** Subscribes, then loads. */
  async start(): Promise<void> {
    this.#endings = [
      this.#listener.on('device', (name) => {
        this.#refused.delete(name)
        this.#changed.add(name, true)
      }),
      this.#listener.onGap(() => {
        this.#loadAll().catch(() => undefined)
      }),
    ]
    await this.#loadAll()
  }

  async stop(): Promise<void> {
    for (const end of this.#endings) end()
    this.#endings = []
    await this.#changed.flush()
  }

  /** `unavailable`: the cache says no and the database cannot be asked. Never throws. */
  async authenticate(
    stationId: string,
    deviceId: string,
    credential: Credential,
  ): Promise<Authentication> {
    const name = `${stationId}/${deviceId}`
    const now = this.#now()
    if (maySignIn(this.#devices.get(name), credential, now)) return 'ok'
    const last = this.#refused.get(name)
    if (last !== undefined && isSame(last.credential, credential) && now - last.at < ASK_AGAIN_MS)
      return 'refused'
    try {
      await this.#ask(name)
    } catch {
      return 'unavailable'
    }
    if (maySignIn(this.#devices.get(name), credential, now)) return 'ok'
    if (this.#refused.size >= MAX_REFUSED) this.#refused.clear()
    this.#refused.set(name, { credential, at: now })
    return 'refused'
  }

  /** Is what a connection was let in by still good, as far as is known here? */
  stillGood(stationId: string, deviceId: string, credential: Credential): boolean {
    return maySignIn(this.#devices.get(`${stationId}/${deviceId}`), credential, this.#now())
  }

  /** A device's credentials changed, or any may have (null). Returns the function that ends it. */
  onChange(listener: (name: string | null) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The device's key, under which its events stand; undefined when there is no such device. Known since its login. */
  sourceKey(stationId: string, deviceId: string): SourceKey | undefined {
    return this.#devices.get(`${stationId}/${deviceId}`)?.key
  }

  /** As {@link sourceKey}, but creates a device without a password: for an open broker, where nobody logs in. */
  async ensureSourceKey(stationId: string, deviceId: string): Promise<SourceKey> {
    const known = this.sourceKey(stationId, deviceId)
    if (known !== undefined) return known
    await this.#pool.query(
      `insert into device (station_id, device_id, kind) values ($1, $2, 'open') on conflict do nothing`,
      [stationId, deviceId],
    )
    await this.#look([`${stationId}/${deviceId}`])
    const created = this.sourceKey(stationId, deviceId)
    if (created === undefined) throw new Error(`device ${stationId}/${deviceId} was deleted`)
    return created
  }

  /** Two logins of one device share a query. */
  #ask(name: string): Promise<void> {
    const asking =
      this.#asking.get(name) ?? this.#look([name]).finally(() => this.#asking.delete(name))
    this.#asking.set(name, asking)
    return asking
  }

  async #look(names: readonly string[]): Promise<void> {
    const pairs = names.map(split)
    const { rows } = await this.#pool.query<Device>(LOOK_UP, [
      pairs.map(([stationId]) => stationId),
      pairs.map(([, deviceId]) => deviceId),
    ])
    const found = new Map(rows.map((device) => [device.name, device]))
    for (const name of names) {
      this.#lookedUp?.add(name)
      const device = found.get(name)
      if (device === undefined) this.#devices.delete(name)
      else this.#devices.set(name, device)
    }
  }

  /** What is looked up while everything is read may be newer than what was read: it is looked up again. */
  async #loadAll(): Promise<void> {
    const lookedUp = new Set<string>()
    this.#lookedUp = lookedUp
    const { rows } = await this.#pool.query<Device>(`${SELECT} where key <> 0`)
    this.#lookedUp = undefined
    this.#devices = new Map(rows.map((device) => [device.name, device]))
    this.#refused.clear()
    for (const name of lookedUp) this.#changed.add(name, true)
    this.#tell(null)
  }

  #tell(name: string | null): void {
    for (const listener of this.#listeners) listener(name)
  }
}
