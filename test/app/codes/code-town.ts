import { randomUUID } from 'node:crypto'
import { addDays, dayOf } from '#domain/calendar.ts'
import { type Day, epochMs } from '#domain/units.ts'
import { type SmallTown, smallTown } from '#test/app/small-town.ts'
import { TestDevice } from '#test/app/test-device.ts'

/** A station with its scale and a connected device. */
export type Site = {
  readonly stationId: string
  readonly scale: string
  readonly device: TestDevice
}

export type SiteChange = {
  readonly region?: string
  readonly licenceUntil?: Day
  readonly verifiedUntil?: Day
}

export const TODAY: Day = dayOf(epochMs(Date.now()))
export const YESTERDAY = addDays(TODAY, -1)
const FAR = addDays(TODAY, 365)

/** What is looked at in a home. */
const CHECKED = ['cylinder', 'regulator', 'hose', 'appliance', 'environment']

/** How long a permit lives where the strict profile applies: short enough for a device's clock to run past it. */
export const SHORT_PERMIT_MS = 30_000

const cited = (value: unknown) => ({
  value,
  clause: 'T-1',
  from: TODAY,
  force: 'recommended',
  certainty: 'document',
})

/** A rule profile under region 53 that asks for everything that cn-base leaves open. */
const strictProfile = {
  id: 'cn-53',
  validFrom: TODAY,
  name: { zh: '严格', en: 'Strict' },
  parent: 'cn-base',
  regionPrefixes: ['53'],
  values: {
    permitValidMs: cited(SHORT_PERMIT_MS),
    shiftCheckRequired: cited(true),
    knownOperatorRequired: cited(true),
    releasedGasRequired: cited(true),
  },
  reason: 'test',
}

/** The running program with stations under four profiles. */
export class CodeTown {
  readonly admin: SmallTown['admin']
  readonly databaseUrl: string
  readonly #town: SmallTown
  readonly #sites = new Map<string, Promise<Site>>()
  #count = 0

  constructor(town: SmallTown, databaseUrl: string) {
    this.#town = town
    this.admin = town.admin
    this.databaseUrl = databaseUrl
  }

  /** A name that nobody else has. */
  fresh(prefix: string): string {
    return `${prefix}-${++this.#count}`
  }

  /** A station of its own for one scenario. */
  async newSite({ region = '110000', licenceUntil, verifiedUntil }: SiteChange = {}) {
    const stationId = this.fresh('site')
    await this.admin.create('/v1/stations', {
      id: stationId,
      name: stationId,
      region,
      enterpriseId: 'gas-1',
      licenceNo: 'TS-1',
      licenceUntil: licenceUntil ?? FAR,
    })
    const scale = await this.newScale(stationId, verifiedUntil)
    const fields = { stationId, deviceId: 'dev-1', kind: 'scale' }
    const credentials = await this.admin.create('/v1/devices', fields)
    const device = new TestDevice(this.#town.program.mqtt, credentials)
    await device.connect()
    const site: Site = { stationId, scale, device }
    this.#sites.set(stationId, Promise.resolve(site))
    return site
  }

  async newScale(stationId: string, verifiedUntil: Day = FAR, toleranceG = 20): Promise<string> {
    const id = this.fresh('scale')
    await this.admin.create('/v1/scales', { id, stationId, verifiedUntil, toleranceG })
    return id
  }

  /** The shared station of a region: 110000 cn-base, 650102 cn-65, 330100 cn-draft, 530100 the strict one. */
  site(region = '110000'): Promise<Site> {
    const made = this.#sites.get(region) ?? this.newSite({ region })
    this.#sites.set(region, made)
    return made
  }

  /** Ordered by a customer of their own and delivered; the sale itself is not what is looked at. @returns the delivery's event */
  async deliver(code: string, atMs: number): Promise<string> {
    const customer = await this.#customer()
    const order = await this.admin.create('/v1/orders', {
      customerId: customer.id,
      premisesId: customer.premisesId,
      lines: [{ model: 'YSP35.5', quantity: 1 }],
    })
    const visit = await this.admin.create(`/v1/orders/${order.id}/deliver`, {
      visitId: randomUUID(),
      happenedAt: new Date(atMs).toISOString(),
      delivered: [code],
      installation: { state: 'done', leakFree: true, ignited: true },
      check: { items: CHECKED.map((item) => ({ item, ok: true })) },
      signature: { kind: 'refused' },
      manualVersion: '2026-1',
    })
    return visit.delivered[0].eventId
  }

  async #customer(): Promise<{ readonly id: string; readonly premisesId: string }> {
    const region = '110000'
    const phone = `138${String(++this.#count).padStart(8, '0')}`
    const person = { kind: 'resident', enterpriseId: 'gas-1', region, name: '张三', phone }
    const { id } = await this.admin.create('/v1/customers', { ...person, ofAge: true })
    const seen = { method: 'paper-seen', result: 'verified' }
    await this.admin.create(`/v1/customers/${id}/verifications`, seen)
    const home = await this.admin.create(`/v1/customers/${id}/premises`, {
      region,
      address: `人民路 ${phone} 号`,
      class: 'urban',
      inPipeArea: false,
      place: 'indoors',
      roomUse: 'kitchen',
      floor: 2,
      ventilation: 'window',
      gasAlarm: true,
      secondGasSource: 'none',
    })
    return { id, premisesId: home.id }
  }

  async end(): Promise<void> {
    const sites = await Promise.all(this.#sites.values())
    await Promise.all([...new Set(sites)].map(({ device }) => device.disconnect()))
    await this.#town.end()
  }
}

export const codeTown = async (): Promise<CodeTown> => {
  const town = await smallTown()
  const databaseUrl = await town.program.databaseUrl()
  const { admin } = town
  await admin.create('/v1/rule-profiles', strictProfile)
  const activate = (id: string, regionPrefix: string) =>
    admin.create(`/v1/rule-profiles/${id}/activations`, {
      regionPrefix,
      from: TODAY,
      reason: 'test',
    })
  await activate('cn-65', '65')
  await activate('cn-draft', '33')
  await admin.create('/v1/prices', {
    enterpriseId: 'gas-1',
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 11_600,
    deliveryFeeFen: 500,
    publishedFenPerKg: 780,
    validFrom: addDays(TODAY, -30),
  })
  return new CodeTown(town, databaseUrl)
}
