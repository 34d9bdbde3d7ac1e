import { Link } from 'react-aria-components'
import { hrefTo } from '../shared/route'
import { useSession } from '../shared/session'
import { t } from '../shared/words'
import styles from './BranchNav.module.css'

type Place = 'now' | 'day' | 'periods' | 'audit'

const places: readonly { id: Place; parts: readonly string[]; asks: string }[] = [
  { id: 'now', parts: ['hall'], asks: 'hall.state' },
  { id: 'day', parts: ['hall', 'day'], asks: 'hall.day' },
  { id: 'periods', parts: ['hall', 'periods'], asks: 'hall.periods' },
  { id: 'audit', parts: ['audit'], asks: 'audit.list' },
]

/** The pages of the section «Отделение». */
export function BranchNav({ at }: { at: Place }) {
  const { forbidden } = useSession().user
  const open = places.filter(({ asks }) => !forbidden.includes(asks))
  return (
    <nav className={styles.nav} aria-label={t('hall-nav')}>
      {open.map(({ id, parts }) => (
        <Link key={id} href={hrefTo(parts)} className={styles.link ?? ''} aria-current={id === at ? 'page' : undefined}>
          {t(`hall-nav-${id}`)}
        </Link>
      ))}
    </nav>
  )
}
