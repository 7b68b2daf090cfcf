import { accept, type Checked, refuse } from './checked.ts'

/** Couriers often ride three-wheelers, whose plates every city writes its own way: only cars are checked. */
export type VehicleKind = 'car' | 'motorcycle' | 'e-bike' | 'three-wheeler' | 'other'

export type PlateClass =
  | 'standard'
  | 'new-energy-small'
  | 'new-energy-large'
  | 'trailer'
  | 'learner'
  | 'police'
  | 'embassy'
  | 'consulate'
  | 'hong-kong'
  | 'macau'
  | 'free-text'

export type Plate = {
  readonly kind: VehicleKind
  readonly plate: string
  readonly class: PlateClass
}

export type PlateRefusal = 'EMPTY' | 'TOO_LONG' | 'FORMAT'

const PROVINCE = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]'
/** No I and no O: they look like 1 and 0. */
const LETTER = '[A-HJ-NP-Z]'
const SERIAL = '[A-HJ-NP-Z0-9]'
const OFFICE = `${PROVINCE}${LETTER}`

/** 新能源: D and F verified (facts F6); A B C E and G H J K, like the plates with a last Han character, from memory. */
const SHAPES: readonly (readonly [PlateClass, RegExp])[] = [
  ['new-energy-small', new RegExp(`^${OFFICE}[A-HJK]${SERIAL}\\d{4}$`)],
  ['new-energy-large', new RegExp(`^${OFFICE}\\d{5}[A-HJK]$`)],
  ['standard', new RegExp(`^${OFFICE}${SERIAL}{5}$`)],
  ['trailer', new RegExp(`^${OFFICE}${SERIAL}{4}挂$`)],
  ['learner', new RegExp(`^${OFFICE}${SERIAL}{4}学$`)],
  ['police', new RegExp(`^${OFFICE}${SERIAL}{4}警$`)],
  ['consulate', new RegExp(`^${OFFICE}${SERIAL}{4}领$`)],
  ['embassy', /^(?:使\d{6}|\d{6}使)$/],
  ['hong-kong', new RegExp(`^粤Z${SERIAL}{4}港$`)],
  ['macau', new RegExp(`^粤Z${SERIAL}{4}澳$`)],
]

const MAX_FREE_TEXT = 32

/** Blanks, hyphens and the dot that is painted between office and serial. */
const SEPARATORS = /[\s·•・．.-]/gu

const checkFreeText = (kind: VehicleKind, text: string): Checked<Plate, PlateRefusal> => {
  const plate = text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ')
  if (plate === '') return refuse('EMPTY')
  if (Array.from(plate).length > MAX_FREE_TEXT) return refuse('TOO_LONG')
  return /\p{C}/u.test(plate) ? refuse('FORMAT') : accept({ kind, plate, class: 'free-text' })
}

/** Checks a plate (号牌) of a vehicle of a kind: by class for cars, as free text of at most 32 characters for all others. */
export const checkPlate = (kind: VehicleKind, text: string): Checked<Plate, PlateRefusal> => {
  if (kind !== 'car') return checkFreeText(kind, text)
  const plate = text.normalize('NFKC').toUpperCase().replaceAll(SEPARATORS, '')
  if (plate === '') return refuse('EMPTY')
  const found = SHAPES.find(([, shape]) => shape.test(plate))
  return found === undefined ? refuse('FORMAT') : accept({ kind, plate, class: found[0] })
}
