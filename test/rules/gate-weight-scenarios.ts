import { day, grams } from '#domain/units.ts'
import { type GateScenario, pair, ready } from './gate-scenario.ts'
import { story, TARE } from './story.ts'

const HOUR = 3_600_000

/** Tare, checks before the fill, residual, full. */
export const gateWeightScenarios: readonly GateScenario[] = [
  {
    code: 'TARE_UNKNOWN',
    clause: 'R002-7.1.14b',
    name: 'nobody registered a tare',
    ...pair((bad) =>
      story()
        .registered({ tareG: bad ? undefined : grams(TARE) })
        .prefill(),
    ),
  },
  {
    code: 'TARE_MISMATCH',
    clause: 'R002-7.1.14b',
    name: 'the empty cylinder weighs 501 g less than its tare',
    ...pair(ready),
    emptyG: { bad: -501, near: -500 },
  },
  {
    code: 'PREFILL_FAILED',
    clause: 'R002-7.1.5',
    name: 'the check before the fill failed',
    ...pair((bad) => story().registered().prefill(!bad)),
  },
  {
    code: 'NEEDS_PREFILL_CHECK',
    clause: 'R002-7.1.5',
    name: 'never checked',
    ...pair((bad) => (bad ? story().registered() : ready())),
  },
  {
    code: 'NEEDS_PREFILL_CHECK',
    clause: 'R002-7.1.5',
    name: 'checked more than twelve hours ago',
    ...pair((bad) => ready().later(12 * HOUR - (bad ? 59_999 : 120_000))),
  },
  {
    code: 'NEEDS_PREFILL_CHECK',
    clause: 'R002-7.1.5',
    name: 'checked before it came to this station',
    ...pair((bad) => (bad ? ready().out({ condition: 'empty' }) : ready())),
  },
  {
    code: 'NEEDS_VACUUM',
    clause: 'R002-7.1.9',
    name: 'new and never evacuated',
    ...pair((bad) => {
      const fresh = story().registered({ inspectedOn: undefined, nextInspectionOn: undefined })
      return (bad ? fresh : fresh.add('vacuum.completed', { pressurePa: 5_000 })).prefill()
    }),
  },
  {
    code: 'NEEDS_VACUUM',
    clause: 'R002-7.1.9',
    name: 'inspected and not evacuated since',
    ...pair((bad) => {
      const passed = story()
        .registered()
        .add('inspection.completed', { result: 'pass', nextInspectionOn: day('2030-11-20') })
      return (bad ? passed : passed.add('vacuum.completed', {})).prefill()
    }),
  },
  {
    code: 'RESIDUAL_TOO_HIGH',
    clause: 'R002-7.1.14c',
    name: 'residual of 451 g in a YSP-15',
    ...pair(ready),
    emptyG: { bad: 451, near: 450 },
  },
  {
    code: 'RESIDUAL_TOO_HIGH',
    clause: 'R003-7.1.14c',
    name: 'in Zibo 3 % of the nominal fill: 436 g',
    ...pair(() => story().under('cn-3703@2021-06-11').registered().prefill()),
    emptyG: { bad: 436, near: 435 },
  },
  {
    code: 'ALREADY_FULL',
    clause: 'R002-7.1.14b',
    name: 'from the lower fill limit on it is full',
    ...pair(ready),
    emptyG: { bad: 14_000, near: 13_999 },
  },
]
