import { addDays } from '#domain/calendar.ts'
import { SHORT_PERMIT_MS, TODAY } from './code-town.ts'
import { at, filledTo, type FindingScenario } from './finding-scenario.ts'
import { GOOD, type Stage, TARE } from './stage.ts'

const weights: readonly FindingScenario[] = [
  at(['OVERFILL', 'block', 'R002-7.1.14b'], 'one gram above the stamp', (on, bad) =>
    filledTo(on, 14_900 + (bad ? 1 : 0)),
  ),
  at(
    ['OVERFILL', 'block', 'R002-7.1.14b'],
    'one gram above what 0.42 kg/L allows the volume',
    async (on, bad) => {
      await on.registered({ waterVolumeMl: 35_000 })
      return on.filled(TARE + 14_700 + (bad ? 1 : 0))
    },
  ),
  at(
    ['OVERFILL', 'block', 'R002-7.1.14b'],
    'a YSP12 (12 L, 5 kg) filled as a YSP-12 (12 kg)',
    async (on, bad) => {
      const size = { waterVolumeMl: bad ? 12_000 : 28_600, stampedMaxG: bad ? 5_000 : 12_000 }
      await on.registered({ model: bad ? 'YSP12' : 'YSP-12', ...size })
      return on.filled(TARE + 11_600)
    },
  ),
  at(
    ['OVERFILL', 'block', 'R002-7.1.14b'],
    'the tare was corrected by one gram over HTTP',
    async (on, bad) => {
      await on.registered()
      await on.act('tare', { tareG: TARE - (bad ? 1 : 0), reason: 'weighed again' })
      return on.filled(TARE + 14_900)
    },
  ),
  at(['OVERFILL', 'block', 'R002-7.1.14b'], 'found at the check-weigh', async (on, bad) => {
    await filledTo(on, 14_900)
    return on.check({ checkWeighG: TARE + 14_900 + (bad ? 1 : 0) })
  }),
  at(['UNDERFILL', 'block', 'R002-7.1.14b'], 'one gram below nominal less tolerance', (on, bad) =>
    filledTo(on, 14_000 - (bad ? 1 : 0)),
  ),
  at(
    ['TARE_MISMATCH', 'warn', 'R002-7.1.14b'],
    'the scale used a tare that is 101 g off',
    async (on, bad) => filledTo(on, 14_500, { tareG: TARE + (bad ? 101 : 100) }),
  ),
  at(
    ['TARE_MISMATCH', 'block', 'R002-7.1.14b'],
    'the scale used a tare that is 501 g off',
    async (on, bad) => filledTo(on, 14_500, { tareG: TARE - (bad ? 501 : 500) }),
  ),
  at(['NO_FILL_STANDARD', 'warn', 'R002-7.1.14b'], 'a size without a row', async (on, bad) => {
    const size = { model: 'YSP26.2', waterVolumeMl: 26_200, stampedMaxG: 11_000 }
    await on.registered(bad ? size : {})
    return on.filled(TARE + 11_000)
  }),
  at(
    ['CHECKWEIGH_MISMATCH', 'warn', 'R002-7.1.2'],
    'one gram more than both scales may err',
    async (on, bad) => {
      const checkScale = await on.town.newScale(on.site.stationId, addDays(TODAY, 9), 30)
      await filledTo(on, 14_500)
      return on.check({ checkScale, checkWeighG: GOOD + (bad ? 51 : 50) })
    },
  ),
  at(
    ['SCALE_CHECK_FAILED', 'warn', 'R002-7.1.2'],
    'a test mass read one gram beyond the tolerance',
    async (on, bad) => {
      const scale = await on.town.newScale(on.site.stationId)
      const readG = bad ? 20_021 : 20_020
      return on.send('scale.checked', { scale, testMassG: 20_000, readG, tag: undefined })
    },
    'down',
  ),
  at(
    ['GAS_OUT_OF_SPEC', 'warn', 'R002-4.2.2'],
    'more C5 than the limit',
    async (on, bad) => {
      const values = { c5PlusPct: bad ? 3.1 : 3 }
      return on.send('gas.tested', { tank: 't-9', passed: true, values, tag: undefined })
    },
    'down',
  ),
]

const permitted = async (on: Stage) => {
  await on.registered()
  await on.prefill()
  return on.permit()
}

