import { Select, type SelectProps } from 'antd'
import { isMeant } from './pinyin.ts'

type Option = { readonly value: string; readonly label: string; readonly disabled?: boolean }

/** A choice among names, found by what they contain or by first letters of their pinyin. */
export const NameSelect = ({
  label,
  options,
  value,
  ...select
}: {
  readonly label: string
  readonly options: readonly Option[]
  readonly value?: string | undefined
} & Omit<SelectProps<string, Option>, 'options' | 'value' | 'showSearch'>) => (
  <Select<string, Option>
    allowClear
    style={{ minWidth: 150 }}
    placeholder={label}
    aria-label={label}
    popupMatchSelectWidth={false}
    showSearch={{
      filterOption: (typed, option) => option !== undefined && isMeant(option.label, typed),
    }}
    {...select}
    {...(value === undefined ? {} : { value })}
    options={[...options]}
  />
)
