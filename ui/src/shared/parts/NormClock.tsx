import { markAt, markTone, type Running, timeWords, useElapsed, waitWords } from '../norm'
import { t } from '../words'
import { cx } from './cx'
import styles from './NormClock.module.css'
import { Status } from './Status'

/** The norm stands at three quarters of the bar: an overrun has room to be seen. */
const NORM_SHARE = 0.75

function markWords(elapsedMs: number, running: Running): string {
  const { norm_ms } = running.clock
  switch (markAt(elapsedMs, running.clock)) {
    case 'fine':
      return t('clock-fine')
    case 'soon':
      return t('clock-left', { time: timeWords(norm_ms - elapsedMs + 999) })
    case 'over':
      return t('clock-over', { time: timeWords(elapsedMs - norm_ms) })
  }
}

/** A time against its norm: figure, bar with the tick of the norm, colour with shape and word. */
export function NormClock({ label, running }: { label: string; running: Running }) {
  const elapsedMs = useElapsed(running)
  const { norm_ms } = running.clock
  const mark = markAt(elapsedMs, running.clock)
  return (
    <div className={styles.clock} role="group" aria-label={label}>
      <div className={styles.head}>
        <span>{label}</span>
        <b>{timeWords(elapsedMs)}</b>
      </div>
      {norm_ms > 0 && (
        <>
          <div className={cx(styles.bar, styles[mark])} aria-hidden>
            <i style={{ width: `${Math.min(1, (elapsedMs / norm_ms) * NORM_SHARE) * 100}%` }} />
            <u />
          </div>
          <div className={styles.foot}>
            <span>{t('clock-norm', { time: t('duration-minutes', { count: Math.round(norm_ms / 60_000) }) })}</span>
            <Status tone={markTone[mark]}>{markWords(elapsedMs, running)}</Status>
          </div>
        </>
      )}
    </div>
  )
}

/** A wait in a list: grey while all is well, marked when the norm is near or past. */
export function Wait({ running }: { running: Running }) {
  const elapsedMs = useElapsed(running, 60_000)
  const mark = markAt(elapsedMs, running.clock)
  return <Status tone={mark === 'fine' ? 'plain' : markTone[mark]}>{waitWords(elapsedMs, running.clock)}</Status>
}

/** What is left of a time that is given; past its end, by how much. */
export function Countdown({ running }: { running: Running }) {
  const elapsedMs = useElapsed(running)
  const leftMs = running.clock.norm_ms - elapsedMs
  return leftMs >= 0 ? <b>{timeWords(leftMs + 999)}</b> : <Status tone="bad">{t('clock-over', { time: timeWords(-leftMs) })}</Status>
}
