import { useEffect, useState } from 'react'
import type { ClockMark } from '../generated/ClockMark'
import type { ClockView } from '../generated/ClockView'
import type { Tone } from '../generated/Tone'
import { t } from './words'

/** A clock as it was told, and the moment at which it was: on the monotonic clock of the window. */
export interface Running {
  clock: ClockView
  toldAt: number
}

/** Elapsed by now, milliseconds. */
export function elapsedAt({ clock, toldAt }: Running, nowAt: number): number {
  return clock.runs ? clock.elapsed_ms + Math.max(0, nowAt - toldAt) : clock.elapsed_ms
}

/** The time that has run, drawn again at each new step of it. */
export function useElapsed(running: Running, stepMs: 1000 | 60_000 = 1000): number {
  const [nowAt, setNowAt] = useState(() => performance.now())
  const { toldAt } = running
  const { runs, elapsed_ms } = running.clock
  useEffect(() => {
    if (!runs) return undefined
    let timer = 0
    const tick = () => {
      const now = performance.now()
      setNowAt(now)
      timer = window.setTimeout(tick, stepMs - ((elapsed_ms + Math.max(0, now - toldAt)) % stepMs) + 5)
    }
    tick()
    return () => window.clearTimeout(timer)
  }, [runs, elapsed_ms, toldAt, stepMs])
  return elapsedAt(running, nowAt)
}

/** How a time stands; one that has no norm is fine. */
export function markAt(elapsedMs: number, { soon_ms, norm_ms }: ClockView): ClockMark {
  if (norm_ms <= 0) return 'fine'
  if (elapsedMs > norm_ms) return 'over'
  return elapsedMs >= soon_ms ? 'soon' : 'fine'
}

export const markTone: Record<ClockMark, Tone> = { fine: 'ok', soon: 'warn', over: 'bad' }

/** `258000` → `4:18`, from an hour on `1:04:18`. */
export function timeWords(lengthMs: number): string {
  const seconds = Math.max(0, Math.floor(lengthMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`
}

/** `9 мин`; against a norm that is near or past `14 из 15 мин`. */
export function waitWords(elapsedMs: number, clock: ClockView): string {
  const minutes = Math.floor(elapsedMs / 60_000)
  if (markAt(elapsedMs, clock) !== 'fine') return t('wait-of-norm', { minutes, norm: Math.round(clock.norm_ms / 60_000) })
  return minutes < 1 ? t('wait-just-now') : t('duration-minutes', { count: minutes })
}
