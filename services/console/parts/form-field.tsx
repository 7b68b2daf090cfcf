import { DatePicker, Form, Input, InputNumber, Select, Switch } from 'antd'
import type { ReactNode } from 'react'
import { PictureControl, type UploadPicture } from './picture-control.tsx'
import { isMeant } from './pinyin.ts'
import { MINUTE_FORMAT } from './minute-format.ts'

export type FormOption = {
  readonly value: string
  readonly label: string
  readonly disabled?: boolean
}

/** One question of a form. `kg` and `litres` are typed as people do and told as whole grams and millilitres, `yuan` as fen. */
export type FormField = {
  readonly name: string
  readonly label: string
  readonly kind:
    | 'text'
    | 'area'
    | 'password'
    | 'whole'
    | 'number'
    | 'kg'
    | 'litres'
    | 'yuan'
    | 'day'
    | 'instant'
    | 'span'
    | 'choice'
    | 'choices'
    | 'flag'
    | 'picture'
    | 'signature'
  readonly options?: readonly FormOption[]
  readonly optional?: boolean
  readonly hint?: ReactNode
  readonly initial?: string | number | boolean | readonly string[]
  readonly maxLength?: number
  /** Asked only where what was answered so far makes it a question. */
  readonly when?: (answered: Readonly<Record<string, unknown>>) => boolean
  /** Of a picture or a signature: sends it and says its name. */
  readonly upload?: UploadPicture
}

const units = { kg: 'kg', litres: 'L', yuan: '¥' } as const

const Control = ({ field, ...given }: { readonly field: FormField }) => {
  const { kind, maxLength = 200, options = [] } = field
  const select = {
    ...given,
    showSearch: {
      filterOption: (typed: string, option: FormOption | undefined) =>
        option !== undefined && isMeant(option.label, typed),
    },
    options: [...options],
    allowClear: field.optional === true,
    'aria-label': field.label,
  }
  switch (kind) {
    case 'area':
      // Public texts may run from right to left.
      return <Input.TextArea {...given} rows={3} maxLength={maxLength} dir="auto" />
    case 'password':
      return <Input.Password {...given} maxLength={256} autoComplete="new-password" />
    case 'whole':
      return <InputNumber {...given} precision={0} style={{ width: '100%' }} />
    case 'number':
      return <InputNumber {...given} style={{ width: '100%' }} />
    case 'kg':
    case 'litres':
    case 'yuan':
      return (
        <InputNumber
          {...given}
          min={0}
          precision={kind === 'yuan' ? 2 : 3}
          suffix={units[kind]}
          style={{ width: '100%' }}
        />
      )
    case 'day':
      return <DatePicker {...given} style={{ width: '100%' }} />
    case 'instant':
      return (
        <DatePicker
          {...given}
          showTime={{ format: 'HH:mm' }}
          format={MINUTE_FORMAT}
          style={{ width: '100%' }}
        />
      )
    case 'span':
      return (
        <DatePicker.RangePicker
          {...given}
          showTime={{ format: 'HH:mm' }}
          format={MINUTE_FORMAT}
          style={{ width: '100%' }}
        />
      )
    case 'choice':
      return <Select<string, FormOption> {...select} />
    case 'choices':
      return <Select<string, FormOption> {...select} mode="multiple" />
    case 'picture':
    case 'signature':
      return field.upload === undefined ? null : (
        <PictureControl {...given} kind={kind} label={field.label} upload={field.upload} />
      )
    case 'flag':
      return <Switch {...given} />
    default:
      return <Input {...given} maxLength={maxLength} autoComplete="off" />
  }
}

/** A question with its label, its hint, and whether it must be answered. */
export const FormFieldItem = ({
  field,
  required,
}: {
  readonly field: FormField
  /** What is said when it was left out. */
  readonly required: string
}) => (
  <Form.Item
    name={field.name}
    label={field.label}
    {...(field.hint === undefined ? {} : { extra: field.hint })}
    {...(field.initial === undefined ? {} : { initialValue: field.initial })}
    {...(field.kind === 'flag' ? { valuePropName: 'checked' } : {})}
    rules={
      field.optional === true || field.kind === 'flag'
        ? []
        : [{ required: true, message: required }]
    }
  >
    <Control field={field} />
  </Form.Item>
)
