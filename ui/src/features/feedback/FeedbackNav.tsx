import { Link } from 'react-aria-components'
import { hrefTo } from '../../shared/route'
import { useSession } from '../../shared/session'
import { t } from '../../shared/words'
import styles from './Feedback.module.css'

const places = [
  { id: 'book', parts: ['feedback'], asks: 'book.list' },
  { id: 'surveys', parts: ['feedback', 'surveys'], asks: 'survey.list' },
] as const

/** The parts of the section, as its heading. */
export function FeedbackNav({ at }: { at: (typeof places)[number]['id'] }) {
  const { user } = useSession()
  return (
    <nav className={styles.nav} aria-label={t('section-feedback')}>
      {places
        .filter(({ asks }) => !user.forbidden.includes(asks))
        .map(({ id, parts }) => (
          <Link key={id} href={hrefTo([...parts])} className={styles.link ?? ''} aria-current={id === at ? 'page' : undefined}>
            {t(`feedback-${id}`)}
          </Link>
        ))}
    </nav>
  )
}
