import { Empty } from 'antd'
import { shownShare } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { Chart, type ChartOption } from '#console/kpi/chart.tsx'
import { useNarrow } from '#console/parts/use-narrow.ts'
import { useRegions } from '#console/parts/use-regions.ts'
import { type Breakdown, type Part, shownUnit, shownValue, useKeyName } from './statistics.ts'
import styles from './statistics-page.module.css'
import { statisticsTexts } from './texts.ts'

const ROW_PX = 30
const LONG = 12
const BAR = '#0f766e'

/** Months follow each other; of the others the largest comes first. */
const inOrder = (parts: readonly Part[], by: Breakdown): readonly Part[] =>
  by === 'month' ? parts : parts.toSorted((a, b) => b.value - a.value)

/** One figure in its parts: drawn, and the same numbers as a table. */
export const PartFigure = ({
  parts,
  by,
}: {
  readonly parts: readonly Part[]
  readonly by: Breakdown
}) => {
  const say = statisticsTexts.useTexts()
  const language = useLanguage()
  const nameOf = useKeyName()
  const region = useRegions(by === 'region' ? parts.map(({ key }) => key) : [])
  const narrow = useNarrow()
  const rows = inOrder(parts, by).map((part) => ({ ...part, label: region(nameOf(by, part.key)) }))
  const [first] = rows
  if (first === undefined) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('nothingOf')} />
  }
  const sum = rows.reduce((total, { value }) => total + value, 0)
  const unit = shownUnit(first.unit, language)
  // The first row is drawn at the bottom.
  const drawn = rows.slice(0, LONG).toReversed()
  const option: ChartOption = {
    animation: false,
    grid: { left: narrow ? 96 : 180, right: 72, top: 4, bottom: 24 },
    tooltip: {
      trigger: 'item',
      valueFormatter: (value) => `${shownValue(Number(value))} ${unit}`.trim(),
    },
    xAxis: { type: 'value', min: 0, minInterval: 1, splitNumber: narrow ? 3 : 5 },
    yAxis: {
      type: 'category',
      data: drawn.map(({ label }) => label),
      axisTick: { show: false },
      axisLabel: { width: narrow ? 88 : 170, overflow: 'truncate', color: '#1d2733' },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 18,
        itemStyle: { color: BAR, borderRadius: 3 },
        label: {
          show: true,
          position: 'right',
          color: '#1d2733',
          formatter: ({ value }) => shownValue(Number(value)),
        },
        data: drawn.map(({ value }) => value),
      },
    ],
  }
  const told = rows.map(({ label, value }) => `${label}: ${shownValue(value)} ${unit}`.trim())
  return (
    <>
      <Chart option={option} label={told.join(' ')} heightPx={drawn.length * ROW_PX + 40} />
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{say(`by.${by}`)}</th>
            <th scope="col">{unit === '' ? say('value') : `${say('value')} (${unit})`}</th>
            <th scope="col">{say('share')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, value }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td>{shownValue(value)}</td>
              <td>{sum === 0 ? '–' : shownShare(value / sum)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
