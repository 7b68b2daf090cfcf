import pg from 'pg'
import { hashPassword } from '#api/system/password.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { addWorkingDays, endOfDay } from '#domain/working-days.ts'
import type { JobDeps } from '#jobs/create-scheduler.ts'
import { packagedCalendar } from '#jobs/packaged-calendar.ts'
import { cityYear, type CityYearRecord } from '#sim/city/city-year.ts'
import type { CityYearOptions } from '#sim/city/city-year-options.ts'
import type { CityDestruction, CityLabBatch, OfficeRecord } from '#sim/city/office-records.ts'
import { BulkRows } from '#store/history/bulk-rows.ts'
import { HistoryLoader } from '#store/history/history-loader.ts'
import type { HistoryRecord, HistoryTools } from '#store/history/history-records.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { connectionConfig } from '#store/pool.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
import { addCustomer } from './customer-rows.ts'
import { addDesk } from './desk-rows.ts'
import { addDestruction, addLabBatch } from './lab-rows.ts'
import { addHomeCheck } from './home-rows.ts'
import { addPrice, addStaff, addTraining, addUser, type OfficeFacts } from './office-rows.ts'
import { addForeignEmpty, addOrder, addReturn } from './sale-rows.ts'
import { settleCity } from './settle-city.ts'

export type CityStore = {
  readonly url: string
  readonly pool: pg.Pool
  readonly vault: PersonVault
  readonly tools: HistoryTools
  /** With the last day of the city as their now. */
  readonly jobs: JobDeps
}

export type LoadedCity = {
  readonly cylinders: number
  readonly customers: number
  readonly orders: number
  readonly events: number
  readonly refolded: number
  readonly seconds: number
}

export type CityLoadOptions = CityYearOptions & {
  /** Of every user of the city. */
  readonly password: string
  readonly onProgress?: (line: string) => void
}

/** Parents first. */
const TABLES = [
  'app_user',
  'staff_certificate',
  'badge',
  'training',
  'training_result',
  'price_list',
  'person',
  'person_secret',
  'person_lookup',
  'customer',
  'customer_agent',
  'premises',
  'customer_verification',
  'sale_order',
  'order_line',
  'order_cylinder',
  'delivery',
  'delivery_cylinder',
  'cylinder_return',
  'foreign_empty',
  'safety_inspection',
  'rectification',
  'home_refusal',
]
const LAB_TABLES = ['inspection_batch', 'inspection_item', 'destruction']
const DAY_MS = 86_400_000

/** What offices wrote goes into its own rows while the events go by; what names rows of cylinders waits for them. */
class OfficeDesk {
  readonly batches: CityLabBatch[] = []
  readonly destructions: CityDestruction[] = []
  customers = 0
  orders = 0
  readonly #rows: BulkRows
  readonly #vault: PersonVault
  readonly #facts: OfficeFacts

  constructor(rows: BulkRows, vault: PersonVault, facts: OfficeFacts) {
    this.#rows = rows
    this.#vault = vault
    this.#facts = facts
  }

