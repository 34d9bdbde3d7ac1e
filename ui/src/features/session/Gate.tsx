import type { ReactNode } from 'react'
import { t } from '../../shared/words'
import styles from './Gate.module.css'

interface GateProps {
  logo: ReactNode
  /** Office and desk, once known. */
  place?: string | undefined
  title: string
  lead?: ReactNode
  children?: ReactNode
}

/** The page before work: one box in the middle, one thing to do. */
export function Gate({ logo, place, title, lead, children }: GateProps) {
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        {logo}
        <span>{t('brand')}</span>
        {place !== undefined && <small>{place}</small>}
      </header>
      <main className={styles.main}>
        <div className={styles.box}>
          <h1>{title}</h1>
          {lead !== undefined && <p>{lead}</p>}
          {children}
        </div>
      </main>
    </div>
  )
}

export { styles as gateStyles }
