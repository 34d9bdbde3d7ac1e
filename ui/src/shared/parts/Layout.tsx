import type { ReactNode } from 'react'
import { Button as AriaButton, ProgressBar } from 'react-aria-components'
import { t } from '../words'
import { cx } from './cx'
import { focusField } from './Field'
import styles from './Layout.module.css'
import { Shape, Status } from './Status'
import text from './text.module.css'

export interface Fact {
  label: string
  value: ReactNode
  strong?: boolean
  /** Takes the whole row. */
  wide?: boolean
}

export function Facts({ facts, className }: { facts: readonly Fact[]; className?: string | undefined }) {
  return (
    <dl className={cx(styles.facts, className)}>
      {facts.map((fact) => (
        <div key={fact.label} className={cx(fact.wide && styles.wideFact)}>
          <dt>{fact.label}</dt>
          <dd className={cx(fact.strong && text.strong)}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A message in the flow: what is so, what to do, and the button for it. */
export function Note({ tone, icon, children, actions }: { tone: 'warn' | 'bad' | 'info'; icon?: ReactNode; children: ReactNode; actions?: ReactNode }) {
  const tones = { warn: styles.noteWarn, bad: styles.noteBad, info: styles.noteInfo }
  return (
    <div className={cx(styles.note, tones[tone])}>
      {icon ?? <Shape tone={tone} />}
      <span className={styles.noteWords}>{children}</span>
      {actions !== undefined && <span className={styles.noteEnd}>{actions}</span>}
    </div>
  )
}

/** `share` is 0…1, or null while the whole is not known. */
export function Progress({ label, share, words }: { label: string; share: number | null; words: string }) {
  return (
    <div className={styles.progress}>
      <ProgressBar aria-label={label} {...(share === null ? { isIndeterminate: true } : { value: share * 100 })} valueLabel={words}>
        <div className={styles.bar}>
          <i style={{ transform: `scaleX(${share ?? 0})` }} />
        </div>
      </ProgressBar>
      <span className={text.small}>{words}</span>
    </div>
  )
}

/** What is so, and one button that changes it. */
export function Empty({ title, children, actions, icon }: { title: string; children?: ReactNode; actions?: ReactNode; icon?: ReactNode }) {
  return (
    <div className={styles.empty}>
      {icon}
      <span className={text.strong}>{title}</span>
      {children !== undefined && <span className={text.mute}>{children}</span>}
      {actions !== undefined && <div className={styles.emptyActions}>{actions}</div>}
    </div>
  )
}

const widths = ['72%', '48%', '64%', '40%', '56%', '68%']

/** Still grey bars; nothing at all for the first 300 ms. */
export function Skeleton({ rows = 4 }: { rows?: number }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} style={{ width: widths[row % widths.length] }} />
      ))}
    </div>
  )
}

export interface SummaryItem {
  field: string
  label: string
  words: string
}

/** On submit: what to correct, each line leads to its field. */
export function ErrorSummary({ items }: { items: readonly SummaryItem[] }) {
  if (items.length === 0) return null
  return (
    <div className={styles.summary} role="alert" tabIndex={-1} data-field="error-summary">
      <Status tone="bad" strong>
        {t('error-summary-title', { count: items.length })}
      </Status>
      <ul>
        {items.map((item) => (
          <li key={`${item.field} ${item.words}`}>
            <AriaButton onPress={() => focusField(item.field)}>{item.label === '' ? item.words : t('error-summary-item', { label: item.label, words: item.words.charAt(0).toLowerCase() + item.words.slice(1) })}</AriaButton>
          </li>
        ))}
      </ul>
    </div>
  )
}

export interface Step {
  key: string
  tone: 'done' | 'now' | 'due' | 'late' | 'void'
  title: ReactNode
  note: ReactNode
}

const stepShape = { done: 'ok', now: 'idle', due: 'warn', late: 'bad', void: 'bad' } as const

/** The course of a case, past above and what is ahead below. */
export function Timeline({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ol className={styles.timeline} aria-label={label}>
      {steps.map((step, index) => (
        <li key={step.key} className={styles[step.tone]} data-ahead={['now', 'due', 'late'].includes(steps[index + 1]?.tone ?? '') ? '' : undefined}>
          <Shape tone={stepShape[step.tone]} />
          <span className={cx((step.tone === 'now' || step.tone === 'late') && text.strong)}>{step.title}</span>
          <small>{step.note}</small>
        </li>
      ))}
    </ol>
  )
}