  take(record: OfficeRecord): void {
    const rows = this.#rows
    const facts = this.#facts
    switch (record.kind) {
      case 'user':
        return addUser(rows, record.value, facts)
      case 'staff':
        return addStaff(rows, record.value, facts)
      case 'training':
        return addTraining(rows, record.value, facts)
      case 'price':
        return addPrice(rows, record.value, facts)
      case 'customer':
        this.customers += 1
        return addCustomer(rows, this.#vault, record.value, facts)
      case 'order':
        this.orders += 1
        return addOrder(rows, record.value, facts)
      case 'return':
        return addReturn(rows, record.value, facts)
      case 'foreign-empty':
        return addForeignEmpty(rows, record.value)
      case 'home-check':
        return addHomeCheck(rows, record.value)
      case 'lab-batch':
        this.batches.push(record.value)
        return
      case 'destruction':
        this.destructions.push(record.value)
    }
  }
}

/** Splits the city: events and what they are judged by go on, the rest goes to the desk. */
function* withoutOffice(
  records: Iterable<CityYearRecord>,
  desk: OfficeDesk,
): Generator<HistoryRecord> {
  for (const record of records) {
    switch (record.kind) {
      case 'enterprise':
      case 'station':
      case 'scale':
      case 'device':
      case 'cylinder':
      case 'event':
        yield record
        break
      case 'staff': {
        const { enterpriseId, operator, certificate } = record.value
        const filling = certificate.kind === 'filling' ? certificate.until : null
        yield { kind: 'staff', value: { enterpriseId, operator, certifiedUntil: filling } }
        desk.take(record)
        break
      }
      default:
        desk.take(record)
    }
  }
}

/** Enterprises, stations and staff stand before the load begins: rows of other connections refer to them. */
const enterSites = async (
  client: pg.Client,
  options: CityYearOptions,
): Promise<Map<string, string>> => {
  const offices = new Map<string, string>()
  const rows = new BulkRows(client, ['enterprise', 'station', 'staff'])
  for (const record of cityYear(options)) {
    if (record.kind === 'enterprise') rows.add('enterprise', { ...record.value })
    if (record.kind === 'user' && record.value.role === 'office') {
      offices.set(record.value.enterpriseId, record.value.id)
    }
    if (record.kind === 'staff') {
      const { enterpriseId, operator, certificate } = record.value
      const until = certificate.kind === 'filling' ? certificate.until : null
      rows.add('staff', { enterprise_id: enterpriseId, operator, certified_until: until })
    }
    if (record.kind === 'station') {
      const { id, enterpriseId, name, region, licenceNo, licenceUntil, location } = record.value
      rows.add('station', {
        id,
        enterprise_id: enterpriseId,
        name,
        region,
        licence_no: licenceNo,
        licence_until: licenceUntil,
        kind: id.includes('-shop-') ? 'supply' : 'filling',
        lat: location?.lat ?? null,
        lon: location?.lon ?? null,
      })
    }
    if (record.kind === 'cylinder') break
  }
  await rows.finish()
  return offices
}

const writeLab = async (client: pg.Client, desk: OfficeDesk): Promise<void> => {
  const first = desk.batches[0]?.items[0] ?? null
  if (first === null) return
  const { rows } = await client.query<{ id: string }>('select id from cylinder where code = $1', [
    first.code,
  ])
  const idOf = (cylinder: number): number => Number(rows[0]?.id) - first.cylinder + cylinder
  const lab = new BulkRows(client, LAB_TABLES)
  for (const batch of desk.batches) addLabBatch(lab, batch, idOf)
  for (const one of desk.destructions) addDestruction(lab, one, idOf)
  await lab.finish()
}

const factsOf = async (
  store: CityStore,
  offices: ReadonlyMap<string, string>,
  password: string,
  startMs: number,
): Promise<OfficeFacts> => {
  const calendars = calendarQueries(store.pool)
  const { entries, coveredUntil } = packagedCalendar()
  await calendars.fill(entries, coveredUntil, startMs)
  const { calendar } = await calendars.load()
  const [anyOffice = ''] = offices.values()
  const supplied = new Set<string>()
  return {
    isFirst: ({ customerId, state }) => {
      if (state !== 'delivered' || supplied.has(customerId)) return false
      supplied.add(customerId)
      return true
    },
    officeOf: (enterpriseId) => offices.get(enterpriseId) ?? anyOffice,
    passwordHash: await hashPassword(password),
    weighBy: (ms) => {
      const { day, provisional } = addWorkingDays(dayOf(epochMs(ms)), 2, calendar)
      return { dueAt: endOfDay(day), provisional }
    },
    startMs,
  }
}

/**
 * Writes a year of a city into an empty or used store: the history by COPY, what offices wrote in one transaction beside it, then one
 * pass of every job, as of the last day.
 *
 * @throws Error of PostgreSQL, e.g. when this city is there already
 */
export const loadCity = async (store: CityStore, options: CityLoadOptions): Promise<LoadedCity> => {
  const { password, onProgress = () => undefined } = options
  const begin = performance.now()
  const endMs = Date.parse(`${options.endDay}T00:00:00+08:00`)
  const startMs = endMs - ((options.days ?? 365) + 30) * DAY_MS
  const config = connectionConfig(store.url, { name: 'lpg-trace-city', statementTimeoutMs: 0 })
  const client = new pg.Client(config)
  await client.connect()
  try {
    const offices = await enterSites(client, options)
    const facts = await factsOf(store, offices, password, startMs)
    await client.query('begin')
    await client.query('set local idle_in_transaction_session_timeout = 0')
    const rows = new BulkRows(client, TABLES)
    const desk = new OfficeDesk(rows, store.vault, facts)
    const loader = new HistoryLoader(store.url, store.tools, (n) => onProgress(`${n} events`))
    const history = await loader.load(withoutOffice(cityYear(options), desk), startMs)
    onProgress('events are in; rows of offices, couriers and laboratories follow')
    await rows.finish()
    await writeLab(client, desk)
    const { calendar } = await calendarQueries(store.pool).load()
    await addDesk(client, calendar, endMs, [...offices.keys()])
    await client.query('commit')
    onProgress('jobs of the last day')
    await settleCity(store, [...offices.keys()], [startMs, endMs], onProgress)
    const seconds = (performance.now() - begin) / 1000
    const { customers, orders } = desk
    return { ...history, customers, orders, seconds }
  } finally {
    await client.end().catch(() => undefined)
  }
}
