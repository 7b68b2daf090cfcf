import { describe, expect, it } from 'vitest'
import { epochMs, grams } from '#domain/units.ts'
import { GOOD, START, type Story, story, TARE } from './story.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Codes found in each event of a type, in order of effect. */
const foundIn = (life: Story, type: string): (readonly string[])[] =>
  life
    .folded()
    .judged.filter(({ event }) => event.type === type)
    .map(({ findings }) => findings.map(({ code }) => code))

describe('what is known later changes what it should, and nothing else (design §4)', () => {
  it('R002-7.1.4 a fill before its registration is judged once the cylinder is known', () => {
    const early = story()
      .prefill()
      .fill(TARE + 15_130)
    expect(foundIn(early, 'fill.completed')).toEqual([
      ['FILL_UNKNOWN_CYLINDER', 'FILL_WITHOUT_PERMIT'],
    ])
    early.registered()
    expect(foundIn(early, 'fill.completed')).toEqual([['OVERFILL', 'FILL_WITHOUT_PERMIT']])
  })

  it('R002-7.1.1 a retirement that arrives late turns a good verdict bad', () => {
    const good = story().registered().filled()
    expect(foundIn(good, 'fill.completed')).toEqual([[]])
    const at = START + 90_000
    good.add('cylinder.retired', { reason: 'SCRAPPED', by: 'u-1' }, { at, by: 'api' })
    expect(foundIn(good, 'fill.completed')).toEqual([['FILL_RETIRED']])
  })

  it('R002-7.1.14b a tare corrected from before the fill changes it, one from after it does not', () => {
    const corrected = (validFrom: number) =>
      story()
        .registered()
        .filled(TARE + 14_000)
        .add(
          'tare.corrected',
          { tareG: grams(TARE + 50), validFrom: epochMs(validFrom), by: 'u-1' },
          { by: 'api' },
        )
    const fillAt = START + 5 * MINUTE
    expect(foundIn(corrected(fillAt), 'fill.completed')).toEqual([['UNDERFILL']])
    expect(foundIn(corrected(fillAt + 1), 'fill.completed')).toEqual([[]])
  })

  it('an annulled event stays readable and counts for nothing', () => {
    const over = story()
      .registered()
      .filled(TARE + 15_500)
    expect(over.standing()).toEqual(['OVERFILL'])
    over.add(
      'event.annulled',
      { eventId: 'e-004', reason: 'two cylinders mixed up', by: 'u-1' },
      { by: 'api' },
    )
    expect(foundIn(over, 'fill.completed')).toEqual([[]])
    expect(over.standing()).toEqual([])
    expect(over.folded().cylinder.lastFill).toBeNull()
  })

  it('keeps to the profile that was recorded with each event', () => {
    const life = story().registered().under('cn-3703@2021-06-11').weighed(440)
    expect(life.finding('RESIDUAL_OVER_LIMIT')).toMatchObject({
      clause: 'R003-7.1.14c',
      profile: 'cn-3703@2021-06-11',
      limit: 435,
    })
    life.under('cn-base@2013-06-01').weighed(440)
    expect(life.codes()).toEqual([])
    expect(foundIn(life, 'residual.weighed')[0]).toContain('RESIDUAL_OVER_LIMIT')
  })

  it('design §4: residual is judged by the premises of its last customer, not by the station that weighs it', () => {
    const zibo = 'cn-3703@2021-06-11'
    const filled = () => story().registered().filled().check().out()
    // 14 500 g were filled: 3 % are 435 g in Zibo, elsewhere 450 g is the limit of the size.
    const sold = filled().sold(zibo).returned().in().weighed(440)
    expect(sold.finding('RESIDUAL_OVER_LIMIT')).toMatchObject({ profile: zibo, limit: 435 })
    expect(filled().delivered().returned().in().weighed(440).codes()).toEqual([])
    // A delivery that is told after the weighing ends in the same verdict.
    const late = filled().later(HOUR).returned().in().weighed(440)
    expect(late.codes()).toEqual([])
    late.sold(zibo, { at: START + 30 * MINUTE })
    expect(foundIn(late, 'residual.weighed')[0]).toContain('RESIDUAL_OVER_LIMIT')
    // Filled again since: what is weighed now is no residual of that customer.
    const again = filled().sold(zibo).returned().in().filled().weighed(440)
    expect(again.codes()).toEqual([])
    // The promise is of the enterprise that weighs.
    const own = story().registered().filled().check().out().sold('cn-65@2023-06-01')
    expect(own.returned().in().weighed(440).finding('NET_CONTENT_SHORT')).toMatchObject({
      profile: 'cn-65@2023-06-01',
    })
  })

  it('with an annulled fill goes what its weight curve showed', () => {
    const curve = (life: Story) =>
      life.add(
        'fill.curve-compared',
        {
          fillId: 'e-003',
          permitId: 'e-002',
          samples: 2,
          grossG: grams(GOOD),
          tareG: grams(TARE),
          stays: 1,
          firstG: grams(TARE),
          topG: grams(TARE),
          dropG: grams(0),
        },
        {},
      )
    const body = { eventId: 'e-003', reason: 'another cylinder', by: 'u-1' }
    const before = curve(story().registered().prefill().request().fill(GOOD))
    expect(foundIn(before, 'fill.curve-compared')[0]).toContain('CURVE_NO_RISE')
    before.add('event.annulled', body, { by: 'api' })
    expect(foundIn(before, 'fill.curve-compared')).toEqual([[]])
    const after = story().registered().prefill().request().fill(GOOD)
    after.add('event.annulled', body, { by: 'api' })
    expect(foundIn(curve(after), 'fill.curve-compared')).toEqual([[]])
  })

  it('a clock from 1970 and one from 2099 count from when they were received', () => {
    const at = [0, Date.UTC(2099, 0, 1)]
    const life = story().registered()
    for (const wrong of at) {
      const recordedAt = START + 10 * MINUTE
      life.add('cylinder.scanned', {}, { at: wrong, recordedAt })
    }
    life.later(30 * MINUTE).filled(GOOD)
    expect(foundIn(life, 'cylinder.scanned')).toEqual([['CLOCK_INVALID'], ['CLOCK_INVALID']])
    expect(foundIn(life, 'fill.completed')).toEqual([[]])
  })
})
