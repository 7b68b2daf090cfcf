import fc from 'fast-check'
import type { CylinderEventBodies, CylinderEventType } from '#domain/event-types.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import { effectiveTime, type LifeEvent } from '#domain/life-event.ts'
import { type Day, day, type EpochMs, epochMs, grams } from '#domain/units.ts'

const NOW = Date.UTC(2026, 10, 20, 8)
const DAY = 86_400_000
const HOUR = 3_600_000

const mass = fc.integer({ min: -500, max: 60_000 }).map(grams)
const tare = fc.integer({ min: 16_000, max: 17_000 }).map(grams)
const gross = fc.integer({ min: 16_000, max: 32_500 }).map(grams)
const scale = fc.constantFrom('scale-1', 'scale-2')
const flag = fc.boolean()
const by = fc.constantFrom('u-1', 'u-2')
const role = fc.constantFrom('office', 'regulator', 'station')
const someDay: fc.Arbitrary<Day> = fc
  .tuple(fc.integer({ min: 2008, max: 2034 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => day(`${year}-${String(month).padStart(2, '0')}-15`))
const instant: fc.Arbitrary<EpochMs> = fc.integer({ min: NOW - 300 * DAY, max: NOW }).map(epochMs)
const ids = fc.integer({ min: 0, max: 12 }).map((n) => `e-${String(n).padStart(2, '0')}`)
const custody = fc.record(
  {
    kind: fc.constantFrom('station', 'vehicle', 'customer', 'lab', 'scrap', 'unknown'),
    id: fc.constantFrom('st-1', 'st-2', 'c-1'),
  },
  { requiredKeys: ['kind'] },
)

const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]) =>
  fc.record(shape, { requiredKeys })

const fill = record({ scale, grossG: gross, tareG: tare, residualG: mass, permitId: ids }, [
  'scale',
  'grossG',
  'tareG',
])
const stock = record(
  {
    siteId: fc.constantFrom('st-1', 'st-2'),
    condition: fc.constantFrom('full', 'empty'),
    appearanceOk: flag,
    leakFree: flag,
    vehicle: fc.constant('v-1'),
  },
  ['siteId', 'condition', 'appearanceOk'],
)
const signed = fc.record({ by })

/** A body of every type of event, sensible or not. */
const bodies: { readonly [T in CylinderEventType]: fc.Arbitrary<unknown> } = {
  'cylinder.scanned': fc.constant({}),
  'residual.weighed': record(
    {
      grossG: gross,
      tareG: tare,
      returnReason: fc.constantFrom('used-up', 'unused-gas', 'faulty', 'recall'),
    },
    ['grossG'],
  ),
  'residual.removed': fc.record({ grossG: mass }),
  'vacuum.completed': fc.constant({ pressurePa: 5_000, method: 'pump' }),
  'prefill.checked': fc.record({ passed: flag }),
  'fill.requested': record({ scale, emptyGrossG: mass }, ['scale']),
  'fill.curve-compared': fc.record({
    fillId: ids,
    permitId: ids,
    samples: fc.constant(100),
    grossG: gross,
    tareG: tare,
    stays: fc.integer({ min: 1, max: 3 }),
    firstG: mass,
    topG: mass,
    dropG: mass,
  }),
  'fill.permitted': fc.record({
    requestId: ids,
    scale,
    targetNetG: mass,
    maxNetG: mass,
    tareG: tare,
    targetGrossG: gross,
    maxGrossG: gross,
    expiresAt: instant,
  }),
  'fill.denied': fc.record({
    requestId: ids,
    scale,
    codes: fc.constant(['NOT_OWNED']),
    clause: fc.constant('R002-7.1.7'),
  }),
  'fill.completed': fill,
  'fill.aborted': fill,
  'postfill.checked': record(
    {
      checkWeighG: gross,
      leakFree: flag,
      sealed: flag,
      labelled: flag,
      labelledNetG: fc.constant(grams(14_500)),
    },
    ['leakFree', 'sealed'],
  ),
  'stock.in': stock,
  'stock.out': stock,
  'cylinder.registered': record(
    {
      code: fc.constant('C1'),
      model: fc.constantFrom('YSP-15', 'YSP35.5', 'YSP-12', 'YSP12', 'YSP4.7', 'nonsense'),
      waterVolumeMl: fc.constantFrom(35_500, 12_000, 28_600),
      stampedMaxG: fc.constantFrom(grams(14_900), grams(5_000)),
      tareG: tare,
      madeOn: someDay.map((value) => value.slice(0, 7)),
      designLifeYears: fc.constantFrom(8, 12),
      ownerId: fc.constantFrom('e-1', 'e-2'),
      inspectedOn: someDay,
      nextInspectionOn: someDay,
      content: fc.constantFrom('empty', 'full', 'unknown'),
      custody,
      needsVacuum: flag,
    },
    ['code', 'model', 'ownerId'],
  ),
  'tag.bound': fc.record({ scheme: fc.constant('qr'), value: fc.constant('q'), by }),
  'tag.released': fc.record({ scheme: fc.constant('qr'), value: fc.constant('q'), by }),
  'tare.corrected': record({ tareG: tare, validFrom: instant, by }, ['tareG', 'by']),
  'ownership.transferred': record(
    { ownerId: fc.constantFrom('e-1', 'e-2'), validFrom: instant, by },
    ['ownerId', 'by'],
  ),
  'custody.handed-over': fc.record({ to: custody }),
  'delivery.completed': record(
    { customerRef: fc.constantFrom('c-1', 'c-2'), premisesRegion: fc.constant('370302') },
    ['customerRef'],
  ),
  'delivery.failed': fc.record({ reason: fc.constant('nobody home') }),
  'cylinder.returned': record(
    { reason: fc.constantFrom('used-up', 'unused-gas'), to: custody, customerRef: by },
    [],
  ),
  'inspection.sent': fc.record({ labId: fc.constant('lab-1') }),
  'inspection.completed': record(
    {
      result: fc.constantFrom('pass', 'pass', 'fail'),
      inspectedOn: someDay,
      nextInspectionOn: someDay,
      tareG: tare,
    },
    ['result'],
  ),
  'cylinder.quarantined': fc.record({ reason: fc.constant('check'), by, role }),
  'quarantine.released': record(
    { reason: fc.constant('done'), by, role, codes: fc.constant(['DAMAGED']) },
    ['reason', 'by', 'role'],
  ),
  'cylinder.reported-lost': signed,
  'cylinder.found': signed,
  'cylinder.retired': fc.record({ reason: fc.constant('SCRAPPED'), by }),
  'cylinder.destroyed': signed,
  'incident.reported': fc.record({ what: fc.constant('fire'), by }),
  'event.annulled': fc.record({ eventId: ids, reason: fc.constant('wrong'), by }),
}

