import type { ReactNode } from 'react'
import type { Tone } from '../../generated/Tone'
import { cx } from './cx'
import styles from './Status.module.css'

/** The shape of a status: told apart with no colour at all. */
export function Shape({ tone }: { tone: Tone }) {
  if (tone === 'plain') return null
  const shapes: Record<Exclude<Tone, 'plain'>, ReactNode> = {
    ok: <circle cx="5" cy="5" r="4.6" fill="currentColor" />,
    warn: <path d="M5 .4 9.9 9.6H.1z" fill="currentColor" />,
    bad: <path d="m5 0 5 5-5 5-5-5z" fill="currentColor" />,
    info: <rect x=".7" y=".7" width="8.6" height="8.6" rx="1.5" fill="currentColor" />,
    idle: <circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  }
  return (
    <svg viewBox="0 0 10 10" aria-hidden>
      {shapes[tone]}
    </svg>
  )
}

/** Colour + shape + word, always the three. */
export function Status({ tone, strong, children }: { tone: Tone; strong?: boolean; children: ReactNode }) {
  return (
    <span className={cx(styles.status, styles[tone], strong && styles.strong)}>
      <Shape tone={tone} />
      <span>{children}</span>
    </span>
  )
}

export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={cx(styles.tag, styles[tone])}>
      <Shape tone={tone} />
      {children}
    </span>
  )
}

/** Stands only where someone must act. */
export function Count({ tone, value, label }: { tone: 'warn' | 'bad'; value: number; label: string }) {
  return (
    <span className={cx(styles.count, tone === 'bad' ? styles.countBad : styles.countWarn)} role="img" aria-label={label} title={label}>
      {value}
    </span>
  )
}
