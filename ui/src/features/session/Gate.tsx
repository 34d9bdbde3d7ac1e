import type { ReactNode } from 'react'
import { capsOf } from '../../shared/commands'
import { useManual, useManualPage } from '../../shared/manual'
import { Button } from '../../shared/parts/Button'
import { t } from '../../shared/words'
import styles from './Gate.module.css'

interface GateProps {
  logo: ReactNode
  /** Office and desk, once known. */
  place?: string | undefined
  title: string
  lead?: ReactNode
  /** The page of the manual that F1 opens here. */
  manual?: 'day' | 'link' | 'trouble' | 'key'
  /** More is to be read and typed than a password. */
  isWide?: boolean
  children?: ReactNode
}

/** The page before work: one box in the middle, one thing to do. */
export function Gate({ logo, place, title, lead, manual = 'day', isWide, children }: GateProps) {
  useManualPage(manual)
  const openManual = useManual()
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        {logo}
        <span>{t('brand')}</span>
        {place !== undefined && <small>{place}</small>}
      </header>
      <main className={styles.main}>
        <div className={styles.box} data-wide={isWide === true ? '' : undefined}>
          <h1>{title}</h1>
          {lead !== undefined && <p>{lead}</p>}
          {children}
        </div>
      </main>
      <footer className={styles.foot}>
        <Button kind="quiet" caps={capsOf('guide')} onPress={openManual}>
          {t('guide-title')}
        </Button>
      </footer>
    </div>
  )
}

export { styles as gateStyles }