const context: fc.Arbitrary<JudgingContext> = fc
  .record({
    profile: fc.constantFrom('cn-base@2013-06-01', 'cn-3703@2021-06-11', 'cn-65@2023-06-01'),
    locked: flag,
    known: flag,
  })
  .map(({ profile, locked, known }) => ({
    region: '110000',
    profile,
    station: { id: 'st-1', enterpriseId: 'e-1', licenceNo: 'L', licenceUntil: null, locked },
    scale: {
      id: 'scale-1',
      known,
      verifiedUntil: day('2027-01-01'),
      toleranceG: grams(20),
      locked: false,
      shiftCheck: null,
    },
    checkScale: null,
    operator: null,
    tank: null,
  }))

const source = fc.constantFrom(['st-1', 'd-1'], ['st-1', 'd-2'], ['st-2', 'd-1'], [null, null])

/** A device's clock: mostly right, sometimes hours or days late, in 1970, or in 2099. */
const offset = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: -60_000, max: 60_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: -399 * DAY, max: 0 }) },
  { weight: 1, arbitrary: fc.constantFrom(-NOW, 73 * 365 * DAY, -401 * DAY, 121_000, 0) },
)

const eventOf = (type: CylinderEventType): fc.Arbitrary<LifeEvent> =>
  fc
    .record({
      id: ids,
      body: bodies[type] as fc.Arbitrary<CylinderEventBodies[typeof type]>,
      recordedAt: fc.integer({ min: 0, max: 8 }).map((hours) => epochMs(NOW - hours * HOUR)),
      offset,
      source,
      context,
    })
    .map(
      ({ id, body, recordedAt, offset: away, source: [stationId, deviceId], context: facts }) => {
        const at = epochMs(recordedAt + away)
        const effectiveAt = effectiveTime(at, recordedAt)
        const header = { id, at, recordedAt, effectiveAt, operator: null, context: facts }
        return { ...header, stationId, deviceId, type, body } as LifeEvent
      },
    )
    // The API names an annulment after it has found what it annuls.
    .filter((event) => event.type !== 'event.annulled' || event.body.eventId !== event.id)

export const sourceKey = ({ stationId, deviceId, id }: LifeEvent): string =>
  `${stationId}/${deviceId}/${id}`

const types = Object.keys(bodies) as CylinderEventType[]

/** Any event of any type. */
export const anyEvent: fc.Arbitrary<LifeEvent> = fc.oneof(
  ...types.map((type) => ({
    weight: type === 'event.annulled' || type === 'cylinder.destroyed' ? 1 : 3,
    arbitrary: eventOf(type),
  })),
)

/** A life: up to thirty events of several devices, no two of one device with one id, several with one effective time. */
export const randomLife: fc.Arbitrary<LifeEvent[]> = fc.uniqueArray(anyEvent, {
  selector: sourceKey,
  minLength: 1,
  maxLength: 30,
})
