import { at, filledTo, type FindingScenario, sentOut } from './finding-scenario.ts'
import { GOOD, type Stage } from './stage.ts'

const checks: readonly FindingScenario[] = [
  at(['LEAKING', 'block', 'R002-7.1.8'], 'at the check after the fill', async (on, bad) => {
    await filledTo(on, 14_500)
    return on.check({ leakFree: !bad })
  }),
  at(['LEAKING', 'block', 'R002-7.1.8'], 'at stock-in', async (on, bad) => {
    await filledTo(on, 14_500)
    await on.check()
    return on.stock('in', { leakFree: !bad })
  }),
  at(['UNSEALED', 'block', 'R001-6.2-8'], 'not sealed', async (on, bad) => {
    await filledTo(on, 14_500)
    return on.check({ sealed: !bad })
  }),
  at(['UNLABELLED', 'block', 'R002-7.1.5'], 'not labelled', async (on, bad) => {
    await filledTo(on, 14_500)
    return on.check({ labelled: !bad })
  }),
  at(['DAMAGED', 'block', 'R002-7.1.1'], 'at stock-in', async (on, bad) => {
    await on.registered()
    return on.stock('in', { condition: 'empty', appearanceOk: !bad })
  }),
]

const movements: readonly FindingScenario[] = [
  at(
    ['OUT_WITHOUT_CHECK', 'block', 'R002-7.1.8'],
    'not checked since the fill',
    async (on, bad) => {
      await filledTo(on, 14_500)
      if (!bad) await on.check()
      return on.stock('out')
    },
  ),
  at(['OUT_WITHOUT_CHECK', 'block', 'R002-7.1.8'], 'an empty one needs none', async (on, bad) => {
    await filledTo(on, 14_500)
    return on.stock('out', { condition: bad ? 'full' : 'empty' })
  }),
  at(['MOVED_WHILE_BLOCKED', 'block', 'R002-7.1.5'], 'underfilled by a gram', async (on, bad) => {
    await filledTo(on, 14_000 - (bad ? 1 : 0))
    await on.check()
    return on.stock('out')
  }),
  at(
    ['MOVED_WHILE_BLOCKED', 'block', 'R002-7.1.5'],
    'ordered to stay, it may not go empty either',
    async (on, bad) => {
      await on.registered()
      await on.stock('in', { condition: 'empty' })
      if (bad) await on.act('quarantine', { reason: 'look at it' })
      return on.stock('out', { condition: 'empty' })
    },
  ),
  at(
    ['DELIVERED_WHILE_BLOCKED', 'block', 'R002-7.1.5'],
    'delivered unsealed',
    async (on, bad) => {
      await filledTo(on, 14_500)
      await on.check({ sealed: !bad })
      return on.delivered()
    },
    'trace',
  ),
  at(['RETURN_NOT_SCANNED', 'warn', 'R002-7.1.4'], 'back without a return', async (on, bad) => {
    await sentOut(on)
    await on.delivered()
    if (!bad) await on.returned()
    return on.stock('in', { condition: 'empty' })
  }),
  at(
    ['RETURN_NOT_OUT', 'warn', 'R002-7.1.4'],
    'told once more',
    async (on, bad) => {
      await sentOut(on)
      await on.delivered()
      await on.returned()
      if (bad) await on.returned()
      return { id: await on.lastTold('cylinder.returned') }
    },
    'trace',
  ),
]

const clocks: readonly FindingScenario[] = [
  at(['CLOCK_INVALID', 'warn', 'R002-7.1.4'], 'more than two minutes ahead', async (on, bad) => {
    await on.registered()
    return on.send(
      'cylinder.scanned',
      { purpose: 'inventory' },
      Date.now() + 120_000 + (bad ? 10_000 : -10_000),
    )
  }),
  at(['CLOCK_INVALID', 'warn', 'R002-7.1.4'], 'more than 400 days old', async (on, bad) => {
    await on.registered()
    return on.send(
      'cylinder.scanned',
      { purpose: 'inventory' },
      on.hoursAgo(400 * 24) + (bad ? -1 : 30_000),
    )
  }),
  at(
    ['CLOCK_INVALID', 'warn', 'R002-7.1.4'],
    'of an event without a cylinder',
    async (on, bad) => {
      const aheadMs = 120_000 + (bad ? 10_000 : -10_000)
      return on.send('operator.signed-in', { tag: undefined }, Date.now() + aheadMs)
    },
    'down',
  ),
  at(['FILLED_OFFLINE', 'warn', 'F4'], 'told more than ten minutes later', async (on, bad) => {
    await on.registered()
    return on.fill(GOOD, {}, Date.now() - 600_000 + (bad ? -1 : 20_000))
  }),
]

/** Filled, delivered and given back, as its customer. */
const givenBack = async (on: Stage): Promise<void> => {
  await sentOut(on)
  await on.delivered()
  await on.returned()
}

const inXinjiang = async (on: Stage): Promise<void> => {
  on.site = await on.town.site('650102')
}

const residuals: readonly FindingScenario[] = [
  at(['RESIDUAL_OVER_LIMIT', 'warn', 'R002-7.1.14c'], '451 g', async (on, bad) => {
    await givenBack(on)
    return on.weighed(bad ? 451 : 450)
  }),
  at(['RESIDUAL_OVER_LIMIT', 'warn', 'R002-7.1.14c'], 'unused gas is none', async (on, bad) => {
    await givenBack(on)
    return on.weighed(451, { returnReason: bad ? 'used-up' : 'unused-gas' })
  }),
  at(
    ['RESIDUAL_OVER_LIMIT', 'warn', 'R003-7.1.14c'],
    'in Zibo 3 % of the last fill, 14.6 kg: 438 g',
    async (on, bad) => {
      on.site = await on.town.site('370302')
      await filledTo(on, 14_600)
      return on.weighed(bad ? 439 : 438)
    },
  ),
  at(
    ['RESIDUAL_IMPLAUSIBLE', 'warn', 'R002-7.1.14c'],
    'more than a fifth of the nominal fill',
    async (on, bad) => {
      await givenBack(on)
      return on.weighed(bad ? 2_901 : 2_900)
    },
  ),
  at(['CLAIM_UNATTRIBUTED', 'warn', 'R002-7.1.14d'], 'never delivered', async (on, bad) => {
    await sentOut(on)
    if (!bad) await on.delivered()
    await on.returned()
    return on.weighed(451)
  }),
  at(['NET_CONTENT_SHORT', 'warn', 'R000-4.3.1.4d'], 'at the fill, 151 g', async (on, bad) => {
    await inXinjiang(on)
    return filledTo(on, 14_500 - (bad ? 151 : 150))
  }),
  at(['NET_CONTENT_SHORT', 'warn', 'R000-4.3.1.4d'], 'the label says more', async (on, bad) => {
    await inXinjiang(on)
    await filledTo(on, 14_500)
    return on.check({ labelledNetG: bad ? 14_651 : 14_650 })
  }),
  at(['NET_CONTENT_SHORT', 'warn', 'R000-4.3.1.4d'], 'at the return', async (on, bad) => {
    await inXinjiang(on)
    // Of no known sale: the station's own law; where a home is known, that of the home.
    await sentOut(on)
    await on.returned()
    return on.weighed(bad ? 151 : 150)
  }),
]

export const lifeFindings: readonly FindingScenario[] = [
  ...checks,
  ...movements,
  ...clocks,
  ...residuals,
]
