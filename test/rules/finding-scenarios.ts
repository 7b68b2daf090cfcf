import { epochMs, grams } from '#domain/units.ts'
import { at, filled, type FindingScenario } from './finding-scenario.ts'
import { GOOD, START, type Story, story, TARE } from './story.ts'
import { weightScenarios } from './weight-scenarios.ts'

const DAY = 86_400_000

const atCustomer = (): Story => filled().check().out().delivered()
const back = (): Story => atCustomer().returned().in()
const xinjiang = (): Story => story().under('cn-65@2023-06-01').registered()

const permits: readonly FindingScenario[] = [
  at(['FILL_WITHOUT_PERMIT', 'warn', 'F4'], 'no permit named', (bad) => {
    const asked = story().registered().prefill().request()
    return (bad ? asked : asked.permit()).fill()
  }),
  at(['FILL_WITHOUT_PERMIT', 'warn', 'F4'], 'a permit is good for one fill', (bad) => {
    const first = story().registered().prefill().request().permit()
    return (bad ? first.fill(TARE + 13_000) : first).fill()
  }),
  at(['PERMIT_EXPIRED', 'warn', 'F4'], 'one millisecond after its end', (bad) => {
    const asked = story().registered().prefill().request()
    return asked.permit({ expiresAt: epochMs(START + 5 * 60_000 - (bad ? 1 : 0)) }).fill()
  }),
  at(
    ['PERMIT_MISMATCH', 'warn', 'F4'],
    'another scale',
    (bad) =>
      story()
        .registered()
        .prefill()
        .permit()
        .fill(GOOD, { scale: bad ? 'scale-2' : 'scale-1' }),
    { measured: 'scale-2', limit: 'scale-1', limitFrom: 'scale' },
  ),
  at(
    ['PERMIT_MISMATCH', 'warn', 'F4'],
    'another station',
    (bad) =>
      story()
        .registered()
        .prefill()
        .permit()
        .fill(GOOD, {}, { stationId: bad ? 'st-2' : 'st-1' }),
    { limitFrom: 'station' },
  ),
  at(
    ['PERMIT_MISMATCH', 'warn', 'F4'],
    'a tare that is one gram off',
    (bad) =>
      story()
        .registered()
        .prefill()
        .permit()
        .fill(GOOD, { tareG: grams(TARE + (bad ? 1 : 0)) }),
    { limitFrom: 'tare', unit: 'g' },
  ),
  at(
    ['PERMIT_MISMATCH', 'warn', 'F4'],
    'one gram more than the permit gives',
    (bad) =>
      story()
        .registered()
        .prefill()
        .permit()
        .fill(TARE + 14_900 + (bad ? 1 : 0)),
    { measured: 14_901, limit: 14_900, limitFrom: 'target' },
  ),
]

const checks: readonly FindingScenario[] = [
  at(['LEAKING', 'block', 'R002-7.1.8'], 'at the check after the fill', (bad) =>
    filled().check({ leakFree: !bad }),
  ),
  at(['LEAKING', 'block', 'R002-7.1.8'], 'at stock-in', (bad) =>
    filled().check().in({ condition: 'full', leakFree: !bad }),
  ),
  at(['UNSEALED', 'block', 'R001-6.2-8'], 'not sealed', (bad) => filled().check({ sealed: !bad })),
  at(['UNLABELLED', 'block', 'R002-7.1.5'], 'not labelled', (bad) =>
    filled().check({ labelled: !bad }),
  ),
  at(['DAMAGED', 'block', 'R002-7.1.1'], 'at stock-in', (bad) =>
    story().registered().in({ appearanceOk: !bad }),
  ),
  at(['DAMAGED', 'block', 'R002-7.1.1'], 'at stock-out', (bad) =>
    filled().check().out({ appearanceOk: !bad }),
  ),
]

