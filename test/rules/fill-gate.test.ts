import { describe, expect, it } from 'vitest'
import { denyCodes } from '#domain/codes.ts'
import { grams } from '#domain/units.ts'
import { gateScenarios } from './gate-scenarios.ts'
import { GOOD, START, story, TARE } from './story.ts'

describe('the fill gate: every deny code, and a case one day, gram or field away', () => {
  for (const { code, clause, name, bad, near, emptyG } of gateScenarios) {
    const badG = TARE + (emptyG?.bad ?? 100)
    const nearG = TARE + (emptyG?.near ?? 100)

    it(`${clause} ${code}: ${name}`, () => {
      const decision = bad().gate(badG)
      if (decision.decision === 'allow') throw new Error(`${code} was not refused`)
      expect(decision.codes).toContain(code)
      if (decision.code === code) expect(decision.clause).toBe(clause)
      expect(decision.message.zh).not.toMatch(/[{}]/)
      expect(decision.message.en).not.toMatch(/[{}]/)
      expect(near().denied(nearG)).not.toContain(code)
    })

    it(`${clause} FILL_${code}: filled all the same, ${name}`, () => {
      const done = bad().request(badG).fill()
      expect(done.finding(`FILL_${code}`)).toMatchObject({ severity: 'block', clause })
      expect(done.standing()).toContain(`FILL_${code}`)
      expect(near().request(nearG).fill().codes()).not.toContain(`FILL_${code}`)
    })
  }

  it('F4 REQUEST_EXPIRED: older than ten seconds when it is decided', () => {
    const ready = story().registered().prefill()
    expect(ready.denied(TARE, 10_001)).toEqual(['REQUEST_EXPIRED'])
    expect(ready.denied(TARE, 10_000)).toEqual([])
  })

  it('R002-7.1.5 NEEDS_PREFILL_CHECK: twelve hours to the millisecond; what counts is the permit', () => {
    const ready = story()
      .registered()
      .prefill()
      .later(12 * 3_600_000 - 60_000)
    expect(ready.denied()).toEqual([])
    expect(ready.permit().fill().codes()).toEqual([])
  })

  it('R002-7.1.4 TAG_CONFLICT: as the caller sees it, before any event says so', () => {
    const ready = story().registered().prefill()
    expect(ready.gate(TARE, 50, { tagConflict: true })).toMatchObject({ codes: ['TAG_CONFLICT'] })
    expect(ready.gate(TARE, 50, { tagConflict: false }).decision).toBe('allow')
    const nobody = story().prefill().gate(TARE, 50, { tagConflict: true })
    expect(nobody).toMatchObject({ codes: ['UNKNOWN_CYLINDER', 'TAG_CONFLICT'] })
  })

  it('has a scenario for every deny code', () => {
    const told = new Set([...gateScenarios.map(({ code }) => code), 'REQUEST_EXPIRED'])
    expect([...denyCodes].filter((code) => !told.has(code))).toEqual([])
  })

  it('lists all reasons in the order of design §3 and names the first', () => {
    const decision = story()
      .scale({ locked: true, known: false })
      .station({ licenceUntil: null })
      .registered({ ownerId: 'e-2', tareG: undefined, medium: 'DME' })
      .gate(TARE, 60_000)
    if (decision.decision === 'allow') throw new Error('was not refused')
    const order = denyCodes.filter((code) => decision.codes.includes(code))
    expect(decision.codes).toEqual(order)
    expect(decision.codes).toEqual([
      'SCALE_LOCKED',
      'SCALE_UNVERIFIED',
      'WRONG_MEDIUM',
      'NOT_OWNED',
      'TARE_UNKNOWN',
      'NEEDS_PREFILL_CHECK',
      'REQUEST_EXPIRED',
    ])
    expect(decision.code).toBe('SCALE_LOCKED')
  })

  it('R002-7.1.14c says to the worker what was measured and what the limit is', () => {
    const decision = story()
      .registered()
      .prefill()
      .gate(TARE + 1_200)
    expect(decision).toMatchObject({
      code: 'RESIDUAL_TOO_HIGH',
      message: {
        zh: '瓶内残液 1.20 kg，超过限值 0.45 kg，请先倒残。',
        en: 'Residual in the cylinder 1.20 kg, limit 0.45 kg. Remove the residual first.',
      },
    })
  })
})

