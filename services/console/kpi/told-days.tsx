import { useQuery } from '@tanstack/react-query'
import { Card } from 'antd'
import { dayOf, shownCount, shownDay } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import type { stationDays } from '#schemas/api/station-day.ts'
import type { z } from 'zod'
import { Chart, type ChartOption } from './chart.tsx'
import { kpiTexts } from './texts.ts'
import type { Asked } from './use-asked.ts'

type StationDays = z.infer<typeof stationDays>

/** 上报量: what the stations told, day by day; a gap is a station, or all of them, that fell silent. */
export const ToldDays = ({ asked: { from, to, enterprise } }: { readonly asked: Asked }) => {
  const say = kpiTexts.useTexts()
  const { data } = useQuery({
    queryKey: ['station-days', { from, to, enterprise }],
    queryFn: ({ signal }) =>
      get<StationDays>(`/v1/station-days${query({ from, to, enterprise })}`, signal),
  })
  const today = dayOf(Date.now())
  const items = (data?.items ?? []).filter(({ day }) => day <= today)
  if (items.every(({ events }) => events === 0)) return null
  const told = items.reduce((sum, { events }) => sum + events, 0)
  const fills = items.reduce((sum, one) => sum + one.fills, 0)
  const option: ChartOption = {
    animation: false,
    grid: { left: 64, right: 24, top: 16, bottom: 28 },
    tooltip: { trigger: 'axis', valueFormatter: (value) => shownCount(Number(value)) },
    xAxis: {
      type: 'category',
      data: items.map(({ day }) => shownDay(day)),
      axisLabel: { color: '#4b5763' },
    },
    yAxis: { type: 'value', min: 0, minInterval: 1 },
    series: [
      {
        name: say('toldEvents'),
        type: 'bar',
        barMaxWidth: 24,
        itemStyle: { color: '#8fb3d9' },
        data: items.map(({ events }) => events),
      },
      {
        name: say('toldFills'),
        type: 'line',
        showSymbol: items.length < 2,
        lineStyle: { color: '#1d5a96' },
        itemStyle: { color: '#1d5a96' },
        data: items.map((one) => one.fills),
      },
    ],
  }
  const label = say('toldHint', { events: shownCount(told), fills: shownCount(fills) })
  return (
    <Card size="small" title={label}>
      <Chart option={option} label={label} heightPx={200} />
    </Card>
  )
}
