import { type CylinderCreate, cylinderCreate } from '#schemas/api/cylinder.ts'
import type { Principal } from '#api/access.ts'
import type { Column, Reading } from './import-columns.ts'
import { objectionTo } from './registration.ts'

export type RowError = {
  readonly line: number
  readonly field?: string
  readonly code: string
  readonly message: string
}

export type ReadRow =
  | { readonly ok: true; readonly row: CylinderCreate }
  | { readonly ok: false; readonly errors: readonly RowError[] }

const DECIMAL = /^(\d{1,4})(?:\.(\d{1,3}))?$/
/** Below this a bare "皮重" is in kilograms, whatever the reader hopes: the lightest cylinder weighs more than 1 000 g. */
const LEAST_PLAUSIBLE_G = 400

/** Thousandths of a decimal, without a float in between. */
const thousandths = (text: string): number | null => {
  const match = DECIMAL.exec(text)
  if (match === null) return null
  return Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'))
}

/** 2026/1/5, 2026年1月5日, 2026.01 and 20260105 as ISO writes them; anything else is left for the schema to refuse. */
const isoDate = (text: string): string => {
  const match = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?|(\d{2})(\d{2})?)$/.exec(
    text,
  )
  if (match === null) return text
  const [year, month, day] = [match[1], match[2] ?? match[4], match[3] ?? match[5]]
  const two = (part: string | undefined): string => (part ?? '').padStart(2, '0')
  return day === undefined ? `${year}-${two(month)}` : `${year}-${two(month)}-${two(day)}`
}

const flags: Readonly<Record<string, boolean>> = {
  true: true,
  是: true,
  '1': true,
  false: false,
  否: false,
  '0': false,
}

/** The value of a cell, or what is wrong with it. */
const valueOf = (reading: Reading, text: string): { value: unknown } | { wrong: string } => {
  if (reading === 'text') return { value: text }
  const plain = text.normalize('NFKC').replaceAll(',', '').trim()
  switch (reading) {
    case 'date':
      return { value: isoDate(plain) }
    case 'flag':
      return { value: flags[plain.toLowerCase()] ?? plain }
    case 'kilograms':
    case 'litres': {
      const value = thousandths(plain)
      const unit = reading === 'litres' ? 'litres' : 'kilograms'
      return value === null ? { wrong: `must be ${unit} with at most three decimals` } : { value }
    }
    case 'whole':
    case 'grams':
    case 'millilitres':
    case 'grams-unnamed': {
      const value = /^\d{1,9}$/.test(plain) ? Number(plain) : plain
      const unclear =
        reading === 'grams-unnamed' && (typeof value === 'string' || value < LEAST_PLAUSIBLE_G)
      return unclear
        ? { wrong: 'the unit is unclear: name the column with (g) or (kg)' }
        : { value }
    }
  }
}

/** One record of the file as a cylinder, or everything that is wrong with it. */
export const readRow = (
  record: readonly string[],
  columns: readonly (Column | null)[],
  line: number,
  principal: Principal,
): ReadRow => {
  const errors: RowError[] = []
  const fields: Record<string, unknown> = {}
  const tags: { scheme: string; value: string }[] = []
  if (record.slice(columns.length).some((cell) => cell.trim() !== '')) {
    const message = `has ${record.length} cells, the header ${columns.length}`
    errors.push({ line, code: 'INVALID_REQUEST', message })
  }
  for (const [index, column] of columns.entries()) {
    const text = record[index]?.trim() ?? ''
    if (column === null || text === '') continue
    const { field, reading } = column
    const read = text.includes('\ufffd')
      ? { wrong: 'has bytes that cannot be read' }
      : valueOf(reading, text)
    if ('wrong' in read) errors.push({ line, field, code: 'INVALID_REQUEST', message: read.wrong })
    else if (field === 'qr' || field === 'epc') tags.push({ scheme: field, value: text })
    else fields[field] = read.value
  }
  if (fields['ownerId'] === undefined && principal.enterpriseId !== null) {
    fields['ownerId'] = principal.enterpriseId
  }
  const parsed = cylinderCreate.safeParse(tags.length === 0 ? fields : { ...fields, tags })
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      const field = path.join('.')
      if (errors.some((error) => error.field === field)) continue
      errors.push({ line, field, code: 'INVALID_REQUEST', message })
    }
  }
  if (errors.length > 0 || !parsed.success) return { ok: false, errors }
  const objection = objectionTo(parsed.data, principal)
  if (objection === null) return { ok: true, row: parsed.data }
  const { code, path, detail } = objection
  return { ok: false, errors: [{ line, field: path.slice(1), code, message: detail.en }] }
}