describe('a permit', () => {
  it('R002-7.1.14b allows up to the smaller of tolerance, stamp and volume', () => {
    const decision = story()
      .registered()
      .prefill()
      .gate(TARE + 120)
    expect(decision).toMatchObject({
      decision: 'allow',
      targetNetG: 14_500,
      maxNetG: 14_900,
      tareG: TARE,
      targetGrossG: GOOD,
      maxGrossG: TARE + 14_900,
    })
  })

  it('R002-7.1.14b fills a YSP12 with 4.8 kg and a YSP-12 with 11.6 kg', () => {
    const of = (model: string, waterVolumeMl: number, stampedMaxG: number) =>
      story()
        .registered({ model, waterVolumeMl, stampedMaxG: grams(stampedMaxG) })
        .prefill()
        .gate(TARE)
    expect(of('YSP12', 12_000, 5_000)).toMatchObject({ targetNetG: 4_800, maxNetG: 5_000 })
    expect(of('YSP-12', 28_600, 12_000)).toMatchObject({ targetNetG: 11_600, maxNetG: 12_000 })
  })

  it('uses the tare in force when it is asked', () => {
    const corrected = story()
      .registered()
      .add('tare.corrected', { tareG: grams(16_600), by: 'u' }, { by: 'api' })
    expect(corrected.prefill().gate(16_700)).toMatchObject({ tareG: 16_600 })
  })

  it('ends ten minutes after it was given', () => {
    const decision = story().registered().prefill().gate()
    if (decision.decision === 'deny') throw new Error('was refused')
    expect(decision.expiresAt - START).toBe(3 * 60_000 + 50 + 600_000)
  })
})