const movements: readonly FindingScenario[] = [
  at(['OUT_WITHOUT_CHECK', 'block', 'R002-7.1.8'], 'never checked since the fill', (bad) =>
    (bad ? filled() : filled().check()).out(),
  ),
  at(['OUT_WITHOUT_CHECK', 'block', 'R002-7.1.8'], 'an empty one needs no check', (bad) =>
    filled().out({ condition: bad ? 'full' : 'empty' }),
  ),
  at(
    ['OUT_WITHOUT_CHECK', 'block', 'R002-7.1.8'],
    'filled elsewhere and never leak-checked',
    (bad) =>
      story()
        .registered()
        .out(bad ? {} : { leakFree: true }),
  ),
  at(
    ['MOVED_WHILE_BLOCKED', 'block', 'R002-7.1.5'],
    'an underfilled cylinder left full',
    (bad) =>
      filled(TARE + 14_000 - (bad ? 1 : 0))
        .check()
        .out(),
    { measured: 'UNDERFILL' },
  ),
  at(['MOVED_WHILE_BLOCKED', 'block', 'R002-7.1.5'], 'empty it may go back to be repaired', (bad) =>
    filled()
      .check({ leakFree: false })
      .out({ condition: bad ? 'full' : 'empty' }),
  ),
  at(
    ['MOVED_WHILE_BLOCKED', 'block', 'R002-7.1.5'],
    'ordered to stay, it may not go empty either',
    (bad) => {
      const here = story().registered().in()
      const order = { reason: 'check', by: 'r-1', role: 'regulator' } as const
      return (bad ? here.add('cylinder.quarantined', order, { by: 'api' }) : here).out({
        condition: 'empty',
      })
    },
  ),
  at(
    ['MOVED_WHILE_BLOCKED', 'block', 'R002-7.1.5'],
    'handed to a customer; the lab may have it',
    (bad) =>
      filled()
        .check({ sealed: false })
        .add('custody.handed-over', { to: { kind: bad ? 'customer' : 'lab' } }, { by: 'api' }),
  ),
  at(
    ['DELIVERED_WHILE_BLOCKED', 'block', 'R002-7.1.5'],
    'delivered unsealed',
    (bad) => filled().check({ sealed: !bad }).delivered(),
    { measured: 'UNSEALED' },
  ),
  at(['RETURN_NOT_SCANNED', 'warn', 'R002-7.1.4'], 'at a station without a return', (bad) =>
    (bad ? atCustomer() : atCustomer().returned()).in(),
  ),
  at(['RETURN_NOT_SCANNED', 'warn', 'R002-7.1.4'], 'at the next customer without a return', (bad) =>
    (bad ? atCustomer() : atCustomer().returned()).delivered('c-2'),
  ),
  at(['RETURN_NOT_SCANNED', 'warn', 'R002-7.1.4'], 'in a vehicle without a return', (bad) =>
    (bad ? atCustomer() : atCustomer().returned()).add(
      'custody.handed-over',
      { to: { kind: 'vehicle', id: 'van-1' } },
      { by: 'api' },
    ),
  ),
  at(
    ['RETURN_NOT_OUT', 'warn', 'R002-7.1.4'],
    'returned twice',
    (bad) => (bad ? atCustomer().returned() : atCustomer()).returned(),
    { measured: 'unknown' },
  ),
  at(
    ['MOVED_WHILE_BLOCKED', 'block', 'R002-7.1.5'],
    'retired, and back from the laboratory in one piece',
    (bad) => {
      const there = story()
        .registered()
        .in()
        .add('inspection.sent', { labId: 'lab-1' }, { by: 'api' })
      const result = bad ? 'fail' : 'pass'
      return there
        .add('inspection.completed', { result, labId: 'lab-1' }, { by: 'api' })
        .add('custody.handed-over', { to: { kind: 'station', id: 'st-1' } }, { by: 'api' })
    },
    { measured: 'RETIRED' },
  ),
]

