import { TODAY, YESTERDAY } from './code-town.ts'
import { atSite, type DenyScenario, ready } from './deny-scenario.ts'
import type { Stage } from './stage.ts'

/** At a station whose profile asks for everything; good in every way but what is missing. */
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

/** What is wrong with the station, its scale, its people or its gas. */
export const stationDenials: readonly DenyScenario[] = [
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
