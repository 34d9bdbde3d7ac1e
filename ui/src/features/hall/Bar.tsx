import { markAt, type Running } from '../../shared/norm'
import styles from './Hall.module.css'

/** The norm is a tick at three quarters, so overrun has room to be seen. */
const NORM_AT = 0.75

/** A time against its norm. Figure and words stand beside it: the bar itself is not read. */
export function Bar({ elapsedMs, running: { clock } }: { elapsedMs: number; running: Running }) {
  const share = clock.norm_ms === 0 ? 0 : Math.min(1, (elapsedMs / clock.norm_ms) * NORM_AT)
  return (
    <span className={styles.bar} aria-hidden>
      <i data-mark={markAt(elapsedMs, clock)} style={{ width: `${share * 100}%` }} />
      <u />
    </span>
  )
}
