import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, MarkAreaComponentOption, MarkLineComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { HallDay } from '../../generated/HallDay'
import { timeWords } from '../../shared/norm'
import { t } from '../../shared/words'
import type { Look } from './palette'
import { daySpan, loadKinds, loadMinutes, type LoadKind, minuteOf, peakSpans, timeOf, waitLines, waitNorms } from './plots'

export type PlotOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption | MarkAreaComponentOption | MarkLineComponentOption | TooltipComponentOption>

/** Told apart with no colour at all: by dash and by the shape of a point. */
export const lineLooks = [
  { colour: 'accent', dash: 'solid', symbol: 'circle' },
  { colour: 'ink', dash: 'dotted', symbol: 'rect' },
  { colour: 'lineControl', dash: 'dashed', symbol: 'triangle' },
] as const satisfies readonly { colour: keyof Look; dash: string; symbol: string }[]

export function lineLook(index: number) {
  return lineLooks[index % lineLooks.length] ?? lineLooks[0]
}

const SLOT_MINUTES = 30

/** The words beside the pointer. As text in the picture: markup would bring styles that the page forbids. */
function tip(look: Look): TooltipComponentOption {
  return {
    renderMode: 'richText',
    trigger: 'axis',
    confine: true,
    backgroundColor: look.surface,
    borderColor: look.lineStrong,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: look.ink, fontFamily: look.font, fontSize: look.text },
    axisPointer: { type: 'line', lineStyle: { color: look.lineControl, type: 'solid' } },
    transitionDuration: 0,
  }
}

/** Minutes of the day from left to right; a label an hour. */
function timeAxis(day: HallDay, look: Look): PlotOption['xAxis'] {
  const [from, to] = daySpan(day)
  return {
    type: 'value',
    min: from,
    max: to,
    interval: 60,
    containShape: false,
    axisLabel: { formatter: (minute: number) => timeOf(minute), color: look.ink2, fontFamily: look.font, fontSize: look.text, hideOverlap: true },
    axisLine: { lineStyle: { color: look.lineStrong } },
    axisTick: { show: false },
    splitLine: { show: false },
  }
}

function amountAxis(look: Look) {
  return {
    type: 'value' as const,
    minInterval: 1,
    splitNumber: 4,
    axisLabel: { color: look.ink2, fontFamily: look.font, fontSize: look.text },
    splitLine: { lineStyle: { color: look.line } },
  }
}

/** Room on the left for figures of the axis, on the right for the norms: the same in both pictures of the day, so that the hours stand under each other. */
function grid(look: Look): GridComponentOption {
  return { left: look.rem * 2.25, right: look.rem * 4.5, top: look.rem * 0.75, bottom: look.rem * 1.75, outerBoundsMode: 'none' }
}

/** Mean waits by half-hour and stream, norms as lines, peaks as ground. */
export function waitsOption(day: HallDay, look: Look): PlotOption {
  const lines = waitLines(day)
  const index = new Map(day.streams.map(({ id }, at) => [id, at]))
  const norms = waitNorms(day)
  const top = Math.max(5, ...norms, ...lines.flatMap(({ points }) => points.map(([, minutes]) => minutes)))
  const series = lines.map(({ id, title, points }): LineSeriesOption => {
    const { colour, dash, symbol } = lineLook(index.get(id) ?? 0)
    return {
      type: 'line',
      name: title,
      data: points.map(([at, minutes]) => [at, minutes]),
      symbol,
      symbolSize: look.rem / 2,
      showAllSymbol: true,
      lineStyle: { color: look[colour], width: 2, type: dash },
      itemStyle: { color: look[colour] },
      emphasis: { disabled: true },
      z: 3,
    }
  })
  // Norms and peaks belong to the picture, not to a stream: they stand with no calls too.
  const ground: LineSeriesOption = {
    type: 'line',
    name: '',
    data: [],
    silent: true,
    tooltip: { show: false },
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: look.bad, type: [6, 4], width: 1.5 },
      label: { position: 'end', color: look.bad, fontFamily: look.font, fontSize: look.text, fontWeight: 500 },
      data: norms.map((minutes) => ({ yAxis: minutes, label: { formatter: t('day-norm', { minutes }) } })),
    },
    markArea: {
      silent: true,
      itemStyle: { color: look.sunken },
      label: { position: 'insideTopLeft', color: look.ink2, fontFamily: look.font, fontSize: look.text },
      data: peakSpans(day).map(({ from, to, words }) => [{ name: words, xAxis: from }, { xAxis: to }]),
    },
  }
  return {
    animation: false,
    grid: grid(look),
    xAxis: timeAxis(day, look),
    yAxis: { ...amountAxis(look), min: 0, max: Math.ceil((top * 1.15) / 5) * 5 },
    tooltip: {
      ...tip(look),
      formatter: (shown) => {
        const points = (Array.isArray(shown) ? shown : [shown]).filter(({ value }) => Array.isArray(value))
        const at = (points[0]?.value as number[] | undefined)?.[0] ?? 0
        return [span(at), ...points.map(({ seriesName, value }) => `${seriesName ?? ''}  ${timeWords(((value as number[])[1] ?? 0) * 60_000)}`)].join('\n')
      },
    },
    series: [ground, ...series],
  }
}

