import { describe, expect, it } from 'vitest'
import { cylinderModels, parseModel } from '#domain/cylinder-model.ts'
import { filledVolume, maxNetOf } from '#domain/net-limits.ts'
import { grams } from '#domain/units.ts'

const nameOf = (text: string): string => {
  const parsed = parseModel(text)
  return parsed.ok ? `${parsed.model.name} ${parsed.notation}` : parsed.reason
}

describe('cylinder models (facts F1)', () => {
  it.each([
    ['YSP-15', 'YSP-15 mass'],
    ['YSP—15', 'YSP-15 mass'],
    ['YSP---12', 'YSP-12 mass'],
    ['YSP－50型', 'YSP-50 mass'],
    ['YSP-0.5', 'YSP-0.5 mass'],
    ['YSP35.5', 'YSP-15 volume'],
    ['YSP118', 'YSP-50 volume'],
    ['YSP118-II', 'YSP-50 volume'],
    ['YSP118/49.5', 'YSP-50 2023'],
    ['YSP118/液/49.5', 'YSP-50 2023'],
    ['YSP35.5/14.9', 'YSP-15 2023'],
    ['YSP12/5', 'YSP-5 2023'],
    ['YSP12/5.0', 'YSP-5 2023'],
    [' YSP26.2 ', 'YSP26.2 volume'],
  ])('F1: reads %s as %s', (text, expected) => {
    expect(nameOf(text)).toBe(expected)
  })

  it('F1 trap 1: YSP-12 is 12 kg, YSP12 is 12 litres; no dash is ever dropped', () => {
    const [kilograms, litres] = [parseModel('YSP-12'), parseModel('YSP12')]
    expect(kilograms.ok && kilograms.model.maxG).toBe(12_000)
    expect(litres.ok && litres.model.maxG).toBe(5_000)
  })

  it.each([
    ['YSP15', 'unknown-size'],
    ['YSP50', 'unknown-size'],
    ['YSP-35.5', 'unknown-size'],
    ['YSP-11', 'unknown-size'],
    ['YSP35.5-II', 'unknown-size'],
    ['YSP15型小瓶', 'free-text'],
    ['YSP26.2/12KG', 'free-text'],
    ['YSP26.2/12', 'mass-differs'],
    ['YSP12/12', 'mass-differs'],
    ['YSP35.5/液/14.9', 'unknown-size'],
    ['YSP 15', 'free-text'],
    ['ysp-15', 'free-text'],
    ['15kg', 'free-text'],
    ['YSP----15', 'free-text'],
    ['', 'free-text'],
  ])('F1 traps 1 and 2: refuses %s (%s)', (text, reason) => {
    expect(nameOf(text)).toBe(reason)
  })

  it('names every size once in every notation', () => {
    const codes = cylinderModels.flatMap((model) => [
      ...[model.massCode, model.volumeCode].filter((code) => code !== null),
      ...model.codes2023,
    ])
    expect(new Set(codes).size).toBe(codes.length)
    for (const model of cylinderModels) {
      for (const code of [model.massCode, model.volumeCode, ...model.codes2023]) {
        if (code !== null) expect(nameOf(code).split(' ')[0]).toBe(model.name)
      }
    }
  })

  it('F2: no size holds more than 0.42 kg/L', () => {
    for (const { maxG, waterVolumeMl } of cylinderModels) {
      expect(maxG).toBeLessThanOrEqual(filledVolume(waterVolumeMl))
    }
  })
})

describe('the most a single cylinder may hold (F2)', () => {
  const parsed = parseModel('YSP-15')
  const model = parsed.ok ? parsed.model : null

  it.each([
    [{ stampedMaxG: grams(14_900), waterVolumeMl: 35_500 }, 14_900, 'stamped'],
    [{ stampedMaxG: grams(14_910), waterVolumeMl: 35_500 }, 14_910, 'stamped'],
    [{ stampedMaxG: grams(14_911), waterVolumeMl: 35_500 }, 14_910, 'volume'],
    [{ waterVolumeMl: 35_499 }, 14_909, 'volume'],
    [{ stampedMaxG: grams(13_900) }, 13_900, 'stamped'],
    [{}, 14_900, 'stamped'],
  ])('%o holds %d g, by %s', (facts, maxG, from) => {
    expect(maxNetOf(facts, model)).toEqual({ maxG, from })
  })

  it('is unknown when nothing is known', () => {
    expect(maxNetOf({}, null)).toBeNull()
  })
})
