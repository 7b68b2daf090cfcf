import { PrinterOutlined } from '@ant-design/icons'
import { Button, DatePicker, Segmented } from 'antd'
import { NameSelect } from '#console/parts/name-select.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './kpi.module.css'
import { type Preset, periodOf, presets } from './period.ts'
import { kpiTexts } from './texts.ts'
import type { Asked } from './use-asked.ts'

/** Of which time, and of whom. */
export const PeriodBar = ({
  asked,
  onAsk,
  ofOne = true,
}: {
  readonly asked: Asked
  readonly onAsk: (asked: Asked) => void
  readonly ofOne?: boolean
}) => {
  const say = kpiTexts.useTexts()
  const common = shellTexts.useTexts()
  const { enterprises } = useNames()
  const preset = presets.find((one) => {
    const { from, to } = periodOf(one)
    return from === asked.from && to === asked.to
  })
  return (
    <div className={`${styles['bar']} no-print`}>
      <div className={styles['scroll']}>
        <Segmented<Preset | 'own'>
          aria-label={say('period')}
          value={preset ?? 'own'}
          onChange={(next) => next !== 'own' && onAsk({ ...asked, ...periodOf(next) })}
          options={[
            ...presets.map((value) => ({ value, label: say(value) })),
            ...(preset === undefined ? [{ value: 'own' as const, label: say('ownPeriod') }] : []),
          ]}
        />
      </div>
      <DatePicker.RangePicker
        aria-label={say('ownPeriod')}
        allowClear={false}
        placeholder={[say('firstDay'), say('lastDay')]}
        onChange={(dates) => {
          const [from, to] = dates ?? []
          if (from && to)
            onAsk({ ...asked, from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') })
        }}
      />
      {ofOne && enterprises.length > 1 && (
        <NameSelect
          label={say('allEnterprises')}
          value={asked.enterprise}
          onChange={(enterprise: string | undefined) => onAsk({ ...asked, enterprise })}
          options={enterprises.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {common('print')}
      </Button>
    </div>
  )
}
