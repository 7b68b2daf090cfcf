import { cityModels, modelIndexFor } from '#sim/scenarios/city-models.ts'
import { dayText } from '#sim/scenarios/city-registry.ts'
import { type Random, seededRandom } from '#sim/wire/random.ts'
import { uuidV7 } from '#sim/wire/uuid-v7.ts'
import { DAY_MS, REGIONS, SHANGHAI_MS } from './city-year-options.ts'
import { between } from './draw.ts'
import type { CityCustomer, CityParties } from './office-records.ts'
import { address, resident, unit } from './people.ts'
import type { CitySites } from './sites.ts'

/** Customers per cylinder: the others stand at stations and shops. */
const SHARE = 0.45
const UNIT_MODEL = cityModels.findIndex(({ model }) => model === 'YSP118')
const VERIFIED = 0.97

/** What a visit needs of a household; the rest is told once, at the beginning. */
export interface Household extends CityParties {
  readonly crew: number
  readonly model: number
  /** Cylinders that it has at a time. */
  readonly wants: number
  /** Cylinders that stand there now. */
  held: number[]
}

export interface Households {
  readonly list: readonly Household[]
  /** With their personal data, made anew each time: nobody keeps it. */
  records(): Generator<CityCustomer>
}

export function buildHouseholds(
  cylinders: number,
  seed: number,
  sites: CitySites,
  firstDay: number,
): Households {
  const random = seededRandom(seed ^ 0xc057)
  const bornMs = firstDay * DAY_MS + SHANGHAI_MS - 20 * DAY_MS
  const list = Array.from({ length: Math.round(cylinders * SHARE) }, (_, n): Household => {
    const model = modelIndexFor(random())
    const crew = n % sites.crews.length
    const station = sites.crews[crew]?.station
    if (station === undefined) throw new RangeError('a city without stations')
    return {
      customerId: uuidV7(bornMs + n, random),
      premisesId: uuidV7(bornMs + n, random),
      enterpriseId: station.enterpriseId,
      region: station.region,
      crew,
      model,
      wants: model === UNIT_MODEL ? between(random, 1, 3) : random() < 0.12 ? 2 : 1,
      held: [],
    }
  })
  const told = seededRandom(seed ^ 0x7e11)
  return {
    list,
    *records() {
      for (const [n, one] of list.entries()) yield describe(told, one, n, { bornMs, firstDay })
    },
  }
}

function describe(
  random: Random,
  { customerId, premisesId, enterpriseId, region, model }: Household,
  n: number,
  { bornMs, firstDay }: { readonly bornMs: number; readonly firstDay: number },
): CityCustomer {
  const isUnit = model === UNIT_MODEL
  const rural = !isUnit && n % 3 === 0
  const demandsId = REGIONS.some(({ code, demandsId: asks }) => code === region && asks)
  const verified = random() < VERIFIED
  const newId = () => uuidV7(bornMs + n, random)
  return {
    id: customerId,
    personId: newId(),
    kind: isUnit ? 'unit' : 'resident',
    enterpriseId,
    region,
    person: isUnit ? unit(random, n) : resident(random, n, region, demandsId),
    verifiedOn: verified ? dayText(firstDay - 15) : null,
    // Some of them fall due within the year and after it.
    reverifyOn: verified && n % 4 === 0 ? dayText(firstDay + 200 + (n % 400)) : null,
    createdMs: bornMs + n,
    premises: {
      id: premisesId,
      class: isUnit ? 'unit' : rural ? 'rural' : 'urban',
      address: address(random, n, rural),
      place: 'indoors',
      roomUse: isUnit ? 'commercial-kitchen' : 'kitchen',
      floor: rural || isUnit ? 1 : between(random, 1, 6),
      ventilation: random() < 0.9 ? 'window' : 'mechanical',
      gasAlarm: random() < (isUnit ? 0.95 : 0.6),
    },
    ...(isUnit
      ? {
          agent: {
            id: newId(),
            personId: newId(),
            person: resident(random, 20_000_000 + n, region, demandsId),
          },
        }
      : {}),
  }
}
