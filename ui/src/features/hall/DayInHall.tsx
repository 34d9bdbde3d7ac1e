import { useState, useSyncExternalStore } from 'react'
import { useAsk } from '../../shared/bridge'
import { cx } from '../../shared/parts/cx'
import { t } from '../../shared/words'
import { DayFigures, type DayView } from './Day'
import { ViewChoice } from './DayPage'
import styles from './Hall.module.css'

const ROOMY_HEIGHT_PX = 900

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener)
  return () => window.removeEventListener('resize', listener)
}

/** Today's waits and clients under the windows, where the screen has room for them. */
export function DayInHall() {
  const heightPx = useSyncExternalStore(subscribe, () => window.innerHeight)
  const isRoomy = heightPx >= ROOMY_HEIGHT_PX
  const [view, setView] = useState<DayView>('plot')
  const { data } = useAsk('hall.day', { on: '' }, ['queue', 'directory'], { enabled: isRoomy, keep: true })
  if (!isRoomy || data === undefined) return null
  return (
    <section className={styles.dayBelow} aria-label={t('hall-nav-day')}>
      <div className={cx(styles.blockHead, styles.dayHead)}>
        <h2>{t('hall-nav-day')}</h2>
        <ViewChoice view={view} onChange={setView} />
      </div>
      <DayFigures day={data} view={view} brief />
    </section>
  )
}