const clocks: readonly FindingScenario[] = [
  at(['CLOCK_INVALID', 'warn', 'R002-7.1.4'], 'a millisecond more than two minutes ahead', (bad) =>
    story()
      .registered()
      .add('cylinder.scanned', {}, { at: START + 120_000 + (bad ? 1 : 0), recordedAt: START }),
  ),
  at(['CLOCK_INVALID', 'warn', 'R002-7.1.4'], 'a millisecond more than 400 days old', (bad) =>
    story()
      .registered()
      .add('cylinder.scanned', {}, { at: START - 400 * DAY - (bad ? 1 : 0), recordedAt: START }),
  ),
  at(
    ['FILLED_OFFLINE', 'warn', 'F4'],
    'told a millisecond more than ten minutes later',
    (bad) =>
      story()
        .registered()
        .prefill()
        .fill(GOOD, {}, { at: START + DAY, recordedAt: START + DAY + 600_000 + (bad ? 1 : 0) }),
    { measured: 600_001, limit: 600_000, unit: 'ms' },
  ),
]

const residuals: readonly FindingScenario[] = [
  at(
    ['RESIDUAL_OVER_LIMIT', 'warn', 'R002-7.1.14c'],
    '451 g in a YSP-15',
    (bad) => back().weighed(bad ? 451 : 450),
    { measured: 451, limit: 450, unit: 'g' },
  ),
  at(['RESIDUAL_OVER_LIMIT', 'warn', 'R002-7.1.14c'], 'unused gas is a refund', (bad) =>
    back().weighed(451, { returnReason: bad ? 'used-up' : 'unused-gas' }),
  ),
  at(
    ['RESIDUAL_OVER_LIMIT', 'warn', 'R003-7.1.14c'],
    'in Zibo 3 % of the last fill, 14.6 kg: 438 g',
    (bad) =>
      story()
        .under('cn-3703@2021-06-11')
        .registered()
        .filled(TARE + 14_600)
        .check()
        .out()
        .delivered()
        .returned()
        .weighed(bad ? 439 : 438),
    { limit: 438, limitFrom: 'last-fill' },
  ),
  at(
    ['RESIDUAL_IMPLAUSIBLE', 'warn', 'R002-7.1.14c'],
    'more than a fifth of the nominal fill',
    (bad) => back().weighed(bad ? 2_901 : 2_900),
    { measured: 2_901, limit: 2_900 },
  ),
  at(['CLAIM_UNATTRIBUTED', 'warn', 'R002-7.1.14d'], 'nobody knows the customer', (bad) =>
    (bad ? story().registered() : back()).weighed(451),
  ),
  at(['CLAIM_UNATTRIBUTED', 'warn', 'R002-7.1.14d'], 'filled again since the return', (bad) =>
    (bad ? back().filled() : back()).weighed(451),
  ),
  at(
    ['NET_CONTENT_SHORT', 'warn', 'R000-4.3.1.4d'],
    'Order 70 at the fill: 151 g short of 14.5 kg',
    (bad) => xinjiang().filled(GOOD - (bad ? 151 : 150)),
    { measured: 151, limit: 150, limitFrom: 'fill' },
  ),
  at(
    ['NET_CONTENT_SHORT', 'warn', 'R000-4.3.1.4d'],
    'the label says 14.6 kg',
    (bad) =>
      xinjiang()
        .filled()
        .check({ labelledNetG: grams(bad ? 14_651 : 14_650) }),
    { measured: 151, limit: 150 },
  ),
  at(
    ['NET_CONTENT_SHORT', 'warn', 'R000-4.3.1.4d'],
    'at the return, what is left counts as shortage',
    (bad) =>
      xinjiang()
        .filled()
        .check()
        .out()
        .delivered()
        .returned()
        .weighed(bad ? 151 : 150),
    { measured: 151, limit: 150, limitFrom: 'return' },
  ),
]

export const findingScenarios: readonly FindingScenario[] = [
  ...weightScenarios,
  ...permits,
  ...checks,
  ...movements,
  ...clocks,
  ...residuals,
]
