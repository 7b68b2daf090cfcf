import { addDays, addMonths } from '#domain/calendar.ts'
import type { DenyCode } from '#domain/codes.ts'
import { type SiteChange, TODAY, YESTERDAY } from './code-town.ts'
import { type Stage, TARE } from './stage.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * A deny code, the clause beside it, and what is given before a fill is asked for: refused for that code when `bad`, and not for
 * it otherwise. The two differ by one day, gram or field. What it returns goes into the request, and into the fill that follows.
 */
export type DenyScenario = {
  readonly code: DenyCode
  readonly clause: string
  readonly name: string
  readonly given: (on: Stage, bad: boolean) => Promise<Fields | void>
  /** Only a request is refused for it; a fill is not found wrong in that way. */
  readonly requestOnly?: true
}

const ready = async (on: Stage): Promise<void> => {
  await on.registered()
  await on.prefill()
}

const registeredAs =
  (change: (bad: boolean) => Parameters<Stage['registered']>[0]) =>
  async (on: Stage, bad: boolean): Promise<void> => {
    await on.registered(change(bad))
    await on.prefill()
  }

const atSite =
  (change: (bad: boolean) => SiteChange) =>
  async (on: Stage, bad: boolean): Promise<void> => {
    on.site = await on.town.newSite(change(bad))
    await ready(on)
  }

/** At the shared station whose profile asks for everything; good in every way but what the scenario breaks. */
const strictly = async (on: Stage, missing: 'check' | 'operator' | 'gas' | null) => {
  on.site = await on.town.newSite({ region: '530100' })
  const { device, scale } = on.site
  const checked = { scale, testMassG: 20_000, readG: 20_000 }
  if (missing !== 'check') await device.send('scale.checked', '', { ...checked, tag: undefined })
  const tank = 'tank-1'
  if (missing !== 'gas') await device.send('gas.tested', '', { tank, passed: true, tag: undefined })
  await ready(on)
  return { tank, ...(missing === 'operator' ? { operator: 'nobody' } : {}) }
}

const stations: readonly DenyScenario[] = [
  {
    code: 'STATION_UNLICENSED',
    clause: 'F4',
    name: 'the licence ended yesterday, not today',
    given: atSite((bad) => ({ licenceUntil: bad ? YESTERDAY : TODAY })),
  },
  {
    code: 'SCALE_LOCKED',
    clause: 'F8',
    name: 'the scale is locked from afar',
    given: async (on, bad) => {
      const scale = await on.town.newScale(on.site.stationId)
      const lock = (action: string) =>
        on.town.admin.call('POST', `/v1/scales/${scale}/${action}`, { reason: 'spot check' })
      await lock('lock')
      if (!bad) await lock('unlock')
      await ready(on)
      return { scale }
    },
  },
  {
    code: 'SCALE_LOCKED',
    clause: 'F8',
    name: 'its whole station is locked',
    given: async (on, bad) => {
      on.site = await on.town.newSite()
      const path = `/v1/stations/${on.site.stationId}/lock`
      if (bad) await on.town.admin.call('POST', path, { reason: 'spot check' })
      await ready(on)
    },
  },
  {
    code: 'SCALE_UNVERIFIED',
    clause: 'R002-7.1.2',
    name: 'verified until yesterday, not today',
    given: atSite((bad) => ({ verifiedUntil: bad ? YESTERDAY : TODAY })),
  },
  {
    code: 'SCALE_UNVERIFIED',
    clause: 'R002-7.1.2',
    name: 'the check before the shift was one gram beyond its tolerance',
    given: async (on, bad) => {
      const scale = await on.town.newScale(on.site.stationId)
      const readG = bad ? 20_021 : 20_020
      await on.send('scale.checked', { scale, testMassG: 20_000, readG, tag: undefined })
      await ready(on)
      return { scale }
    },
  },
  {
    code: 'SCALE_UNVERIFIED',
    clause: 'T-1',
    name: 'not checked before the shift, where the profile asks',
    given: (on, bad) => strictly(on, bad ? 'check' : null),
  },
  {
    code: 'OPERATOR_UNCERTIFIED',
    clause: 'R002-5.7.1',
    name: 'certified until yesterday, not today',
    given: async (on, bad) => {
      const operator = on.town.fresh('s')
      const certifiedUntil = bad ? YESTERDAY : TODAY
      await on.town.admin.create('/v1/staff', { enterpriseId: 'gas-1', operator, certifiedUntil })
      await ready(on)
      return { operator }
    },
  },
  {
    code: 'OPERATOR_UNCERTIFIED',
    clause: 'T-1',
    name: 'nobody knows the operator, where the profile asks',
    given: (on, bad) => strictly(on, bad ? 'operator' : null),
  },
  {
    code: 'GAS_NOT_RELEASED',
    clause: 'R002-4.2.2',
    name: 'the gas in the tank failed its test',
    given: async (on, bad) => {
      const tank = on.town.fresh('tank')
      await on.send('gas.tested', { tank, passed: !bad, tag: undefined })
      await ready(on)
      return { tank }
    },
  },
  {
    code: 'GAS_NOT_RELEASED',
    clause: 'T-1',
    name: 'never tested, where the profile asks',
    given: (on, bad) => strictly(on, bad ? 'gas' : null),
  },
]

