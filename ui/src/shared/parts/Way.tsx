import { t } from '../words'
import { cx } from './cx'
import styles from './Status.module.css'
import text from './text.module.css'

/** Where a record is. Until there is a branch hub, the middle dot goes with the centre's. */
export type Place = 'desk' | 'hub' | 'centre'

const reached: Record<Place, number> = { desk: 1, hub: 2, centre: 3 }

export function Way({ place, words }: { place: Place; words?: boolean }) {
  const name = t('way-name', { place })
  return (
    <>
      <span className={styles.way} {...(words === true ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}>
        {[1, 2, 3].map((dot) => (
          <i key={dot} data-on={dot <= reached[place] ? '' : undefined} />
        ))}
      </span>
      {words === true && <span className={cx(text.whole)}>{t('way-short', { place })}</span>}
    </>
  )
}
