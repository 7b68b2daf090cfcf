import { Card, Empty } from 'antd'
import { shownList } from '#console/i18n/format.ts'
import { useNarrow } from '#console/parts/use-narrow.ts'
import { useNames } from '#console/parts/use-names.ts'
import { Chart, type ChartOption } from './chart.tsx'
import { type Kpi, shownFigure, standingColours, standingOf } from './figure.ts'
import { kpiTexts } from './texts.ts'

const ROW_PX = 34
const PERCENT = 100

/** One figure company by company, the best first; those without data are said, not drawn as zero. */
export const EnterpriseFigures = ({
  kpi,
  title,
  onPick,
}: {
  readonly kpi: Kpi
  readonly title?: string
  readonly onPick: (enterpriseId: string) => void
}) => {
  const say = kpiTexts.useTexts()
  const names = useNames()
  const narrow = useNarrow()
  const isShare = kpi.unit === 'share'
  const all = kpi.enterprises ?? []
  const rows = all
    .flatMap((row) => (row.value === null ? [] : [{ ...row, value: row.value }]))
    // The first row is drawn at the bottom; few minutes are better than many.
    .toSorted((a, b) => (isShare ? a.value - b.value : b.value - a.value))
  const without = all.filter(({ value }) => value === null)
  const told = rows.map(
    ({ enterpriseId, value }) =>
      `${names.enterprise(enterpriseId)}: ${shownFigure(value, kpi.unit, say)}`,
  )
  const option: ChartOption = {
    animation: false,
    grid: { left: narrow ? 120 : 230, right: 64, top: 4, bottom: 24 },
    tooltip: {
      trigger: 'item',
      formatter: (given) => told[(given as { dataIndex: number }).dataIndex] ?? '',
    },
    xAxis: {
      type: 'value',
      min: 0,
      ...(isShare ? { max: PERCENT, axisLabel: { formatter: '{value}%' } } : {}),
    },
    yAxis: {
      type: 'category',
      data: rows.map(({ enterpriseId }) => names.enterprise(enterpriseId)),
      axisTick: { show: false },
      axisLabel: { width: narrow ? 112 : 220, overflow: 'truncate', color: '#1d2733' },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 18,
        cursor: 'pointer',
        label: {
          show: true,
          position: 'insideRight',
          color: '#fff',
          formatter: ({ dataIndex }) => {
            const row = rows[dataIndex]
            return row === undefined ? '' : shownFigure(row.value, kpi.unit, say)
          },
        },
        data: rows.map((row) => ({
          value: isShare ? row.value * PERCENT : row.value,
          itemStyle: { color: standingColours[standingOf(row)], borderRadius: 3 },
        })),
      },
    ],
  }
  return (
    <Card size="small" title={title ?? say('byEnterprise')}>
      {rows.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noChart')} />
      ) : (
        <Chart
          option={option}
          label={told.join(' ')}
          heightPx={rows.length * ROW_PX + 32}
          onPick={(n) => {
            const id = rows[n]?.enterpriseId
            if (id !== undefined) onPick(id)
          }}
        />
      )}
      {without.length > 0 && (
        <p>
          {say('noValue')}:{' '}
          {shownList(without.map(({ enterpriseId }) => names.enterprise(enterpriseId)))}
        </p>
      )}
    </Card>
  )
}
