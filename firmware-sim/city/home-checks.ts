import { dayText } from '#sim/scenarios/city-registry.ts'
import type { Random } from '#sim/wire/random.ts'
import { DAY_MS, HOUR_MS, RATES } from './city-year-options.ts'
import { between, pick } from './draw.ts'
import type { CityHomeCheck, CityParties, CityUser } from './office-records.ts'
import { newId, type YearState } from './year-state.ts'

const ITEMS = ['cylinder', 'regulator', 'hose', 'appliance', 'environment'] as const
const DEFECTS = [
  { item: 'hose', defect: 'aged' },
  { item: 'hose', defect: 'expired' },
  { item: 'regulator', defect: 'damaged' },
  { item: 'appliance', defect: 'no-flame-failure-device' },
  { item: 'environment', defect: 'no-ventilation' },
  { item: 'environment', defect: 'second-gas-source' },
] as const
/** A hazard that nobody set a day for, as the API has it. */
const DUE_DAYS = 15
const MENDED = 0.88

const itemsOf = (random: Random, failed: boolean): object[] => {
  const wrong = failed ? pick(random, DEFECTS) : null
  return ITEMS.map((item) =>
    item === wrong?.item ? { item, ok: false, defect: wrong.defect } : { item, ok: true },
  )
}

interface CheckPlace {
  readonly parties: CityParties
  readonly inspector: CityUser
  readonly kind: CityHomeCheck['kind']
  readonly orderId: string | null
  readonly deliveryId: string | null
  readonly ms: number
  readonly lateMs: number
}

function outcomeOf({ random }: YearState, kind: CityHomeCheck['kind']): CityHomeCheck['outcome'] {
  const x = random()
  if (x < RATES.failedCheck) return 'failed'
  if (kind === 'delivery') return 'passed'
  return x < 0.12 ? 'nobody-home' : x < 0.13 ? 'refused-entry' : 'passed'
}

/** A look at a home (入户安检), with its notice where something is wrong; most are mended within weeks. */
export function checkHome(
  state: YearState,
  { parties, inspector, kind, orderId, deliveryId, ms, lateMs }: CheckPlace,
): CityHomeCheck {
  const { random, log, day, endDay } = state
  const outcome = outcomeOf(state, kind)
  const happenedMs = log.at(ms)
  const mendedDay = day + between(random, 2, 20)
  const check: CityHomeCheck = {
    ...parties,
    id: newId(state, ms),
    kind,
    outcome,
    orderId,
    deliveryId,
    inspectorId: inspector.id,
    inspector: inspector.username,
    items:
      outcome === 'passed' || outcome === 'failed' ? itemsOf(random, outcome === 'failed') : [],
    happenedMs,
    recordedMs: happenedMs + lateMs,
    refusalId: newId(state, ms),
    notice:
      outcome === 'failed'
        ? {
            id: newId(state, ms),
            dueOn: dayText(day + DUE_DAYS),
            stopsSupply: kind === 'periodic' && random() < 0.3,
            closedMs:
              mendedDay < endDay && random() < MENDED
                ? happenedMs + (mendedDay - day) * DAY_MS
                : null,
          }
        : null,
  }
  state.notes.push({ kind: 'home-check', value: check })
  return check
}

/** Once a year everywhere, whoever was visited otherwise. */
export function checkHomesOfDay(state: YearState): void {
  const { households, random, day, firstDay, sites } = state
  for (let i = (day - firstDay) % 365; i < households.length; i += 365) {
    const household = households[i]
    const crew = sites.crews[household?.crew ?? 0]
    if (household === undefined || crew === undefined) continue
    const { enterpriseId, customerId, premisesId, region } = household
    checkHome(state, {
      parties: { enterpriseId, customerId, premisesId, region },
      inspector: pick(random, crew.couriers),
      kind: 'periodic',
      orderId: null,
      deliveryId: null,
      ms: (9 + random() * 8) * HOUR_MS,
      lateMs: 60_000,
    })
  }
}
