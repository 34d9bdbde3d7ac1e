import type { StreamView } from '../../generated/StreamView'
import type { TotalView } from '../../generated/TotalView'
import { markAt, markTone, timeWords, useElapsed } from '../../shared/norm'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { t } from '../../shared/words'
import { Bar } from './Bar'
import styles from './Hall.module.css'
import type { Hall } from './useHall'

const minutesOf = (lengthMs: number) => Math.round(lengthMs / 60_000)

/** A mean of the day against its norm. Before the first one there is nothing to measure. */
function Mean({ title, clock, count, hall }: { title: string; clock: StreamView['wait']; count: number; hall: Hall }) {
  const running = hall.running(clock)
  const elapsedMs = useElapsed(running)
  const mark = markAt(elapsedMs, clock)
  return (
    <div className={styles.mean} role="group" aria-label={title}>
      <span className={styles.meanTitle}>
        {title}
        {clock.norm_ms > 0 && <span className={styles.meanNorm}>{t('clock-norm', { time: t('duration-minutes', { count: minutesOf(clock.norm_ms) }) })}</span>}
      </span>
      {count === 0 ? (
        <span className={styles.meanNone}>{t('hall-none-yet')}</span>
      ) : (
        <>
          <strong className={text.large}>{timeWords(elapsedMs)}</strong>
          <span className={styles.meanMark}>
            <Status tone={markTone[mark]}>{t('hall-mark', { mark })}</Status>
          </span>
          <Bar elapsedMs={elapsedMs} running={running} />
        </>
      )}
    </div>
  )
}

function Stream({ stream, hall }: { stream: StreamView; hall: Hall }) {
  return (
    <li className={styles.stream}>
      <div className={styles.streamHead}>
        <h2>{stream.title}</h2>
        <span className={text.small}>
          {stream.expected === null ? t('hall-no-windows') : t('hall-expected', { from: stream.expected[0], to: stream.expected[1] })}
        </span>
      </div>
      <div className={styles.waiting}>
        <span className={text.small}>{t('hall-waiting')}</span>
        <strong className={text.large}>{stream.waiting}</strong>
      </div>
      <Mean title={t('clock-wait')} clock={stream.wait} count={stream.calls} hall={hall} />
      <Mean title={t('clock-reception')} clock={stream.reception} count={stream.receptions} hall={hall} />
    </li>
  )
}

function Total({ total }: { total: TotalView }) {
  return (
    <li className={styles.stream}>
      <div className={styles.streamHead}>
        <h2>{t('hall-total', { minutes: total.norm_minutes })}</h2>
      </div>
      {total.percent === null ? (
        <span className={styles.meanNone}>{t('hall-none-yet')}</span>
      ) : (
        <div className={styles.total}>
          <span className={text.small}>
            {total.percent_off_peak === null || total.percent_off_peak === total.percent
              ? t('hall-total-of', { within: total.within, served: total.served })
              : t('hall-total-off-peak', { within: total.within, served: total.served, percent: total.percent_off_peak })}
          </span>
          <span className={styles.totalFigure}>
            <strong className={text.large}>{t('hall-percent', { percent: total.percent })}</strong>
            <Status tone={markTone[total.mark]}>{t('hall-total-mark', { mark: total.mark })}</Status>
          </span>
        </div>
      )}
    </li>
  )
}

/** Streams and whole visits against their norms. */
export function Norms({ hall }: { hall: Hall }) {
  return (
    <section className={styles.norms} aria-label={t('hall-norms')}>
      <ul>
        {hall.state.streams.map((stream) => (
          <Stream key={stream.id} stream={stream} hall={hall} />
        ))}
        <Total total={hall.state.total} />
      </ul>
    </section>
  )
}