describe('quarantine does not forbid its own remedy (design §4)', () => {
  it('R002-7.1.14b an underfilled cylinder is topped up, without a second check', () => {
    const short = story()
      .registered()
      .filled(TARE + 13_000)
    expect(short.standing()).toEqual(['UNDERFILL'])
    expect(short.denied(TARE + 13_000)).toEqual([])
    expect(
      short
        .request(TARE + 13_000)
        .permit()
        .fill()
        .standing(),
    ).toEqual([])
  })

  it('R002-7.1.14b an overfilled cylinder is refused until gas was taken out, then refilled', () => {
    const over = story()
      .registered()
      .filled(TARE + 15_500)
    expect(over.standing()).toEqual(['OVERFILL'])
    expect(over.denied(TARE + 15_500)).toContain('QUARANTINED')
    over.add('residual.removed', { grossG: grams(TARE + 9_000) })
    expect(over.standing()).toEqual(['OVERFILL'])
    expect(over.denied(TARE + 9_000)).toEqual([])
    expect(
      over
        .request(TARE + 9_000)
        .permit()
        .fill()
        .standing(),
    ).toEqual([])
  })

  it('R002-7.1.14b … or shown to be right by a check-weigh, never by a reason typed in', () => {
    const over = story()
      .registered()
      .filled(TARE + 15_500)
    over.add('quarantine.released', { reason: 'ok', by: 'u', role: 'office' }, { by: 'api' })
    expect(over.standing()).toEqual(['OVERFILL'])
    over.add('residual.removed', { grossG: grams(TARE + 14_600) })
    over.check({ checkWeighG: grams(TARE + 14_600) })
    expect(over.codes()).toEqual([])
    expect(over.standing()).toEqual([])
  })

  it('R002-7.1.8 a leaking cylinder is filled again once it was repaired and checked', () => {
    const leaking = story().registered().filled().check({ leakFree: false })
    expect(leaking.denied(TARE)).toContain('QUARANTINED')
    expect(leaking.prefill().denied(TARE)).toEqual([])
    expect(leaking.check().standing()).toEqual([])
  })

  it('R002-7.1.5 a missing label is cured by a check that says it is there', () => {
    const bare = story().registered().filled().check({ labelled: false })
    expect(bare.add('postfill.checked', { leakFree: true, sealed: true }).standing()).toEqual([
      'UNLABELLED',
    ])
    expect(bare.check().standing()).toEqual([])
  })

  it('R002-7.1.14b a tare that blocks is not cured by one that only warns', () => {
    const wrong = story()
      .registered()
      .fill(GOOD, { tareG: grams(TARE - 501) })
    wrong.fill(GOOD, { tareG: grams(TARE - 101) })
    expect(wrong.finding('TARE_MISMATCH')).toMatchObject({ severity: 'warn' })
    expect(wrong.standing()).toContain('TARE_MISMATCH')
    wrong.fill(GOOD)
    expect(wrong.standing()).not.toContain('TARE_MISMATCH')
  })

  it('R002-7.1.14c an old weighing yields to the residual that the fill reports, a recent one does not', () => {
    const later = (ms: number, residualG?: number) =>
      story()
        .registered()
        .weighed(14_500)
        .later(ms)
        .prefill()
        .fill(GOOD, residualG === undefined ? {} : { residualG: grams(residualG) })
        .codes()
    const half = 12 * 3_600_000
    expect(later(half - 120_000, 100)).toContain('FILL_ALREADY_FULL')
    expect(later(half, 100)).not.toContain('FILL_ALREADY_FULL')
    expect(later(half)).toContain('FILL_ALREADY_FULL')
    expect(later(half, 451)).toContain('FILL_RESIDUAL_TOO_HIGH')
  })

  it('R002-7.1.14a a cylinder that nothing limits gets no permit', () => {
    const nothing = { model: 'ours', waterVolumeMl: undefined, stampedMaxG: undefined }
    expect(story().registered(nothing).prefill().denied(TARE)).toEqual(['UNKNOWN_CYLINDER'])
    expect(story().registered(nothing).prefill().fill(99_000).codes()).toEqual([
      'NO_FILL_STANDARD',
      'FILL_WITHOUT_PERMIT',
    ])
  })

  it('R002-7.1.2 only the first check after a fill is compared with it', () => {
    const first = story()
      .registered()
      .filled()
      .check({ checkWeighG: grams(GOOD + 10) })
    expect(first.check({ checkWeighG: grams(GOOD + 100) }).codes()).toEqual([])
    const only = story()
      .registered()
      .filled()
      .check({ checkWeighG: grams(GOOD + 100) })
    expect(only.codes()).toEqual(['CHECKWEIGH_MISMATCH'])
  })

  it('a fill that was broken off goes on', () => {
    const broken = story()
      .registered()
      .prefill()
      .request()
      .permit()
      .add('fill.aborted', {
        scale: 'scale-1',
        grossG: grams(TARE + 6_000),
        tareG: grams(TARE),
      })
    expect(broken.codes()).toEqual([])
    expect(broken.denied(TARE + 6_000)).toEqual([])
    expect(broken.denied(TARE + 14_000)).toContain('ALREADY_FULL')
  })

  it('gas that came back unused is no residual', () => {
    const back = story().registered().filled().check().out().delivered()
    const unused = back.returned({ reason: 'unused-gas' }).in().prefill()
    expect(unused.denied(TARE + 5_000)).toEqual([])
    const used = story().registered().filled().check().out().delivered().returned().in().prefill()
    expect(used.denied(TARE + 5_000)).toEqual(['RESIDUAL_TOO_HIGH'])
  })
})
