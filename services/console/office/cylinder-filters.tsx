import { DatePicker, Input, Select } from 'antd'
import { ScanOutlined } from '@ant-design/icons'
import { cylinderModels } from '#domain/cylinder-model.ts'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { NameSelect } from '#console/parts/name-select.tsx'
import { codeOf } from '#console/parts/scan-field.tsx'
import { useNames } from '#console/parts/use-names.ts'
import styles from './cylinders-page.module.css'
import { officeTexts } from './texts.ts'

export type CylinderFilter = {
  readonly q?: string | undefined
  readonly service?: CylinderView['service']['state'] | undefined
  readonly content?: CylinderView['content']['state'] | undefined
  readonly model?: string | undefined
  readonly ownerId?: string | undefined
  readonly custodyKind?: CylinderView['custody']['kind'] | undefined
  readonly dueBefore?: string | undefined
}

const STATES = ['in-service', 'quarantined', 'at-inspection', 'idle', 'lost', 'retired'] as const
const CONTENTS = ['empty', 'partial', 'full', 'unknown'] as const
const KINDS = ['station', 'vehicle', 'customer', 'lab', 'scrap', 'unknown'] as const

/** Registered as stamped: by mass, by volume, or by both. */
const MODELS = cylinderModels.flatMap(({ massCode, volumeCode, codes2023 }) =>
  [massCode, volumeCode, ...codes2023].flatMap((code) => code ?? []),
)

const Choice = <T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: T | undefined
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T | undefined) => void
}) => (
  <Select<T>
    allowClear
    placeholder={label}
    aria-label={label}
    {...(value === undefined ? {} : { value })}
    onChange={onChange}
    options={[...options]}
  />
)

/** 查找: one field for whatever is at hand, and what can be asked beside it. */
export const CylinderFilters = ({
  filter,
  onChange,
  onScan,
}: {
  readonly filter: CylinderFilter
  readonly onChange: (filter: CylinderFilter) => void
  /** Enter: a scanner has typed it. */
  readonly onScan: (typed: string) => void
}) => {
  const say = officeTexts.useTexts()
  const word = cylinderWords.useTexts()
  const { enterprises } = useNames()
  const set = (part: CylinderFilter): void => onChange({ ...filter, ...part })
  return (
    <search className={styles['filters']}>
      <Input
        className={styles['search'] ?? ''}
        allowClear
        value={filter.q ?? ''}
        prefix={<ScanOutlined aria-hidden />}
        placeholder={say('searchCylinder')}
        aria-label={say('searchCylinder')}
        autoComplete="off"
        enterKeyHint="search"
        maxLength={128}
        onChange={({ target }) => set({ q: codeOf(target.value) || undefined })}
        onPressEnter={({ currentTarget }) => onScan(codeOf(currentTarget.value))}
      />
      <Choice
        label={word('model')}
        value={filter.model}
        onChange={(model) => set({ model })}
        options={MODELS.map((model) => ({ value: model, label: model }))}
      />
      <Choice
        label={word('service')}
        value={filter.service}
        onChange={(service) => set({ service })}
        options={STATES.map((state) => ({ value: state, label: word(`service.${state}`) }))}
      />
      <Choice
        label={word('content')}
        value={filter.content}
        onChange={(content) => set({ content })}
        options={CONTENTS.map((state) => ({ value: state, label: word(`content.${state}`) }))}
      />
      <Choice
        label={word('custody')}
        value={filter.custodyKind}
        onChange={(custodyKind) => set({ custodyKind })}
        options={KINDS.map((kind) => ({ value: kind, label: word(`custody.${kind}`) }))}
      />
      {enterprises.length > 1 && (
        <NameSelect
          label={word('owner')}
          value={filter.ownerId}
          onChange={(ownerId?: string) => set({ ownerId })}
          options={enterprises.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <DatePicker
        placeholder={say('dueBefore')}
        aria-label={say('dueBefore')}
        onChange={(day) => set({ dueBefore: day?.format('YYYY-MM-DD') })}
      />
    </search>
  )
}
