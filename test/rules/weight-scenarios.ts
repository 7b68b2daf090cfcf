import { grams } from '#domain/units.ts'
import { at, filled, type FindingScenario } from './finding-scenario.ts'
import { GOOD, story, TARE } from './story.ts'

/** Net, tare and check-weigh. */
export const weightScenarios: readonly FindingScenario[] = [
  at(
    ['OVERFILL', 'block', 'R002-7.1.14b'],
    'one gram above the stamp',
    (bad) => filled(TARE + 14_900 + (bad ? 1 : 0)),
    { measured: 14_901, limit: 14_900, unit: 'g', limitFrom: 'stamped' },
  ),
  at(
    ['OVERFILL', 'block', 'R002-7.1.14b'],
    'one gram above what 0.42 kg/L allows the volume',
    (bad) =>
      story()
        .registered({ waterVolumeMl: 35_000 })
        .filled(TARE + 14_700 + (bad ? 1 : 0)),
    { measured: 14_701, limit: 14_700, limitFrom: 'volume' },
  ),
  at(
    ['OVERFILL', 'block', 'R002-7.1.14b'],
    'one gram above nominal and tolerance, where the cylinder would hold more',
    (bad) =>
      story()
        .registered({ waterVolumeMl: 36_500, stampedMaxG: grams(15_300) })
        .filled(TARE + 15_000 + (bad ? 1 : 0)),
    { measured: 15_001, limit: 15_000, limitFrom: 'tolerance' },
  ),
  at(
    ['OVERFILL', 'block', 'R002-7.1.14b'],
    'the smaller tare counts',
    (bad) =>
      story()
        .registered()
        .prefill()
        .fill(TARE + 14_900, { tareG: grams(TARE - (bad ? 1 : 0)) }),
    { measured: 14_901 },
  ),
  at(['OVERFILL', 'block', 'R002-7.1.14b'], 'found at the check-weigh', (bad) =>
    filled(TARE + 14_900).check({ checkWeighG: grams(TARE + 14_900 + (bad ? 1 : 0)) }),
  ),
  at(['OVERFILL', 'block', 'R002-7.1.14b'], 'in a fill that was broken off', (bad) =>
    story()
      .registered()
      .add('fill.aborted', {
        scale: 'scale-1',
        grossG: grams(TARE + 14_900 + (bad ? 1 : 0)),
        tareG: grams(TARE),
      }),
  ),
  at(
    ['UNDERFILL', 'block', 'R002-7.1.14b'],
    'one gram below nominal less tolerance',
    (bad) => filled(TARE + 14_000 - (bad ? 1 : 0)),
    { measured: 13_999, limit: 14_000, unit: 'g', limitFrom: 'tolerance' },
  ),
  at(
    ['UNDERFILL', 'block', 'R002-7.1.14b'],
    'the larger tare counts',
    (bad) =>
      story()
        .registered()
        .prefill()
        .fill(TARE + 14_000, { tareG: grams(TARE + (bad ? 1 : 0)) }),
    { measured: 13_999 },
  ),
  at(['UNDERFILL', 'block', 'R002-7.1.14b'], 'found at the check-weigh', (bad) =>
    filled(TARE + 14_000).check({ checkWeighG: grams(TARE + 14_000 - (bad ? 1 : 0)) }),
  ),
  at(['NO_FILL_STANDARD', 'warn', 'R002-7.1.14b'], 'a size without a row', (bad) =>
    story()
      .registered(
        bad ? { model: 'YSP26.2', waterVolumeMl: 26_200, stampedMaxG: grams(11_000) } : {},
      )
      .filled(TARE + 11_000),
  ),
  at(['NO_FILL_STANDARD', 'warn', 'R002-7.1.14b'], 'a stamp below the whole row', (bad) =>
    story()
      .registered({ stampedMaxG: grams(bad ? 13_999 : 14_000) })
      .filled(TARE + 13_999),
  ),
  at(
    ['TARE_MISMATCH', 'warn', 'R002-7.1.14b'],
    'the scale used a tare that is 101 g off',
    (bad) =>
      story()
        .registered()
        .fill(GOOD, { tareG: grams(TARE + (bad ? 101 : 100)) }),
    { measured: 101, limit: 100, unit: 'g' },
  ),
  at(
    ['TARE_MISMATCH', 'block', 'R002-7.1.14b'],
    'the scale used a tare that is 501 g off',
    (bad) =>
      story()
        .registered()
        .fill(GOOD, { tareG: grams(TARE - (bad ? 501 : 100)) }),
    { measured: 501, limit: 500 },
  ),
  at(
    ['CHECKWEIGH_MISMATCH', 'warn', 'R002-7.1.2'],
    'one gram more than both scales may err',
    (bad) => filled().check({ checkWeighG: grams(GOOD + (bad ? 51 : 50)) }),
    { measured: 51, limit: 50, unit: 'g' },
  ),
]
