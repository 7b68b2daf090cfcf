import type pg from 'pg'
import type { SiteBook, SiteScale, SiteStation } from '#domain/site-book.ts'
import type { SiteFactChange } from '#domain/store-ports.ts'
import { orderSteps, type TankStep } from '#domain/tank.ts'
import { epochMs } from '#domain/units.ts'
import { recordTank, refreshTank } from '#store/site/site-statements.ts'
import type { HistoryDevice, HistoryRecord } from './history-records.ts'

/** As many as the table keeps. */
const KEPT_STEPS = 16

type Shift = { readonly operator: string; readonly at: number }

/** The sites of a history: registered at once, then followed from event to event, written back at the end. */
export class HistorySites {
  readonly #records: HistoryRecord[] = []
  readonly #stations = new Map<string, SiteStation>()
  readonly #scales = new Map<string, SiteScale>()
  readonly #tanks = new Map<string, readonly TankStep[]>()
  readonly #shifts = new Map<string, Shift>()
  readonly #devices = new Map<string, number>()
  readonly #staff = new Map<string, { readonly certifiedUntil: string | null }>()
  #version = 0
  #book = this.#view()

  add(record: HistoryRecord): void {
    this.#records.push(record)
    if (record.kind === 'station') {
      this.#stations.set(record.value.id, { ...record.value, locked: false })
    } else if (record.kind === 'scale') {
      const unchecked = { locked: false, checkedAt: null, checkPassed: null }
      this.#scales.set(record.value.id, { ...record.value, ...unchecked })
    } else if (record.kind === 'staff') {
      const { enterpriseId, operator, certifiedUntil } = record.value
      this.#staff.set(`${enterpriseId}/${operator}`, { certifiedUntil })
    }
  }

  /** The key of a device that was registered; 0 is the API. */
  sourceKey(stationId: string | null, deviceId: string | null): number {
    if (stationId === null || deviceId === null) return 0
    const key = this.#devices.get(`${stationId}/${deviceId}`)
    if (key === undefined) throw new Error(`no device ${stationId}/${deviceId} in this history`)
    return key
  }

  /** The sites as they stand; a new object, of a new version, with every fact. */
  get book(): SiteBook {
    return this.#book
  }

  apply(fact: SiteFactChange): void {
    this.#version += 1
    this.#book = this.#view()
    const { at } = fact
    switch (fact.kind) {
      case 'scale-check': {
        const scale = this.#scales.get(fact.scale)
        const checked = { checkedAt: epochMs(at), checkPassed: fact.passed }
        if (scale !== undefined) this.#scales.set(fact.scale, { ...scale, ...checked })
        return
      }
      case 'shift': {
        const place = `${fact.stationId}/${fact.scale ?? ''}`
        if (fact.signedIn) this.#shifts.set(place, { operator: fact.operator, at })
        else this.#shifts.delete(place)
        return
      }
      case 'tank': {
        const place = `${fact.stationId}/${fact.tank}`
        const steps = [...(this.#tanks.get(place) ?? []), fact.step].slice(-KEPT_STEPS)
        this.#tanks.set(place, orderSteps(steps))
      }
    }
  }

  #view(): SiteBook {
    return {
      version: String(this.#version),
      activations: [],
      profiles: [],
      station: (id) => this.#stations.get(id),
      scale: (id) => this.#scales.get(id),
      tank: (stationId, id) => this.#tanks.get(`${stationId}/${id}`),
      staff: (enterpriseId, operator) => this.#staff.get(`${enterpriseId}/${operator}`),
      operatorAt: (stationId, scale) => this.#shifts.get(`${stationId}/${scale}`)?.operator,
    }
  }

  /** Enters what is not there yet. */
  async register(client: pg.ClientBase): Promise<void> {
    const of = <Kind extends HistoryRecord['kind']>(kind: Kind): string =>
      JSON.stringify(
        this.#records.flatMap((record) =>
          record.kind === kind && 'value' in record ? [record.value] : [],
        ),
      )
    await client.query(
      `insert into enterprise (id, name, uscc)
       select id, name, uscc from json_to_recordset($1) as r (id text, name text, uscc text) on conflict do nothing`,
      [of('enterprise')],
    )
    await client.query(
      `insert into station (id, enterprise_id, name, region, licence_no, licence_until)
       select id, "enterpriseId", name, region, "licenceNo", "licenceUntil"
       from json_to_recordset($1) as r (id text, "enterpriseId" text, name text, region text, "licenceNo" text, "licenceUntil" date)
       on conflict do nothing`,
      [of('station')],
    )
    await client.query(
      `insert into scale (id, station_id, verified_until, tolerance_g)
       select id, "stationId", "verifiedUntil", "toleranceG"
       from json_to_recordset($1) as r (id text, "stationId" text, "verifiedUntil" date, "toleranceG" int4) on conflict do nothing`,
      [of('scale')],
    )
    await client.query(
      `insert into staff (enterprise_id, operator, certified_until)
       select "enterpriseId", operator, "certifiedUntil"
       from json_to_recordset($1) as r ("enterpriseId" text, operator text, "certifiedUntil" date) on conflict do nothing`,
      [of('staff')],
    )
    await client.query(
      `insert into device (station_id, device_id, kind)
       select "stationId", "deviceId", kind
       from json_to_recordset($1) as r ("stationId" text, "deviceId" text, kind text) on conflict do nothing`,
      [of('device')],
    )
    const { rows } = await client.query<HistoryDevice & { key: number }>(
      `select key, station_id as "stationId", device_id as "deviceId" from device`,
    )
    for (const { key, stationId, deviceId } of rows) {
      this.#devices.set(`${stationId}/${deviceId}`, key)
    }
  }

  /** Writes how the sites stand at the end. */
  async settle(client: pg.ClientBase): Promise<void> {
    const scales = [...this.#scales.values()].filter(({ checkedAt }) => checkedAt !== null)
    await client.query(
      `update scale s set checked_at = to_timestamp("checkedAt" / 1000.0), check_passed = "checkPassed"
       from json_to_recordset($1) as r (id text, "checkedAt" float8, "checkPassed" bool) where s.id = r.id`,
      [JSON.stringify(scales)],
    )
    for (const place of this.#tanks.keys()) {
      const { station, name } = named(place)
      await client.query(recordTank.text, [station, name])
      await client.query(refreshTank.text, [station, name])
    }
    const shifts = [...this.#shifts].map(([place, shift]) => ({ ...named(place), ...shift }))
    await client.query(
      `insert into operator_shift (station_id, operator, scale, signed_in_at)
       select station, operator, name, to_timestamp(at / 1000.0)
       from json_to_recordset($1) as r (station text, operator text, name text, at float8) on conflict do nothing`,
      [JSON.stringify(shifts)],
    )
  }
}

const named = (place: string): { station: string; name: string } => {
  const at = place.indexOf('/')
  return { station: place.slice(0, at), name: place.slice(at + 1) }
}
