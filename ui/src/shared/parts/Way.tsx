import type { Place } from '../../generated/Place'
import { t } from '../words'
import styles from './Status.module.css'
import text from './text.module.css'

const reached: Record<Place, number> = { desk: 1, branch: 2, centre: 3 }

/** Where a record is: ●○○ on this desk, ●●○ in the branch, ●●● at the centre. */
export function Way({ place, words }: { place: Place; words?: boolean }) {
  const name = t('way-name', { place })
  return (
    <>
      <span className={styles.way} {...(words === true ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}>
        {[1, 2, 3].map((dot) => (
          <i key={dot} data-on={dot <= reached[place] ? '' : undefined} />
        ))}
      </span>
      {words === true && <span className={text.whole}>{t('way-short', { place })}</span>}
    </>
  )
}
