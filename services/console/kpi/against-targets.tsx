import { useNavigate } from '@tanstack/react-router'
import { Card, Empty } from 'antd'
import { useLanguage } from '#console/i18n/texts.ts'
import { useNarrow } from '#console/parts/use-narrow.ts'
import { Chart, type ChartOption } from './chart.tsx'
import { type Kpi, shownFigure, shownTarget, standingColours, standingOf } from './figure.ts'
import { kpiTexts } from './texts.ts'
import type { Asked } from './use-asked.ts'

const ROW_PX = 30
/** A name takes up to three lines on a phone. */
const NARROW_ROW_PX = 46
/** A bar that its own value would not fit into. */
const SHORT = 0.15

/** A name stands in texts as well, and so begins small. */
const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)

/** Shares that have a value as bars, with a mark where the target stands. */
export const AgainstTargets = ({
  items,
  asked,
}: {
  readonly items: readonly Kpi[]
  readonly asked: Asked
}) => {
  const say = kpiTexts.useTexts()
  const language = useLanguage()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const shown = items
    .flatMap((kpi) =>
      kpi.unit === 'share' && kpi.value !== null ? [{ kpi, value: kpi.value }] : [],
    )
    .toReversed()
  const told = shown.map(({ kpi, value }) =>
    say('againstHint', {
      name: kpi.name[language],
      value: shownFigure(value, kpi.unit, say),
      target: kpi.target === null ? say('noTarget') : shownTarget(kpi.target, kpi.unit, say),
    }),
  )
  const option: ChartOption = {
    animation: false,
    grid: { left: narrow ? 120 : 270, right: 56, top: 4, bottom: 24 },
    tooltip: {
      trigger: 'item',
      formatter: (given) => told[(given as { dataIndex: number }).dataIndex] ?? '',
    },
    xAxis: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value}%' } },
    yAxis: {
      type: 'category',
      data: shown.map(({ kpi }) => capital(kpi.name[language])),
      axisTick: { show: false },
      axisLabel: {
        width: narrow ? 112 : 260,
        overflow: 'break',
        fontSize: narrow ? 11 : 12,
        color: '#1d2733',
      },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 16,
        cursor: 'pointer',
        label: {
          show: true,
          // At the axis, where no target's mark can stand upon it.
          position: 'insideLeft',
          color: '#fff',
          formatter: ({ dataIndex }) => {
            const row = shown[dataIndex]
            return row === undefined ? '' : shownFigure(row.value, 'share', say)
          },
        },
        data: shown.map(({ kpi, value }) => ({
          value: value * 100,
          itemStyle: { color: standingColours[standingOf(kpi)], borderRadius: 3 },
          ...(value < SHORT ? { label: { position: 'right', color: '#1d2733' } } : {}),
        })),
      },
      {
        // A short bar of no height at the target: a mark that stays in its row.
        type: 'line',
        symbol: 'rect',
        symbolSize: [3, 20],
        silent: true,
        lineStyle: { opacity: 0 },
        itemStyle: { color: '#1d2733' },
        data: shown.map(({ kpi }) => (kpi.target === null ? null : kpi.target.value * 100)),
      },
    ],
  }
  return (
    <Card size="small" title={say('against')}>
      {shown.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noChart')} />
      ) : (
        <Chart
          option={option}
          label={told.join(' ')}
          heightPx={shown.length * (narrow ? NARROW_ROW_PX : ROW_PX) + 32}
          onPick={(n) => {
            const id = shown[n]?.kpi.id
            if (id !== undefined) void navigate({ to: `/office/kpis/${id}`, search: asked })
          }}
        />
      )}
    </Card>
  )
}
