import { addDays, addMonths } from '#domain/calendar.ts'
import { TODAY, YESTERDAY } from './code-town.ts'
import { type DenyScenario, registeredAs } from './deny-scenario.ts'
import { TARE } from './stage.ts'

/** What is wrong with the cylinder itself, whatever it weighs. */
export const cylinderDenials: readonly DenyScenario[] = [
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
    code: 'QUARANTINED',
    clause: 'R002-7.1.5',
    name: 'overfilled, and nobody annulled the weighing of another cylinder',
    given: async (on, bad) => {
      await on.registered()
      const { id } = await on.filled(TARE + 15_500)
      const reason = 'another cylinder stood on the scale'
      if (!bad) await on.town.admin.create(`/v1/events/${id}/annul`, { reason })
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
      await on.registered({
        madeOn: '2020-03',
        inspectedOn,
        nextInspectionOn: undefined as never,
      })
      await on.prefill()
    },
  },
  {
    code: 'IDLE_TOO_LONG',
    clause: 'R000-4.3.3.6',
    name: 'neither used nor inspected for one day more than a cycle',
    given: registeredAs((bad) => ({
      madeOn: '2020-03',
      inspectedOn: addDays(addMonths(TODAY, -48), bad ? -1 : 0),
      nextInspectionOn: addMonths(TODAY, 12),
    })),
  },
]
