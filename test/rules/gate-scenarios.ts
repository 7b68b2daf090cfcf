import { addDays } from '#domain/calendar.ts'
import { day } from '#domain/units.ts'
import { type GateScenario, pair, ready } from './gate-scenario.ts'
import { gateWeightScenarios } from './gate-weight-scenarios.ts'
import { story } from './story.ts'

/** The story's day, and the day before. */
const TODAY = day('2026-11-20')
const YESTERDAY = addDays(TODAY, -1)

export const gateScenarios: readonly GateScenario[] = [
  {
    code: 'STATION_UNLICENSED',
    clause: 'F4',
    name: 'the licence ended yesterday, not today',
    ...pair((bad) => ready().station({ licenceUntil: bad ? YESTERDAY : TODAY })),
  },
  {
    code: 'STATION_UNLICENSED',
    clause: 'F4',
    name: 'nobody knows the station; a licence without an end is one',
    ...pair((bad) =>
      bad ? ready().around({ station: null }) : ready().station({ licenceUntil: null }),
    ),
  },
  {
    code: 'SCALE_LOCKED',
    clause: 'F8',
    name: 'the scale is locked',
    ...pair((bad) => ready().scale({ locked: bad })),
  },
  {
    code: 'SCALE_LOCKED',
    clause: 'F8',
    name: 'the station is locked',
    ...pair((bad) => ready().station({ locked: bad })),
  },
  {
    code: 'SCALE_UNVERIFIED',
    clause: 'R002-7.1.2',
    name: 'verified until yesterday, not today',
    ...pair((bad) => ready().scale({ verifiedUntil: bad ? YESTERDAY : TODAY })),
  },
  {
    code: 'SCALE_UNVERIFIED',
    clause: 'R002-7.1.2',
    name: 'nobody registered the scale',
    ...pair((bad) => ready().scale({ known: !bad })),
  },
  {
    code: 'SCALE_UNVERIFIED',
    clause: 'R002-7.1.2',
    name: 'the check before the shift failed; none recorded is no failure in cn-base',
    ...pair((bad) => ready().scale({ shiftCheck: bad ? 'failed' : null })),
  },
  {
    code: 'OPERATOR_UNCERTIFIED',
    clause: 'R002-5.7.1',
    name: 'certified until yesterday, not today',
    ...pair((bad) =>
      ready().around({
        operator: { id: 's-1', known: true, certifiedUntil: bad ? YESTERDAY : TODAY },
      }),
    ),
  },
  {
    code: 'GAS_NOT_RELEASED',
    clause: 'R002-4.2.2',
    name: 'the tank failed its test; an untested tank is let through in cn-base',
    ...pair((bad) => ready().around({ tank: { id: 't-1', released: bad ? false : null } })),
  },
  {
    code: 'UNKNOWN_CYLINDER',
    clause: 'R002-7.1.4',
    name: 'nobody registered it',
    ...pair((bad) => (bad ? story().prefill() : ready())),
  },
  {
    code: 'TAG_CONFLICT',
    clause: 'R002-7.1.4',
    name: 'its tag was at another station less than ten minutes ago',
    ...pair((bad) => {
      const elsewhere = story().registered().add('cylinder.scanned', {}, { stationId: 'st-2' })
      return elsewhere.later(bad ? 8 * 60_000 : 9 * 60_000).prefill()
    }),
  },
  {
    code: 'REPORTED_LOST',
    clause: 'R002-7.1.4',
    name: 'reported lost, and not found again',
    ...pair((bad) => {
      const lost = story().registered().add('cylinder.reported-lost', { by: 'u-1' }, { by: 'api' })
      return (bad ? lost : lost.add('cylinder.found', { by: 'u-1' }, { by: 'api' })).prefill()
    }),
  },
  {
    code: 'RETIRED',
    clause: 'R002-7.1.1',
    name: 'failed its inspection',
    ...pair((bad) =>
      story()
        .registered({ needsVacuum: false })
        .add('inspection.completed', { result: bad ? 'fail' : 'pass' }, { by: 'api' })
        .add('vacuum.completed', {})
        .prefill(),
    ),
  },
  {
    code: 'LIFE_EXPIRED',
    clause: 'R002-7.1.1',
    name: 'made after 2007-02-01: twelve years ended yesterday, not today (F3, 8+4)',
    ...pair((bad) =>
      story()
        .registered({ madeOn: bad ? '2014-11-19' : '2014-11-20', designLifeYears: 12 })
        .prefill(),
    ),
  },
  {
    code: 'LIFE_EXPIRED',
    clause: 'R002-7.1.1',
    name: 'eight years are over and no inspection reaches beyond them (F3, 8+4)',
    ...pair((bad) =>
      story()
        .registered({
          madeOn: '2018-03',
          inspectedOn: day('2026-02-20'),
          nextInspectionOn: bad ? undefined : day('2030-02-20'),
        })
        .prefill(),
    ),
  },
  {
    code: 'LIFE_EXPIRED',
    clause: 'R002-7.1.1',
    name: 'a cylinder of the stamped regime has no extension (F3)',
    ...pair((bad) =>
      story()
        .registered({
          madeOn: '2023-12-01',
          designLifeYears: bad ? 2 : 3,
          inspectedOn: day('2025-12-01'),
          nextInspectionOn: day('2029-12-01'),
        })
        .prefill(),
    ),
  },
  {
    code: 'LIFE_EXPIRED',
    clause: 'R002-7.1.1',
    name: 'its registered retirement day was yesterday, not today',
    ...pair((bad) =>
      story()
        .registered({ retireOn: bad ? YESTERDAY : TODAY })
        .prefill(),
    ),
  },
  {
    code: 'WRONG_MEDIUM',
    clause: 'R002-7.1.14a',
    name: 'registered for another gas',
    ...pair((bad) =>
      story()
        .registered({ medium: bad ? 'DME' : 'LPG' })
        .prefill(),
    ),
  },
  {
    code: 'NOT_OWNED',
    clause: 'R002-7.1.7',
    name: "another company's cylinder",
    ...pair((bad) =>
      story()
        .registered({ ownerId: bad ? 'e-2' : 'e-1' })
        .prefill(),
    ),
  },
  {
    code: 'NOT_OWNED',
    clause: 'R002-7.1.7',
    name: 'entrusted to the station, which cn-base does not allow and the draft does (C14)',
    ...pair((bad) =>
      story()
        .under(bad ? 'cn-base@2013-06-01' : 'cn-draft@2013-06-01')
        .registered({ ownerId: 'e-2', entrustedTo: 'e-1', entrustContractNo: 'T-1' })
        .prefill(),
    ),
  },
  {
    code: 'NOT_OWNED',
    clause: 'R001-6.2-10',
    name: 'entrusted under a contract that ended yesterday, not today',
    ...pair((bad) =>
      story()
        .under('cn-draft@2013-06-01')
        .registered({
          ownerId: 'e-2',
          entrustedTo: 'e-1',
          entrustContractNo: 'T-1',
          entrustedUntil: bad ? YESTERDAY : TODAY,
        })
        .prefill(),
    ),
  },
  {
    code: 'NOT_OWNED',
    clause: 'R001-6.2-10',
    name: 'entrusted without a contract',
    ...pair((bad) =>
      story()
        .under('cn-draft@2013-06-01')
        .registered({
          ownerId: 'e-2',
          entrustedTo: 'e-1',
          entrustContractNo: bad ? undefined : 'T-1',
        })
        .prefill(),
    ),
  },
  {
    code: 'QUARANTINED',
    clause: 'R002-7.1.5',
    name: 'damaged at stock-in',
    ...pair((bad) => story().registered().in({ appearanceOk: !bad }).prefill()),
  },
  {
    code: 'QUARANTINED',
    clause: 'R002-7.1.5',
    name: "a regulator's order, which the office cannot release",
    ...pair((bad) =>
      story()
        .registered()
        .add(
          'cylinder.quarantined',
          { reason: 'check', by: 'r-1', role: 'regulator' },
          { by: 'api' },
        )
        .add(
          'quarantine.released',
          { reason: 'ok', by: 'r-1', role: bad ? 'office' : 'regulator' },
          { by: 'api' },
        )
        .prefill(),
    ),
  },
  {
    code: 'INSPECTION_OVERDUE',
    clause: 'R002-7.1.1',
    name: 'due yesterday, not today',
    ...pair((bad) =>
      story()
        .registered({ nextInspectionOn: bad ? YESTERDAY : TODAY })
        .prefill(),
    ),
  },
  {
    code: 'INSPECTION_OVERDUE',
    clause: 'R002-7.1.1',
    name: 'no due day from the lab: four years after the last inspection (F3)',
    ...pair((bad) =>
      story()
        .registered({
          inspectedOn: day(bad ? '2022-11-19' : '2022-11-20'),
          nextInspectionOn: undefined,
        })
        .prefill(),
    ),
  },
  {
    code: 'INSPECTION_OVERDUE',
    clause: 'R002-7.1.1',
    name: 'a 50-kg cylinder made before 2007-02-01 has three years (F3)',
    ...pair((bad) =>
      story()
        .registered({
          model: 'YSP-50',
          madeOn: bad ? '2007-01-31' : '2007-02-01',
          inspectedOn: day('2023-11-19'),
          nextInspectionOn: undefined,
        })
        .prefill(),
    ),
  },
  {
    code: 'IDLE_TOO_LONG',
    clause: 'R000-4.3.3.6',
    name: 'not used for one day more than a cycle',
    ...pair((bad) =>
      story()
        .registered({
          inspectedOn: day(bad ? '2022-11-19' : '2022-11-20'),
          nextInspectionOn: day('2027-05-01'),
        })
        .prefill(),
    ),
  },
  {
    code: 'IDLE_TOO_LONG',
    clause: 'R000-4.3.3.6',
    name: 'inspected more than a cycle ago; used since it is not idle',
    ...pair((bad) => {
      const old = story().registered({
        inspectedOn: day('2022-11-19'),
        nextInspectionOn: day('2027-05-01'),
      })
      return (bad ? old : old.delivered().returned()).prefill()
    }),
  },
  ...gateWeightScenarios,
]