const cylinders: readonly DenyScenario[] = [
  {
    code: 'UNKNOWN_CYLINDER',
    clause: 'R002-7.1.4',
    name: 'nobody registered it',
    given: async (on, bad) => {
      if (!bad) await on.registered()
      await on.prefill()
    },
  },
  {
    code: 'TAG_CONFLICT',
    clause: 'R002-7.1.4',
    name: 'its tag was at another station a moment ago',
    given: async (on, bad) => {
      const here = on.site
      await on.registered()
      if (bad) on.site = await on.town.site('120000')
      await on.send('cylinder.scanned', { purpose: 'inventory' })
      on.site = here
      await on.prefill()
    },
  },
  {
    code: 'TAG_CONFLICT',
    clause: 'R002-7.1.4',
    name: 'its tag was taken off a cylinder and is used all the same',
    requestOnly: true,
    given: async (on, bad) => {
      const tag = { scheme: 'qr', value: `qr-${on.code}` } as const
      await on.registered()
      if (bad) await on.act('tags/release', tag)
      await on.send('prefill.checked', { passed: true, tag })
      return { tag }
    },
  },
  {
    code: 'REPORTED_LOST',
    clause: 'R002-7.1.4',
    name: 'reported lost, and not found again',
    given: async (on, bad) => {
      await on.registered()
      await on.act('lost', { reason: 'stolen' })
      if (!bad) await on.act('found', { reason: 'brought back' })
      await on.prefill()
    },
  },
  {
    code: 'RETIRED',
    clause: 'R002-7.1.1',
    name: 'retired by the office',
    given: async (on, bad) => {
      await on.registered()
      if (bad) await on.act('retire', { reason: 'scrap' })
      await on.prefill()
    },
  },
  {
    code: 'LIFE_EXPIRED',
    clause: 'R002-7.1.1',
    name: 'its registered retirement day was yesterday, not today',
    given: registeredAs((bad) => ({ retireOn: bad ? YESTERDAY : TODAY })),
  },
  {
    code: 'LIFE_EXPIRED',
    clause: 'R002-7.1.1',
    name: 'its stamped life ended yesterday, not today (F3)',
    given: registeredAs((bad) => ({
      madeOn: addDays(addMonths(TODAY, -24), bad ? -1 : 0),
      designLifeYears: 2,
    })),
  },
  {
    code: 'WRONG_MEDIUM',
    clause: 'R002-7.1.14a',
    name: 'registered for another gas',
    given: registeredAs((bad) => ({ medium: bad ? 'DME' : 'LPG' })),
  },
  {
    code: 'NOT_OWNED',
    clause: 'R002-7.1.7',
    name: "another company's cylinder",
    given: registeredAs((bad) => ({ ownerId: bad ? 'gas-2' : 'gas-1' })),
  },
  {
    code: 'NOT_OWNED',
    clause: 'R002-7.1.7',
    name: 'entrusted under a contract, which cn-base does not allow and the draft does (C14)',
    given: async (on, bad) => {
      on.site = await on.town.site(bad ? '110000' : '330100')
      const contract = { entrustedTo: 'gas-1', entrustContractNo: 'T-1' }
      await on.registered({ ownerId: 'gas-2', ...contract })
      await on.prefill()
    },
  },
  {
    code: 'NOT_OWNED',
    clause: 'R001-6.2-10',
    name: 'entrusted until yesterday, not today',
    given: async (on, bad) => {
      on.site = await on.town.site('330100')
      const contract = { entrustedTo: 'gas-1', entrustContractNo: 'T-1' }
      const entrustedUntil = bad ? YESTERDAY : TODAY
      await on.registered({ ownerId: 'gas-2', ...contract, entrustedUntil })
      await on.prefill()
    },
  },
  {
    code: 'QUARANTINED',
    clause: 'R002-7.1.5',
    name: 'damaged at stock-in',
    given: async (on, bad) => {
      await on.registered()
      await on.stock('in', { condition: 'empty', appearanceOk: !bad })
      await on.prefill()
    },
  },
  {
    code: 'QUARANTINED',
    clause: 'R002-7.1.5',
    name: "a person's order that nobody released",
    given: async (on, bad) => {
      await on.registered()
      await on.act('quarantine', { reason: 'look at it' })
      if (!bad) await on.act('release', { reason: 'looked at' })
      await on.prefill()
    },
  },
  {
    code: 'INSPECTION_OVERDUE',
    clause: 'R002-7.1.1',
    name: 'due yesterday, not today',
    given: registeredAs((bad) => ({ nextInspectionOn: bad ? YESTERDAY : TODAY })),
  },
  {
    code: 'INSPECTION_OVERDUE',
    clause: 'R002-7.1.1',
    name: 'no due day from the lab: four years after the last inspection (F3)',
    given: async (on, bad) => {
      const inspectedOn = addDays(addMonths(TODAY, -48), bad ? -1 : 0)
      await on.registered({ inspectedOn, nextInspectionOn: undefined as never })
      await on.prefill()
    },
  },
  {
    code: 'IDLE_TOO_LONG',
    clause: 'R000-4.3.3.6',
    name: 'neither used nor inspected for one day more than a cycle',
    given: registeredAs((bad) => ({
      inspectedOn: addDays(addMonths(TODAY, -48), bad ? -1 : 0),
      nextInspectionOn: addMonths(TODAY, 12),
    })),
  },
]

const weighed =
  (badG: number, nearG: number) =>
  async (on: Stage, bad: boolean): Promise<Fields> => {
    await ready(on)
    return { emptyGrossG: TARE + (bad ? badG : nearG) }
  }

const weights: readonly DenyScenario[] = [
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

export const denyScenarios: readonly DenyScenario[] = [...stations, ...cylinders, ...weights]
