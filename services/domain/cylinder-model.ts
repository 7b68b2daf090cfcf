import { type Grams, grams } from './units.ts'

/** Where a row of the table comes from: `facts.md` F1. */
type ModelSource = 'seen-elsewhere' | 'from-memory'

/**
 * A size of LPG cylinder (钢瓶型号). `name` is the canonical code: the mass code where one exists, else the volume code.
 * `YSP-12` (12 kg) and `YSP12` (12 L, 5 kg) are two sizes: a dash is never dropped.
 */
export type CylinderModel = {
  readonly name: ModelName
  /** Old code by filling mass, `YSP-15`. */
  readonly massCode: string | null
  /** Code of GB 5842-2006 by water volume, `YSP35.5`. */
  readonly volumeCode: string | null
  /** Codes of GB 5842-2023 with the allowable mass, `YSP35.5/14.9`. */
  readonly codes2023: readonly string[]
  readonly waterVolumeMl: number
  /** What this size is stamped with; the single cylinder's own stamp goes before it. */
  readonly maxG: Grams
  readonly source: ModelSource
}

export const modelNames = [
  'YSP-0.5',
  'YSP-2',
  'YSP-5',
  'YSP-10',
  'YSP26.2',
  'YSP-12',
  'YSP29.1',
  'YSP-15',
  'YSP74',
  'YSP-50',
] as const

export type ModelName = (typeof modelNames)[number]

const size = (
  name: ModelName,
  [massCode, volumeCode]: readonly [string | null, string | null],
  [waterVolumeMl, maxG, source]: readonly [number, number, ModelSource],
): CylinderModel => {
  const mass = maxG % 1000 === 0 ? [`${maxG / 1000}`, `${maxG / 1000}.0`] : [`${maxG / 1000}`]
  // A stamp has one decimal: a size known only by 0.42 · V has no code of 2023.
  const codes2023 =
    volumeCode === null || maxG % 100 !== 0 ? [] : mass.map((kg) => `${volumeCode}/${kg}`)
  return { name, massCode, volumeCode, codes2023, waterVolumeMl, maxG: grams(maxG), source }
}

/**
 * Every size that may be registered. YSP29.1 is stamped with 14 kg in one practice table, which is more than 0.42 kg/L allows:
 * its row carries 0.42 · V instead. "YSP26.2/12KG" is a nickname: 11.0 kg.
 */
export const cylinderModels: readonly CylinderModel[] = [
  size('YSP-0.5', ['YSP-0.5', null], [1_200, 500, 'from-memory']),
  size('YSP-2', ['YSP-2', 'YSP4.7'], [4_700, 1_900, 'from-memory']),
  size('YSP-5', ['YSP-5', 'YSP12'], [12_000, 5_000, 'seen-elsewhere']),
  size('YSP-10', ['YSP-10', 'YSP23.5'], [23_500, 9_800, 'seen-elsewhere']),
  size('YSP26.2', [null, 'YSP26.2'], [26_200, 11_000, 'seen-elsewhere']),
  size('YSP-12', ['YSP-12', 'YSP28.6'], [28_600, 12_000, 'from-memory']),
  size('YSP29.1', [null, 'YSP29.1'], [29_100, 12_222, 'from-memory']),
  size('YSP-15', ['YSP-15', 'YSP35.5'], [35_500, 14_900, 'seen-elsewhere']),
  size('YSP74', [null, 'YSP74'], [74_000, 30_000, 'from-memory']),
  size('YSP-50', ['YSP-50', 'YSP118'], [118_000, 49_500, 'seen-elsewhere']),
]

export type ModelNotation = 'mass' | 'volume' | '2023'

/** `liquid`: takes liquid from the bottom (液相), only made as YSP118. */
export type ParsedModel =
  | {
      readonly ok: true
      readonly model: CylinderModel
      readonly notation: ModelNotation
      readonly liquid: boolean
    }
  | { readonly ok: false; readonly reason: 'free-text' | 'unknown-size' | 'mass-differs' }

/** Dashes as they are typed and scanned: hyphen, en, em, bar, minus, full width; OCR makes three of one. */
const MASS = /^YSP[-‐‑‒–—―−－]{1,3}(\d{1,3}(?:\.\d)?)型?$/
const VOLUME = /^YSP(\d{1,3}(?:\.\d)?)(-II|-Ⅱ)?型?$/
const WITH_MASS = /^YSP(\d{1,3}(?:\.\d)?)(\/液)?\/(\d{1,2}(?:\.\d)?)型?$/

const byMass = new Map(cylinderModels.map((model) => [model.massCode, model]))
const byVolume = new Map(cylinderModels.map((model) => [model.volumeCode, model]))

const found = (
  model: CylinderModel | undefined,
  notation: ModelNotation,
  liquid: boolean,
): ParsedModel =>
  model === undefined || (liquid && model.name !== 'YSP-50')
    ? { ok: false, reason: 'unknown-size' }
    : { ok: true, model, notation, liquid }

/**
 * Reads a model in one of its three notations: `YSP-15` by mass, `YSP35.5` by volume, `YSP118/49.5` or `YSP118/液/49.5`
 * of 2023. Refuses nicknames, sizes that are not in the table, and a 2023 mass that is not that size's.
 */
export const parseModel = (text: string): ParsedModel => {
  const trimmed = text.trim()
  const mass = MASS.exec(trimmed)
  if (mass !== null) return found(byMass.get(`YSP-${mass[1]}`), 'mass', false)
  const volume = VOLUME.exec(trimmed)
  if (volume !== null) {
    return found(byVolume.get(`YSP${volume[1]}`), 'volume', volume[2] !== undefined)
  }
  const both = WITH_MASS.exec(trimmed)
  if (both === null) return { ok: false, reason: 'free-text' }
  const code = `YSP${both[1]}`
  const parsed = found(byVolume.get(code), '2023', both[2] !== undefined)
  return parsed.ok && !parsed.model.codes2023.includes(`${code}/${both[3]}`)
    ? { ok: false, reason: 'mass-differs' }
    : parsed
}

/** Registered texts are few; a bound keeps a flood of nonsense from growing the memory. */
const MAX_REMEMBERED = 1_000
const remembered = new Map<string, CylinderModel | null>()

/** The model of a registered text, null when it is none; remembers, because the judge asks for every event. */
export const modelOf = (text: string): CylinderModel | null => {
  const known = remembered.get(text)
  if (known !== undefined) return known
  const parsed = parseModel(text)
  const model = parsed.ok ? parsed.model : null
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(text, model)
  return model
}
