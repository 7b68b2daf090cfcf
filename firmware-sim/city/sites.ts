import type { Writer } from '#sim/scenarios/city-log.ts'
import { buildRegistry, type CityRegistry, dayText, uscc } from '#sim/scenarios/city-registry.ts'
import type { CityDevice, CityEnterprise, CityStation } from '#sim/scenarios/city-types.ts'
import { type Random, seededRandom } from '#sim/wire/random.ts'
import { uuidV7 } from '#sim/wire/uuid-v7.ts'
import { type CityYearOptions, DAY_MS, REGIONS } from './city-year-options.ts'
import type { CityPrice, CityStaff, CityTraining, CityUser } from './office-records.ts'

const CYLINDERS_PER_STATION = 5000
const SCALES = 4
const COURIERS = 6
const SPARE_STAFF = 3
const SHOP_DEVICES = ['portal-1', 'scanner-1'] as const
/** By size as in `city-models`: what is sold, in fen. 116 yuan for 14.5 kg. */
const PRICED = [
  {
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 11_600,
    deliveryFeeFen: 500,
    depositFen: 10_000,
  },
  {
    model: 'YSP-50',
    labelledNetG: 49_000,
    gasFen: 38_200,
    deliveryFeeFen: 1500,
    depositFen: 35_000,
  },
  { model: 'YSP-5', labelledNetG: 4800, gasFen: 4200, deliveryFeeFen: 300, depositFen: 6000 },
] as const

export interface StationCrew {
  readonly station: CityStation
  /** Index of its region in REGIONS. */
  readonly region: number
  readonly shop: CityStation
  readonly couriers: readonly CityUser[]
  readonly office: CityUser
  readonly scales: readonly { readonly id: string; readonly controller: Writer }[]
  readonly operators: readonly string[]
}

export interface CitySites {
  readonly registry: CityRegistry
  readonly enterprises: readonly CityEnterprise[]
  readonly lab: CityEnterprise
  readonly labUser: CityUser
  readonly stations: readonly CityStation[]
  readonly devices: readonly CityDevice[]
  readonly crews: readonly StationCrew[]
  readonly users: readonly CityUser[]
  readonly staff: readonly CityStaff[]
  readonly trainings: readonly CityTraining[]
  readonly prices: readonly CityPrice[]
  /** Day number from which an operator's certificate is past. */
  readonly expired: ReadonlyMap<string, number>
}

export const device = (stationId: string, deviceId: string): Writer => ({
  source: 'device',
  stationId,
  deviceId,
  skewMs: 0,
})

interface Making {
  readonly prefix: string
  readonly random: Random
  readonly firstDay: number
  readonly endDay: number
}

export function buildSites(options: CityYearOptions): CitySites {
  const { cylinders, seed, endDay: end, days = 365, prefix = 'c' } = options
  const endDay = Math.floor(Date.parse(end) / DAY_MS)
  const making: Making = {
    prefix,
    random: seededRandom(seed ^ 0x517e),
    firstDay: endDay - days,
    endDay,
  }
  // An even number, so that each enterprise works in one region.
  const count = Math.max(2, 2 * Math.round(cylinders / CYLINDERS_PER_STATION / 2))
  const registry = buildRegistry({
    cylinders,
    seed,
    prefix,
    from: dayText(making.firstDay),
    until: end,
    stations: count,
    enterprises: count >= 8 ? 4 : 2,
    regions: REGIONS.map(({ code }) => code),
    scalesPerStation: SCALES,
  })
  const enterprises = registry.enterprises.map((one, n) => ({
    ...one,
    name: `${REGIONS[n % 2]?.short}${['安泰', '恒通', '惠民', '蓝焰'][n % 4]}燃气有限公司`,
  }))
  const lab: CityEnterprise = {
    id: `${prefix}-lab`,
    name: '鲁中气瓶检验站',
    uscc: uscc(making.random),
  }
  const offices = enterprises.map(({ id }, n) =>
    user(making, { username: `${prefix}-office-${n + 1}`, role: 'office', enterpriseId: id }),
  )
  const crews = registry.stations.map((station, n) => crewOf(making, registry, offices, station, n))
  const labUser = user(making, { username: `${prefix}-lab-1`, role: 'lab', enterpriseId: lab.id })
  const staff = crews.flatMap((crew) => staffOf(making, crew))
  return {
    registry,
    enterprises,
    lab,
    labUser,
    crews,
    staff,
    stations: crews.flatMap(({ station, shop }) => [station, shop]),
    devices: [
      ...registry.devices,
      ...crews.flatMap(({ shop }) =>
        SHOP_DEVICES.map((deviceId) => ({
          stationId: shop.id,
          deviceId,
          kind: deviceId === 'portal-1' ? ('rfid-portal' as const) : ('hand-scanner' as const),
        })),
      ),
    ],
    users: [...offices, labUser, ...crews.flatMap(({ couriers }) => couriers)],
    trainings: enterprises.flatMap(({ id }) => trainingsOf(making, id, staff)),
    prices: enterprises.flatMap(({ id }) => pricesOf(making, id)),
    expired: new Map(
      staff.map(({ operator, certificate }) => [
        operator,
        Math.floor(Date.parse(certificate.until) / DAY_MS) + 1,
      ]),
    ),
  }
}

