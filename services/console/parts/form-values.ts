import type { DatePickerProps } from 'antd'
import type { FormField } from './form-field.tsx'

/** What a date field holds. */
type Dayjs = NonNullable<Exclude<DatePickerProps['value'], readonly unknown[]>>

export type FormValue = string | number | boolean | readonly string[] | Span
export type Span = { readonly from: string; readonly to: string }
export type FormValues = Readonly<Record<string, FormValue | undefined>>

/** Thousandths of a unit, hundredths of a yuan: whole again after what binary fractions did to them. */
const factors = { kg: 1000, litres: 1000, yuan: 100 } as const

/** What was typed or chosen; '' for nothing. */
export const textOf = (value: FormValue | undefined): string =>
  typeof value === 'string' ? value : ''

const DAY = 'YYYY-MM-DD'

const valueOf = ({ kind }: FormField, raw: unknown): FormValue | undefined => {
  if (raw === undefined || raw === null || raw === '') return undefined
  switch (kind) {
    case 'kg':
    case 'litres':
    case 'yuan':
      return Math.round(Number(raw) * factors[kind])
    case 'day':
      return (raw as Dayjs).format(DAY)
    case 'instant':
      return (raw as Dayjs).toISOString()
    case 'span': {
      const [from, to] = raw as readonly [Dayjs, Dayjs]
      return { from: from.toISOString(), to: to.toISOString() }
    }
    case 'text':
    case 'area':
      return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined
    default:
      return raw as FormValue
  }
}

/** What was answered, as the API takes it; what was left out is absent. */
export const formValues = (fields: readonly FormField[], raw: Record<string, unknown>) =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const value = valueOf(field, raw[field.name])
      return value === undefined ? [] : [[field.name, value] as const]
    }),
  ) as FormValues