const permits: readonly FindingScenario[] = [
  at(['FILL_WITHOUT_PERMIT', 'warn', 'F4'], 'no permit named', async (on, bad) => {
    const { permitId } = await permitted(on)
    return on.fill(GOOD, bad ? {} : { permitId })
  }),
  at(['FILL_WITHOUT_PERMIT', 'warn', 'F4'], 'a permit is good for one fill', async (on, bad) => {
    const { permitId } = await permitted(on)
    if (bad) await on.fill(TARE + 13_000, { permitId })
    return on.fill(GOOD, { permitId })
  }),
  at(['PERMIT_EXPIRED', 'warn', 'F4'], 'one millisecond after its end', async (on, bad) => {
    on.site = await on.town.site('530100')
    const tank = on.town.fresh('tank')
    await on.send('gas.tested', { tank, passed: true, tag: undefined })
    const { scale } = on.site
    await on.send('scale.checked', { scale, testMassG: 9, readG: 9, tag: undefined })
    await on.registered()
    await on.prefill()
    const { permitId, expiresAt } = await on.permit({ tank })
    const end = Date.parse(expiresAt)
    if (end - Date.now() > SHORT_PERMIT_MS) throw new Error('not the short permit')
    return on.fill(GOOD, { permitId, tank }, end + (bad ? 1 : 0))
  }),
  at(['PERMIT_MISMATCH', 'warn', 'F4'], 'another scale', async (on, bad) => {
    const other = await on.town.newScale(on.site.stationId)
    const { permitId } = await permitted(on)
    return on.fill(GOOD, { permitId, scale: bad ? other : on.site.scale })
  }),
  at(['PERMIT_MISMATCH', 'warn', 'F4'], 'a tare that is one gram off', async (on, bad) => {
    const { permitId } = await permitted(on)
    return on.fill(GOOD, { permitId, tareG: TARE + (bad ? 1 : 0) })
  }),
  at(['PERMIT_MISMATCH', 'warn', 'F4'], 'one gram more than it gives', async (on, bad) => {
    const { permitId } = await permitted(on)
    return on.fill(TARE + 14_900 + (bad ? 1 : 0), { permitId })
  }),
]

/** A straight rise in a hundred steps. */
const rise = (from: number, to: number): number[] =>
  Array.from({ length: 101 }, (_, step) => Math.round(from + ((to - from) * step) / 100))

/** A fill with its weight curve; what was found is in the comparison behind it. */
const curve = (code: FindingScenario['code'], name: string, grossG: (bad: boolean) => number[]) =>
  at([code, 'warn', 'R002-7.1.4'], name, async (on, bad) => {
    const { permitId } = await permitted(on)
    const from = new Date(on.now()).toISOString()
    const id = crypto.randomUUID()
    const { scale, device } = on.site
    const slice = { id, scale, permitId, from, stepMs: 500, grossG: grossG(bad) }
    await device.publish(JSON.stringify(slice), 'samples')
    await on.fill(GOOD, { permitId })
    const { events } = await on.town.admin.trace(on.code)
    const compared = events.find(({ type }) => type === 'fill.curve-compared')
    if (compared === undefined) throw new Error('the fill was not compared with its curve')
    return compared
  })

const good = [0, ...rise(TARE + 120, GOOD), 0]

const curves: readonly FindingScenario[] = [
  curve('CURVE_TWO_CYLINDERS', 'the scale stood empty between', (bad) => [
    ...rise(TARE, TARE + 9_000),
    bad ? 0 : TARE + 9_000,
    ...rise(TARE + 9_000, GOOD),
  ]),
  curve('CURVE_NO_RISE', 'a rise of 499 g', (bad) => rise(GOOD - (bad ? 499 : 500), GOOD)),
  curve('CURVE_JUMP_BACK', 'it fell by 501 g', (bad) => [
    ...good.slice(0, -1),
    GOOD - (bad ? 501 : 500),
  ]),
  curve('CURVE_NET_NOT_REACHED', 'a gram beyond what band and scale allow', (bad) =>
    rise(TARE, GOOD - (bad ? 121 : 120)),
  ),
]

export const weightFindings: readonly FindingScenario[] = [...weights, ...permits, ...curves]
