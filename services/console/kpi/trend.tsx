import { useQueries } from '@tanstack/react-query'
import { Card, Empty, Skeleton } from 'antd'
import { shownMonth, shownNumber } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import { Chart, type ChartOption } from './chart.tsx'
import { type Kpi, type Kpis, shownFigure, standingColours, standingOf } from './figure.ts'
import { lastMonths } from './period.ts'
import { kpiTexts } from './texts.ts'

const MONTHS = 6
/** Months that are over do not change much. */
const FRESH_MS = 10 * 60_000
const PERCENT = 100

/** 近六个月: the figure month by month; a month without records is a gap, not a zero. */
export const Trend = ({
  kpi,
  enterprise,
}: {
  readonly kpi: Kpi
  readonly enterprise: string | undefined
}) => {
  const say = kpiTexts.useTexts()
  const periods = lastMonths(MONTHS)
  const asked = useQueries({
    queries: periods.map((period) => ({
      queryKey: ['kpis', { ...period, enterprise }, null],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        get<Kpis>(`/v1/kpis${query({ ...period, enterprise })}`, signal),
      staleTime: FRESH_MS,
    })),
  })
  const found = asked.map(({ data }) => data?.items.find(({ id }) => id === kpi.id))
  const values = found.map((one) => one?.value ?? null)
  const names = periods.map(({ from }) => shownMonth(from))
  const isShare = kpi.unit === 'share'
  const scaled = (value: number): number => (isShare ? value * PERCENT : value)
  const told = values.flatMap((value, n) =>
    value === null
      ? []
      : [say('trendHint', { month: names[n] ?? '', value: shownFigure(value, kpi.unit, say) })],
  )
  const option: ChartOption = {
    animation: false,
    grid: { left: 48, right: 24, top: 28, bottom: 28 },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value) => `${shownNumber(Number(value), 2)}${isShare ? '%' : ''}`,
    },
    xAxis: { type: 'category', data: names, axisLabel: { color: '#4b5763' } },
    yAxis: {
      type: 'value',
      min: 0,
      ...(isShare ? { max: PERCENT, axisLabel: { formatter: '{value}%' } } : {}),
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 40,
        label: {
          show: true,
          position: 'top',
          color: '#1d2733',
          formatter: ({ dataIndex }) => {
            const value = values[dataIndex]
            return typeof value === 'number' ? shownFigure(value, kpi.unit, say) : ''
          },
        },
        data: values.map((value, n) =>
          value === null
            ? null
            : {
                value: scaled(value),
                itemStyle: {
                  color: standingColours[standingOf(found[n] ?? kpi)],
                  borderRadius: [3, 3, 0, 0],
                },
              },
        ),
        ...(kpi.target === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                label: { show: false },
                lineStyle: { color: '#1d2733', type: 'dashed' },
                data: [{ yAxis: scaled(kpi.target.value) }],
              },
            }),
      },
    ],
  }
  return (
    <Card size="small" title={say('trend')}>
      {asked.some(({ isPending }) => isPending) ? (
        <Skeleton active paragraph={{ rows: 4 }} title={false} />
      ) : told.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noTrend')} />
      ) : (
        <Chart option={option} label={told.join(' ')} heightPx={220} />
      )}
    </Card>
  )
}