function newId({ random, firstDay }: Making): string {
  return uuidV7(firstDay * DAY_MS - 30 * DAY_MS, random)
}

function user(making: Making, rest: Omit<CityUser, 'id'>): CityUser {
  return { id: newId(making), ...rest }
}

function crewOf(
  making: Making,
  registry: CityRegistry,
  offices: readonly CityUser[],
  own: CityStation,
  n: number,
): StationCrew {
  const region = REGIONS.findIndex(({ code }) => code === own.region)
  const short = REGIONS[region]?.short ?? ''
  // A few kilometres from each other around the middle of the district; the shop in the next street.
  const { lat = 0, lon = 0 } = REGIONS[region] ?? {}
  const location = { lat: lat + 0.03 * (n % 5), lon: lon + 0.03 * Math.floor(n / 5) }
  const near = { lat: location.lat + 0.01, lon: location.lon }
  const station = { ...own, name: `${short}第${n + 1}充装站`, location }
  const shopName = `${short}第${n + 1}供应站`
  const shop = { ...own, id: `${making.prefix}-shop-${n + 1}`, name: shopName, location: near }
  const office = offices.find(({ enterpriseId }) => enterpriseId === own.enterpriseId)
  if (office === undefined) throw new RangeError(`nobody in the office of ${own.enterpriseId}`)
  return {
    station,
    region,
    shop,
    office,
    couriers: Array.from({ length: COURIERS }, (_, i) =>
      user(making, {
        username: `${making.prefix}-courier-${n + 1}-${i + 1}`,
        role: 'courier',
        enterpriseId: own.enterpriseId,
      }),
    ),
    scales: registry.scales
      .filter(({ stationId }) => stationId === own.id)
      .map(({ id }, i) => ({ id, controller: device(own.id, `scale-${i + 1}`) })),
    operators: Array.from({ length: SCALES }, (_, i) => `${making.prefix}-op-${n + 1}-${i + 1}`),
  }
}

/** Operators with a filling certificate, couriers, and some who work no more: one in eight papers is past at the end. */
function staffOf(making: Making, { station, operators, couriers }: StationCrew): CityStaff[] {
  const spare = Array.from({ length: SPARE_STAFF }, (_, i) => `${operators[0]}-x${i + 1}`)
  const one = (
    operator: string,
    kind: CityStaff['certificate']['kind'],
    past: boolean,
  ): CityStaff => {
    const { random, endDay } = making
    const until = past
      ? endDay - 10 - Math.floor(random() * 60)
      : endDay + Math.floor(random() * 900)
    return {
      enterpriseId: station.enterpriseId,
      operator,
      certificate: {
        id: newId(making),
        kind,
        no: `TS-${operator}`,
        from: dayText(until - 4 * 365),
        until: dayText(until),
      },
      badge: Array.from({ length: 22 }, () => BADGE.charAt(Math.floor(random() * 64))).join(''),
    }
  }
  return [
    ...operators.map((operator, i) => one(operator, 'filling', i === 3)),
    ...couriers.map(({ username }, i) => one(username, 'delivery', i === 5)),
    ...spare.map((operator, i) => one(operator, 'filling', i === 0)),
  ]
}

const BADGE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** One a quarter and enterprise. */
function trainingsOf(
  making: Making,
  enterpriseId: string,
  all: readonly CityStaff[],
): CityTraining[] {
  const staff = all.filter((one) => one.enterpriseId === enterpriseId)
  const held: CityTraining[] = []
  for (let day = making.firstDay + 20; day < making.endDay; day += 90) {
    held.push({
      id: newId(making),
      enterpriseId,
      heldOn: dayText(day),
      topics: ['law', 'safety', 'emergency'],
      content: '安全操作规程与应急处置',
      results: staff.map(({ operator }) => ({
        operator,
        score: 55 + Math.floor(making.random() * 45),
      })),
    })
  }
  return held
}

/** Since a month before the year, and dearer from its middle on. */
function pricesOf(making: Making, enterpriseId: string): CityPrice[] {
  const { firstDay, endDay } = making
  return [firstDay - 30, Math.floor((firstDay + endDay) / 2)].flatMap((day, change) =>
    PRICED.map((priced) => {
      const gasFen = Math.round((priced.gasFen * (1 + change * 0.04)) / 100) * 100
      return {
        ...priced,
        gasFen,
        id: newId(making),
        enterpriseId,
        publishedFenPerKg: Math.floor((gasFen * 1000) / priced.labelledNetG),
        validFrom: dayText(day),
      }
    }),
  )
}
