import type { ReactNode } from 'react'
import text from '../../shared/parts/text.module.css'
import styles from './Hall.module.css'

/** A part of the hall under its title; `aside` says the sum of it. */
export function Block({ title, aside, className, children }: { title: string; aside: ReactNode; className: string | undefined; children: ReactNode }) {
  return (
    <section className={className} aria-label={title}>
      <div className={styles.blockHead}>
        <h2>{title}</h2>
        <span className={text.mute}>{aside}</span>
      </div>
      {children}
    </section>
  )
}