/** The half-hour around its middle: `9:30–10:00`. */
function span(middle: number): string {
  return `${timeOf(middle - SLOT_MINUTES / 2)}–${timeOf(middle + SLOT_MINUTES / 2)}`
}

/** Who came and who was served, by half-hour. */
export function flowOption(day: HallDay, look: Look): PlotOption {
  const bar = (name: string, colour: string, of: (slot: HallDay['slots'][number]) => number): BarSeriesOption => ({
    type: 'bar',
    name,
    data: day.slots.map((slot) => [minuteOf(slot.from) + SLOT_MINUTES / 2, of(slot)]),
    itemStyle: { color: colour },
    barWidth: '30%',
    barMaxWidth: look.rem * 2.5,
    barGap: '10%',
    emphasis: { disabled: true },
  })
  return {
    animation: false,
    grid: grid(look),
    xAxis: timeAxis(day, look),
    yAxis: amountAxis(look),
    tooltip: {
      ...tip(look),
      formatter: (shown) => {
        const points = Array.isArray(shown) ? shown : [shown]
        const at = (points[0]?.value as number[] | undefined)?.[0] ?? 0
        return [span(at), ...points.map(({ seriesName, value }) => `${seriesName ?? ''}  ${(value as number[])[1] ?? 0}`)].join('\n')
      },
    },
    series: [bar(t('day-came'), look.accentLine, ({ came }) => came), bar(t('day-served'), look.accent, ({ served }) => served)],
  }
}

/** Ground, edge and hatching of a kind of time: told apart with no colour at all. */
function loadLook(kind: LoadKind, look: Look): BarSeriesOption['itemStyle'] {
  const hatch = (color: string, rotation: number, dashY: number) => ({ symbol: 'rect', color, dashArrayX: [1, 0], dashArrayY: [1.5, dashY], rotation, symbolSize: 1 })
  switch (kind) {
    case 'serving':
      return { color: look.accent }
    case 'calling':
      return { color: look.accentLine, decal: hatch(look.accent, 0, 4) }
    case 'paused':
      return { color: look.surface, borderColor: look.lineControl, borderWidth: 1, decal: hatch(look.lineControl, Math.PI / 4, 4) }
    case 'idle':
      return { color: look.sunken }
  }
}

/** What each window's time went into. */
export function loadOption(day: HallDay, look: Look): PlotOption {
  const series = loadKinds.map((kind): BarSeriesOption => ({
    type: 'bar',
    name: t(`day-${kind}`),
    stack: 'load',
    data: [...loadMinutes(day, kind)],
    itemStyle: loadLook(kind, look),
    barMaxWidth: look.rem * 1.25,
    emphasis: { disabled: true },
  }))
  return {
    animation: false,
    grid: { left: look.rem * 5.5, right: look.rem, top: look.rem * 0.5, bottom: look.rem * 1.75, outerBoundsMode: 'none' },
    xAxis: amountAxis(look),
    yAxis: {
      type: 'category',
      inverse: true,
      data: day.windows.map(({ title }) => title),
      axisLabel: { color: look.ink, fontFamily: look.font, fontSize: look.text, width: look.rem * 5, overflow: 'truncate' },
      axisLine: { lineStyle: { color: look.lineStrong } },
      axisTick: { show: false },
    },
    tooltip: {
      ...tip(look),
      axisPointer: { type: 'none' },
      formatter: (shown) => {
        const parts = Array.isArray(shown) ? shown : [shown]
        return [parts[0]?.name ?? '', ...parts.map(({ seriesName, value }) => `${seriesName ?? ''}  ${timeWords(Number(value) * 60_000)}`)].join('\n')
      },
    },
    series,
  }
}
