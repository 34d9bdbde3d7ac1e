import type { HallDay } from '../../generated/HallDay'
import { timeWords } from '../../shared/norm'
import { t } from '../../shared/words'

/** What is drawn, free of how: the picture and its twin table are made of the same figures. */

const MINUTE_MS = 60_000

/** `09:30` → 570. */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** 570 → `9:30`. */
export function timeOf(minute: number): string {
  return `${Math.floor(minute / 60)}:${String(Math.round(minute % 60)).padStart(2, '0')}`
}

const SLOT_MINUTES = 30

export interface Line {
  id: string
  title: string
  /** The middle of the half-hour, minutes of the day, and the mean wait in minutes. */
  points: readonly (readonly [number, number])[]
}

/** Mean waits by half-hour, a line a stream; a half-hour without a call has no point. */
export function waitLines(day: HallDay): readonly Line[] {
  return day.streams
    .map(({ id, title }, index) => ({
      id,
      title,
      points: day.slots.flatMap((slot) => {
        const wait = slot.waits_ms[index]
        return wait == null ? [] : [[minuteOf(slot.from) + SLOT_MINUTES / 2, wait / MINUTE_MS] as const]
      }),
    }))
    .filter(({ points }) => points.length > 0)
}

/** Norms of waiting in minutes, each once. */
export function waitNorms(day: HallDay): readonly number[] {
  return [...new Set(day.streams.map(({ wait }) => wait.norm_ms / MINUTE_MS))].filter((minutes) => minutes > 0)
}

/** Peaks as minutes of the day. */
export function peakSpans(day: HallDay): readonly { from: number; to: number; words: string }[] {
  return day.peaks.map(([from, to]) => ({ from: minuteOf(from), to: minuteOf(to), words: t('day-peak', { from, to }) }))
}

/** From the first half-hour to the end of the last, minutes of the day. */
export function daySpan(day: HallDay): readonly [number, number] {
  const first = day.slots[0]
  const last = day.slots.at(-1)
  return first === undefined || last === undefined ? [0, 0] : [minuteOf(first.from), minuteOf(last.from) + SLOT_MINUTES]
}

export const loadKinds = ['serving', 'calling', 'paused', 'idle'] as const
export type LoadKind = (typeof loadKinds)[number]

/** Minutes of each kind, window by window. */
export function loadMinutes(day: HallDay, kind: LoadKind): readonly number[] {
  return day.windows.map((window) => window[`${kind}_ms`] / MINUTE_MS)
}

/** What the plot of waits says, in words. */
export function waitsAlt(day: HallDay): string {
  let longest: { from: string; stream: string; ms: number } | null = null
  for (const slot of day.slots) {
    slot.waits_ms.forEach((ms, index) => {
      if (ms !== null && ms > (longest?.ms ?? -1)) longest = { from: slot.from, stream: day.streams[index]?.title ?? '', ms }
    })
  }
  const found = longest as { from: string; stream: string; ms: number } | null
  return t('day-waits-alt', { count: found === null ? 0 : 1, from: found?.from ?? '', stream: found?.stream ?? '', time: timeWords(found?.ms ?? 0) })
}

/** What the plot of clients says, in words. */
export function flowAlt(day: HallDay): string {
  const busiest = day.slots.reduce<HallDay['slots'][number] | undefined>((best, slot) => (best === undefined || slot.came > best.came ? slot : best), undefined)
  return t('day-flow-alt', { from: busiest?.from ?? '', came: busiest?.came ?? 0 })
}
