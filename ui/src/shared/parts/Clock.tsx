import { useEffect, useState } from 'react'
import type { ClockMark } from '../../generated/ClockMark'
import type { ClockView } from '../../generated/ClockView'
import type { Tone } from '../../generated/Tone'
import { useClock } from '../clock'
import { lengthWords } from '../format'
import { t } from '../words'
import styles from './Clock.module.css'
import { cx } from './cx'

/** Draws again each second while `runs`. Returns the time now. */
function useSecond(runs: boolean): number {
  const clock = useClock()
  const [now, setNow] = useState(() => clock.nowMs())
  useEffect(() => {
    if (!runs) return undefined
    const timer = window.setInterval(() => setNow(clock.nowMs()), 1000)
    return () => window.clearInterval(timer)
  }, [clock, runs])
  return now
}

export interface Elapsed {
  elapsedMs: number
  mark: ClockMark
}

/** How a time stands at a moment: one that runs has gone on since it was told at `atMs`. A norm of 0 is no norm. */
export function elapsedAt(clock: ClockView, atMs: number, nowMs: number): Elapsed {
  if (!clock.runs) return { elapsedMs: clock.elapsed_ms, mark: clock.mark }
  const elapsedMs = clock.elapsed_ms + Math.max(0, nowMs - atMs)
  if (clock.norm_ms === 0) return { elapsedMs, mark: 'fine' }
  return { elapsedMs, mark: elapsedMs > clock.norm_ms ? 'over' : elapsedMs >= clock.soon_ms ? 'soon' : 'fine' }
}

/** The same, drawn again each second. */
export function useElapsed(clock: ClockView, atMs: number): Elapsed {
  return elapsedAt(clock, atMs, useSecond(clock.runs))
}

const tones: Record<ClockMark, Tone> = { fine: 'ok', soon: 'warn', over: 'bad' }

export function toneOf(mark: ClockMark): Tone {
  return tones[mark]
}

/** «осталось 0:25», «дольше на 1:40»; in good time, what the norm is. */
export function againstNorm({ elapsedMs, mark }: Elapsed, normMs: number): string {
  const left = lengthWords(Math.abs(normMs - elapsedMs))
  if (mark === 'over') return t('clock-over', { length: left })
  if (mark === 'soon') return t('clock-left', { length: left })
  return t('clock-norm', { minutes: Math.round(normMs / 60_000) })
}

/** The norm is a tick at three quarters, so overrun has room to be seen. */
const NORM_AT = 0.75

/** A time against its norm. Words stand beside it: the bar itself is not read. */
export function ClockBar({ elapsed: { elapsedMs, mark }, normMs, className }: { elapsed: Elapsed; normMs: number; className?: string | undefined }) {
  const share = normMs === 0 ? 0 : Math.min(1, (elapsedMs / normMs) * NORM_AT)
  return (
    <span className={cx(styles.bar, className)} aria-hidden>
      <i data-mark={mark} style={{ transform: `scaleX(${share})` }} />
      <u />
    </span>
  )
}
