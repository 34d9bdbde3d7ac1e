import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useRem } from '../../shared/rem'
import type { PlotOption } from './options'
import { type Look, paletteOf } from './palette'
import styles from './Day.module.css'

register([BarChart, LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

interface PlotProps {
  /** What it says, in words. */
  label: string
  /** Made of the colours and the letter size that are in force. */
  draw: (look: Look) => PlotOption
  /** A picture of so many rows grows no taller than they need. */
  rows?: number
}

/** A picture of figures that stand in a table beside it. Drawn as SVG, with no styles of its own in the page. */
export default function Plot({ label, draw, rows }: PlotProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const rem = useRem()
  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const drawn = init(element, null, { renderer: 'svg' })
    chart.current = drawn
    const watcher = new ResizeObserver(() => drawn.resize())
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      drawn.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    chart.current?.setOption(draw(paletteOf(rem)), { notMerge: true })
  }, [draw, rem])
  return <div ref={box} className={styles.plot} role="img" aria-label={label} {...(rows === undefined ? {} : { style: { maxHeight: `${rows * 3 + 2.5}rem` } })} />
}
