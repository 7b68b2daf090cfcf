import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption, EChartsType } from 'echarts/core'
import { Skeleton } from 'antd'
import { useEffect, useRef, useState } from 'react'

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>

/** A4 with its margins. */
const PAPER_PX = 680

/** A drawing by ECharts, which comes only when one is shown. `label` says to those who do not see it what it shows. */
export const Chart = ({
  option,
  label,
  heightPx,
  onPick,
}: {
  readonly option: ChartOption
  readonly label: string
  readonly heightPx: number
  /** The name of the category that was clicked. */
  readonly onPick?: (index: number) => void
}) => {
  const box = useRef<HTMLDivElement>(null)
  const [waits, setWaits] = useState(true)
  const drawn = useRef<EChartsType | null>(null)
  const picked = useRef(onPick)
  const shown = useRef(option)
  useEffect(() => {
    picked.current = onPick
    shown.current = option
    drawn.current?.setOption(option, true)
  })
  useEffect(() => {
    let gone = false
    let watch: ResizeObserver | null = null
    const print = window.matchMedia('print')
    const fit = (): void =>
      drawn.current?.resize(print.matches ? { width: PAPER_PX } : { width: 'auto' })
    void import('./echarts.ts').then(({ init }) => {
      if (gone || box.current === null) return
      const chart = init(box.current, null, { renderer: 'svg' })
      drawn.current = chart
      chart.setOption(shown.current)
      setWaits(false)
      chart.on('click', ({ dataIndex }) => picked.current?.(dataIndex))
      watch = new ResizeObserver(fit)
      watch.observe(box.current)
    })
    print.addEventListener('change', fit)
    return () => {
      gone = true
      print.removeEventListener('change', fit)
      watch?.disconnect()
      drawn.current?.dispose()
      drawn.current = null
    }
  }, [])
  return (
    <div style={{ position: 'relative' }}>
      <div ref={box} role="img" aria-label={label} style={{ height: heightPx, minWidth: 0 }} />
      {waits && (
        <Skeleton
          active
          title={false}
          paragraph={{ rows: 2 }}
          style={{ position: 'absolute', inset: 8, width: 'auto' }}
        />
      )}
    </div>
  )
}
