import { type DenyScenario, type Fields, ready, registeredAs } from './deny-scenario.ts'
import { type Stage, TARE } from './stage.ts'

const weighed =
  (badG: number, nearG: number) =>
  async (on: Stage, bad: boolean): Promise<Fields> => {
    await ready(on)
    return { emptyGrossG: TARE + (bad ? badG : nearG) }
  }

/** What the weights and the checks before the fill say, and an answer that comes too late. */
export const weightDenials: readonly DenyScenario[] = [
  {
    code: 'TARE_UNKNOWN',
    clause: 'R002-7.1.14b',
    name: 'nobody registered a tare',
    given: registeredAs((bad) => (bad ? { tareG: undefined as never } : {})),
  },
  {
    code: 'TARE_MISMATCH',
    clause: 'R002-7.1.14b',
    name: 'the empty cylinder weighs 501 g less than its tare',
    given: weighed(-501, -500),
  },
  {
    code: 'PREFILL_FAILED',
    clause: 'R002-7.1.5',
    name: 'the check before the fill failed',
    given: async (on, bad) => {
      await on.registered()
      await on.prefill(!bad)
    },
  },
  {
    code: 'NEEDS_PREFILL_CHECK',
    clause: 'R002-7.1.5',
    name: 'never checked',
    given: async (on, bad) => {
      await on.registered()
      if (!bad) await on.prefill()
    },
  },
  {
    code: 'NEEDS_PREFILL_CHECK',
    clause: 'R002-7.1.5',
    name: 'checked a minute more, or a minute less, than twelve hours ago',
    given: async (on, bad) => {
      await on.registered()
      await on.prefill(true, on.hoursAgo(12) + (bad ? -60_000 : 60_000))
    },
  },
  {
    code: 'NEEDS_VACUUM',
    clause: 'R002-7.1.9',
    name: 'new and never evacuated',
    given: async (on, bad) => {
      await on.registered({ needsVacuum: true })
      if (!bad) await on.send('vacuum.completed', { pressurePa: 5_000, method: 'pump' })
      await on.prefill()
    },
  },
  {
    code: 'RESIDUAL_TOO_HIGH',
    clause: 'R002-7.1.14c',
    name: 'residual of 451 g in a 15-kg cylinder',
    given: weighed(451, 450),
  },
  {
    code: 'RESIDUAL_TOO_HIGH',
    clause: 'R003-7.1.14c',
    name: 'in Zibo 3 % of the nominal fill: 436 g',
    given: async (on, bad) => {
      on.site = await on.town.site('370302')
      return weighed(436, 435)(on, bad)
    },
  },
  {
    code: 'ALREADY_FULL',
    clause: 'R002-7.1.14b',
    name: 'from the lower fill limit on it is full',
    given: weighed(14_000, 13_999),
  },
  {
    code: 'REQUEST_EXPIRED',
    clause: 'F4',
    name: 'asked more than ten seconds ago',
    requestOnly: true,
    given: async (on, bad) => {
      await on.registered()
      await on.prefill(true, on.hoursAgo(1))
      return { at: new Date(Date.now() - (bad ? 10_500 : 5_000)).toISOString() }
    },
  },
]
